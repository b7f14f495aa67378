import type { ErrorDto, Result } from '../../preload/contract/errors.ts';

/** An answer together with its question. */
interface Answer<Q, A> {
  readonly question: Q;
  readonly value: A;
}

interface Options<Q> {
  /** Milliseconds without a new question before the core is asked; 0: immediately. */
  readonly pauseMs?: number;
  /** Whether two questions are equal. By default compares their JSON. */
  readonly same?: (a: Q, b: Q) => boolean;
}

const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * A question with its answer, used by every list and search of the window. `current` answers the question in the box,
 * and is null while the answer is awaited or failed. Acts use `current`; `shown` may be older and is for display only.
 */
export class Asked<Q, A> {
  readonly #ask: (question: Q) => Promise<Result<A>>;
  readonly #pauseMs: number;
  readonly #same: (a: Q, b: Q) => boolean;
  #question = $state.raw<Q | null>(null);
  #answer = $state.raw<Answer<Q, A> | null>(null);
  #failure = $state.raw<ErrorDto | null>(null);
  #isAwaited = $state(false);
  #extended = $state.raw<Answer<Q, A> | null>(null);
  /** Increases with each request; answers to earlier ones are dropped. */
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isHeld = false;
  #keptBack: (() => void) | null = null;
  #waiting: ((value: A | null) => void)[] = [];

  constructor(ask: (question: Q) => Promise<Result<A>>, { pauseMs = 0, same = sameJson }: Options<Q> = {}) {
    this.#ask = ask;
    this.#pauseMs = pauseMs;
    this.#same = same;
  }

  /** The question in the box; null if there is none. */
  get question(): Q | null {
    return this.#question;
  }

  /** The answer to exactly the question in the box. */
  get current(): A | null {
    return this.isInert ? null : (this.#answer?.value ?? null);
  }

  /** The newest answer, possibly of an earlier question. For display only, never for acts. */
  get shown(): Answer<Q, A> | null {
    return this.#answer;
  }

  /** True while `shown` does not answer the question in the box. */
  get isInert(): boolean {
    const answer = this.#answer;
    return answer === null || this.#question === null || !this.#same(answer.question, this.#question);
  }

  /** True from the question until its answer, the pause before asking included. */
  get isAwaited(): boolean {
    return this.#isAwaited;
  }

  /** True while `extend` waits for more of the current answer. */
  get isExtending(): boolean {
    return this.#extended !== null && this.#extended === this.#answer;
  }

  /** The error of the question in the box, or of its repetition. */
  get failure(): ErrorDto | null {
    return this.#failure;
  }

  /** Asks a question. Asking the same one again does nothing. */
  put(question: Q | null): void {
    const isSame = question !== null && this.#question !== null && this.#same(question, this.#question);
    if (isSame && this.#failure === null) return;
    this.#question = question;
    this.#begin();
    if (question === null) this.#answer = null;
    else if (this.isInert) this.#later(question, this.#pauseMs);
  }

  /** Asks the same question again. With `keep` the current answer stays until the new one arrives. */
  again({ keep }: { keep: boolean }): void {
    const question = this.#question;
    if (question === null) return;
    this.#begin();
    if (!keep) this.#answer = null;
    this.#later(question, 0);
  }

  /** Extends the current answer, such as by its next page. Dropped if the question or answer changed meanwhile. */
  async extend(ask: (value: A) => Promise<Result<A>>): Promise<void> {
    const base = this.#answer;
    if (base === null || this.isInert || this.isExtending) return;
    this.#extended = base;
    const result = await ask(base.value);
    if (!this.#isCurrent(base)) return;
    this.#extended = null;
    if (result.ok) this.#answer = { question: base.question, value: result.value };
    else this.#failure = result.error;
  }

  /** Waits for the answer to the question in the box; null if it fails or the question changes. */
  settled(): Promise<A | null> {
    if (!this.#isAwaited) return Promise.resolve(this.current);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Freezes the shown answer, for example during a drag. New answers wait until `release`. */
  hold(): void {
    this.#isHeld = true;
  }

  release(): void {
    this.#isHeld = false;
    this.#keptBack?.();
  }

  /** Drops pending requests. */
  stop(): void {
    this.#begin();
  }

  #isCurrent(answer: Answer<Q, A>): boolean {
    return answer === this.#answer && !this.isInert;
  }

  #begin(): void {
    this.#turn += 1;
    clearTimeout(this.#timer);
    this.#keptBack = null;
    this.#failure = null;
    this.#isAwaited = false;
    this.#tell(null);
  }

  #later(question: Q, pauseMs: number): void {
    this.#isAwaited = true;
    if (pauseMs === 0) void this.#run(question);
    else this.#timer = setTimeout(() => void this.#run(question), pauseMs);
  }

  async #run(question: Q): Promise<void> {
    const turn = this.#turn;
    const result = await this.#ask(question);
    if (turn !== this.#turn) return;
    if (this.#isHeld) this.#keptBack = () => this.#take(question, result);
    else this.#take(question, result);
  }

  #take(question: Q, result: Result<A>): void {
    this.#keptBack = null;
    this.#isAwaited = false;
    if (result.ok) this.#answer = { question, value: result.value };
    else this.#failure = result.error;
    this.#tell(result.ok ? result.value : null);
  }

  #tell(value: A | null): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve(value);
  }
}
