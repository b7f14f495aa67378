import { createFakeBridge, type Answers, type FakeBridge } from '../fakes/fake-bridge.ts';
import { apiMs, jittered, randomFrom } from '../fixtures/random-from.ts';

/** Longer than any single answer: earlier requests are answered by then. */
export const answeredMs = 1.5 * apiMs;

/**
 * A core with a clinic's latency: `apiMs`, varied by half by the seed, so that an answer can overtake the previous one.
 * `asked` contains requests immediately.
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
