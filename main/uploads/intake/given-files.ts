import { lstat } from 'node:fs/promises';
import { basename } from 'node:path';
import { realPath } from '../../base/system/real-path.ts';
import type { UploadJob } from '../../jobs/job.ts';
import { asChartdropError } from '../../base/errors.ts';
import type { Clock } from '../../base/ports.ts';
import { fileError } from '../../files/file-errors.ts';
import type { Intake, NewFile } from './intake.ts';
import { createLimiter } from '../../base/limiter.ts';
import { createWakeableSleep } from '../../base/wakeable-sleep.ts';

/** Files that are read at once: each may use two chunks of memory, and more would not be faster. */
const givenAtOnce = 4;
const firstWaitMs = 250;
const longestWaitMs = 2_000;
/** In this time uploads close their files; a limit that is too low for one file does not change. */
const mostTries = 30;

/** A person who gives a link means its target; it is not followed later, when its target may differ. */
async function resolved(file: NewFile): Promise<NewFile> {
  if (!(await isLink(file.path))) return file;
  const path = await realPath(file.path).catch((thrown: unknown) => {
    throw fileError(thrown);
  });
  return { ...file, path, name: file.name ?? basename(file.path) };
}

const isLink = (path: string): Promise<boolean> =>
  lstat(path).then(
    (stats) => stats.isSymbolicLink(),
    () => false,
  );

/**
 * Takes files that a person gives, possibly thousands: a few at a time (case 52), and again when the system allows more
 * open files (case 41). Throws what the intake throws.
 */
export function createGivenFiles(deps: {
  intake: Intake;
  clock: Clock;
  signal: AbortSignal;
}): (file: NewFile) => Promise<UploadJob> {
  const { intake, clock, signal } = deps;
  const limiter = createLimiter(givenAtOnce);

  const takeIn = async (file: NewFile): Promise<UploadJob> => {
    for (let tries = 0; ; tries += 1) {
      try {
        return await intake.takeIn(await resolved(file), signal);
      } catch (thrown) {
        const isLast = tries + 1 === mostTries || signal.aborted;
        if (asChartdropError(thrown).code !== 'files-too-many' || isLast) throw thrown;
        const pause = createWakeableSleep(clock, signal);
        await pause.for(Math.min(longestWaitMs, firstWaitMs * 2 ** tries));
      }
    }
  };
  return (file) => limiter.run(() => takeIn(file));
}
