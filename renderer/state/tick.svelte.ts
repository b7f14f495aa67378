import { createSubscriber } from 'svelte/reactivity';

/** The current time in epoch milliseconds, to the second. A component that reads it updates every second. */
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
