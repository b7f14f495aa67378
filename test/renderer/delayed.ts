import type { Bridge } from '../../preload/contract/bridge.ts';
import { createFakeBridge, type Answers } from '../fakes/fake-bridge.ts';

/** Numbers between 0 and 1 that follow from a seed: the same ones in each run (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** How long the clinic takes to answer, in milliseconds, as the window meets it. */
export const apiMs = 300;

/**
 * A core whose answers take as long as a clinic's do: `apiMs`, half of it more or less by the seed, so that an answer
 * can overtake the one before.
 */
export function delayedBridge(answers: Answers, { seed = 1, ms = apiMs } = {}): Bridge {
  const bridge = createFakeBridge(answers);
  const random = randomFrom(seed);
  return {
    ...bridge,
    call: async (name, input) => {
      await new Promise((resolve) => setTimeout(resolve, ms * (0.5 + random())));
      return bridge.call(name, input);
    },
  };
}
