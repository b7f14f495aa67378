import { createFakeBridge, type Answers, type FakeBridge } from '../fakes/fake-bridge.ts';
import { apiMs, jittered, randomFrom } from '../fixtures/random-from.ts';

/** Longer than any one answer takes: what was asked before is answered by then. */
export const answeredMs = 1.5 * apiMs;

/**
 * A core whose answers take as long as a clinic's do: `apiMs`, half of it more or less by the seed, so that an answer
 * can overtake the one before. What was asked is in `asked` at once.
 */
export function delayedBridge(answers: Answers, { seed = 1, ms = apiMs } = {}): FakeBridge {
  const bridge = createFakeBridge(answers);
  const random = randomFrom(seed);
  return {
    ...bridge,
    call: async (name, input) => {
      const answer = bridge.call(name, input);
      await new Promise((resolve) => setTimeout(resolve, jittered(ms, random)));
      return answer;
    },
  };
}
