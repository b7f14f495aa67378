import { ChartdropError } from './errors.ts';

/** One value on its way to the part that takes it. */
export interface Handed<Value> {
  readonly value: Value;
  /** Gives the outcome of the work back to the part that offered the value. Never rejects. */
  readonly answer: (work: Promise<void>) => Promise<void>;
}

/** Hands values from the part that makes them to the part that takes them, and the outcome back. First come, first served. */
export interface Handover<Value> {
  /**
   * `make` is called when the value is taken, not before. Settles as the taker's work does; rejects with `aborted` where
   * the signal came before anybody took the value.
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
