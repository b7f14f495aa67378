/** How long something has been on screen without a change. */
export class SeenFor {
  readonly #leastMs: number;
  #shown: { readonly key: string; readonly since: number } | null = null;

  /** `leastMs`: after this many milliseconds a person can have read it. */
  constructor(leastMs: number) {
    this.#leastMs = leastMs;
  }

  /** Tells what is on screen now; null: not all of it is. Another key starts the time again. */
  show(key: string | null): void {
    if (key !== this.#shown?.key) this.#shown = key === null ? null : { key, since: performance.now() };
  }

  isLongEnough(): boolean {
    return this.#shown !== null && performance.now() - this.#shown.since >= this.#leastMs;
  }
}
