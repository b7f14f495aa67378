import type { UploadJob } from '../../preload/contract/job.ts';
import { asChartdropError } from '../errors.ts';
import type { Clock } from '../ports.ts';
import type { Intake, NewFile } from './intake.ts';
import { createSlots } from './slots.ts';

/** Files that are read at once: each may take two chunks of memory, and more would not be faster. */
export const givenAtOnce = 4;
const firstWaitMs = 250;
const longestWaitMs = 2_000;
/** Uploads that hold files open come to an end in that time; a limit that is too low for one file does not. */
const mostTries = 30;

const pause = (clock: Clock, ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const stop = clock.after(ms, end);
    function end(): void {
      stop();
      signal.removeEventListener('abort', end);
      resolve();
    }
    signal.addEventListener('abort', end);
  });

/**
 * Takes files that a person gives, thousands at once perhaps: a few at a time (case 52), and again where the system lets
 * no more files be open for the moment (case 41). Throws what the intake throws.
 */
export function createGivenFiles(deps: {
  intake: Intake;
  clock: Clock;
  signal: AbortSignal;
}): (file: NewFile) => Promise<UploadJob> {
  const { intake, clock, signal } = deps;
  const slots = createSlots(givenAtOnce);

  const take = async (file: NewFile): Promise<UploadJob> => {
    for (let tries = 0; ; tries += 1) {
      try {
        return await intake.take(file, signal);
      } catch (thrown) {
        const isLast = tries + 1 === mostTries || signal.aborted;
        if (asChartdropError(thrown).code !== 'files-too-many' || isLast) throw thrown;
        await pause(clock, Math.min(longestWaitMs, firstWaitMs * 2 ** tries), signal);
      }
    }
  };
  return (file) => slots.run(() => take(file));
}
