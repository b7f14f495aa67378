import type { Bridge } from '../../preload/contract/bridge.ts';
import { createFakeBridge, type Answers } from '../fakes/fake-bridge.ts';
import { apiMs, jittered, randomFrom } from '../fixtures/random-from.ts';

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
      await new Promise((resolve) => setTimeout(resolve, jittered(ms, random)));
      return bridge.call(name, input);
    },
  };
}
