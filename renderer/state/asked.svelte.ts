import type { ErrorDto, Result } from '../../preload/contract/errors.ts';
import { isPassing } from '../../preload/contract/temporary-errors.ts';

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
  /** Whether a temporary failure is retried for as long as the question stands. */
  readonly retries?: boolean;
}

const firstRetryMs = 1000;
const longestRetryMs = 60_000;

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
  readonly #retries: boolean;
  #isRetrying = $state(false);
  /** Failures in a row of the question in the box. */
  #failures = 0;
  #waiting: ((value: A | null) => void)[] = [];

  constructor(
    ask: (question: Q) => Promise<Result<A>>,
    { pauseMs = 0, same = sameJson, retries = false }: Options<Q> = {},
  ) {
    this.#ask = ask;
    this.#pauseMs = pauseMs;
    this.#same = same;
    this.#retries = retries;
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

  /** True while the failed question is retried with backoff. `failure` stays until an answer arrives. */
  get isRetrying(): boolean {
    return this.#isRetrying;
  }

  /** Retries a failed question immediately: the connection has returned. */
  resume(): void {
    const question = this.#question;
    if (question === null || !this.#isRetrying) return;
    clearTimeout(this.#timer);
    this.#failures = 0;
    this.#turn += 1;
    void this.#run(question);
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
    this.#isRetrying = false;
    this.#failures = 0;
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
    this.#failure = result.ok ? null : result.error;
    this.#isRetrying = this.#retries && !result.ok && isPassing(result.error.code);
    if (this.#isRetrying) this.#retryLater(question);
    this.#tell(result.ok ? result.value : null);
  }

  #retryLater(question: Q): void {
    const ms = Math.min(longestRetryMs, firstRetryMs * 2 ** this.#failures);
    this.#failures += 1;
    // Between 75 % and 125 %, so that several PCs do not retry at the same moment.
    this.#timer = setTimeout(() => void this.#run(question), ms * (0.75 + Math.random() / 2));
  }

  #tell(value: A | null): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve(value);
  }
}
