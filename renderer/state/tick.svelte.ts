import { createSubscriber } from 'svelte/reactivity';

/** The time by this window's clock, epoch milliseconds, to the second; read in a component it keeps itself fresh. */
class Tick {
  readonly #subscribe = createSubscriber((update) => {
    const timer = setInterval(update, 1000);
    return () => clearInterval(timer);
  });

  get now(): number {
    this.#subscribe();
    return Date.now();
  }
}

export const tick = new Tick();
