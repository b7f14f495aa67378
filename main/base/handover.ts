import { ChartdropError } from './errors.ts';

/** A value to be passed to a taker. */
export interface Handed<Value> {
  readonly value: Value;
  /** Returns the outcome of the work to the part that offered the value. Never rejects. */
  readonly answer: (work: Promise<void>) => Promise<void>;
}

/** Passes values from a producer to takers, and the outcomes back, in order of arrival. */
export interface Handover<Value> {
  /**
   * `make` is called when the value is taken, not before. Settles like the taker's work; rejects with `aborted` if the
   * signal came before the value was taken.
   */
  offer(make: () => Value): Promise<void>;
  /** Several takers may iterate: each value goes to one of them. Ends with the signal. */
  offered(): AsyncGenerator<Handed<Value>, void, void>;
}

interface Offer<Value> {
  readonly make: () => Value;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

export function createHandover<Value>(signal: AbortSignal): Handover<Value> {
  const offers: Offer<Value>[] = [];
  let idle: (() => void)[] = [];
  const wakeTakers = (): void => {
    const takers = idle;
    idle = [];
    for (const wake of takers) wake();
  };
  signal.addEventListener(
    'abort',
    () => {
      for (const { reject } of offers.splice(0)) reject(new ChartdropError('aborted'));
      wakeTakers();
    },
    { once: true },
  );

  return {
    offer(make) {
      if (signal.aborted) return Promise.reject(new ChartdropError('aborted'));
      return new Promise((resolve, reject) => {
        offers.push({ make, resolve, reject });
        wakeTakers();
      });
    },
    async *offered() {
      while (!signal.aborted) {
        const next = offers.shift();
        if (next === undefined) {
          await new Promise<void>((resolve) => idle.push(resolve));
          continue;
        }
        const { make, resolve, reject } = next;
        yield { value: make(), answer: (work) => work.then(resolve, reject) };
      }
    },
  };
}
