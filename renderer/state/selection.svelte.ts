import { SvelteMap } from 'svelte/reactivity';

/**
 * What a person has selected in a list. It holds the records themselves, so that it does not forget the ones whose page
 * was let go, and an act names what was ticked and nothing else.
 */
export class Selection<T extends { readonly id: string }> {
  readonly #records = new SvelteMap<string, T>();

  get count(): number {
    return this.#records.size;
  }

  /** In the order in which they were selected. */
  get records(): readonly T[] {
    return [...this.#records.values()];
  }

  has(record: T): boolean {
    return this.#records.has(record.id);
  }

  toggle(record: T): void {
    if (!this.#records.delete(record.id)) this.#records.set(record.id, record);
  }

  /** Takes records out that were acted on. */
  without(records: readonly T[]): void {
    for (const { id } of records) this.#records.delete(id);
  }

  clear(): void {
    this.#records.clear();
  }
}
