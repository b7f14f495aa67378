import { commandLine } from '../../../../preload/words/en/command-line.ts';
import { basename } from 'node:path';
import type { Destination } from '../../../../preload/contract/destination.ts';
import type { ErrorDto } from '../../../../preload/contract/errors.ts';
import type { JobId } from '../../../../preload/contract/ids.ts';
import { readableName } from '../../../../preload/contract/readable-name.ts';
import type { UploadJob } from '../../../jobs/job.ts';
import type { HeicPhotos } from '../../../../preload/contract/settings.ts';
import { errorText } from '../../../../preload/words/text.ts';
import { words } from '../../../../preload/words/current.ts';
import { destinationText, failureText } from '../plain-text.ts';
import type { App } from '../../../core/app.ts';
import { asChartdropError } from '../../../base/errors.ts';
import { pathGivenAs } from '../../../files/name-bytes.ts';
import { retryTemporary } from '../../../base/retry-temporary.ts';
import { createGivenFiles } from '../../../uploads/intake/given-files.ts';
import { systemClock } from '../../system-clock.ts';
import { askDestination, type DestinationOption, readDestinationOption } from '../destination-option.ts';
import type { Io } from '../io.ts';
import { createPatience } from './patience.ts';
import { createProgressBars } from '../progress-bars.ts';
import { type CommonOptions, openSession, startSessionApp } from '../session.ts';

export interface UploadOptions extends CommonOptions, DestinationOption {
  readonly description?: string;
  readonly acceptDuplicate: boolean;
  readonly heic: HeicPhotos;
}

/** The result for one file, as `--json` prints it. */
interface Outcome {
  readonly file: string;
  readonly state: UploadJob['state'] | 'not-taken';
  readonly attachmentId: string | null;
  /** The reason why it is not filed, in words. */
  readonly why: string | null;
  readonly error: string | null;
}

/**
 * `chartdrop upload`: files the given files to one destination. Ends when each is filed or needs a person, or when
 * none has come further for the time that `--wait` gives. Exit code 0 or 1.
 */
export async function uploadCommand(files: string[], options: UploadOptions, io: Io): Promise<number> {
  const choice = readDestinationOption(options);
  const session = await openSession(options, io);
  try {
    const app = startSessionApp(session, { heicPhotos: options.heic });
    try {
      const destination = await retryTemporary(
        async () => {
          await app.clinic.identify({ priority: 'background', signal: io.signal });
          return askDestination(choice, app.clinic.client, io.signal);
        },
        { clock: session.ports.clock, forMs: session.waitMs, signal: io.signal },
      );
      const patience = createPatience(app, {
        ...{ clock: session.ports.clock, waitMs: session.waitMs, signal: io.signal },
      });
      const outcomes = await uploadAll(app, files, destination, options, { ...io, signal: patience.signal });
      patience.stop();
      report(outcomes, destination, options, io);
      return outcomes.every((outcome) => outcome.state === 'filed') ? 0 : 1;
    } finally {
      await app.stop();
    }
  } finally {
    await session.close();
  }
}

async function uploadAll(
  app: App,
  files: string[],
  destination: Destination,
  options: UploadOptions,
  io: Io,
): Promise<Outcome[]> {
  const bars = createProgressBars(app, io);
  const takeIn = createGivenFiles({ intake: app.uploads.intake, clock: systemClock, signal: io.signal });
  app.start({ folders: [], others: 'unknown' });
  try {
    return await Promise.all(
      files.map(async (given) => {
        try {
          const path = pathGivenAs(given);
          const job = await takeIn({
            path,
            source: 'drop',
            folderId: null,
            appearedAt: Date.now(),
            description: options.description ?? null,
            afterFiling: 'stay',
            placement: { kind: 'destination', destination },
            duplicateAccepted: options.acceptDuplicate,
          });
          return outcomeOf(
            readableName(basename(path)),
            await settled(app, job.id, io.signal),
            app.uploads.queue.pausedBy(),
          );
        } catch (thrown) {
          return notTaken(basename(given), asChartdropError(thrown).toDto());
        }
      }),
    );
  } finally {
    bars.stop();
  }
}

/** Resolves when every job is finished or needs a person, the key is refused, or the command is stopped. */
function settled(app: App, id: JobId, signal: AbortSignal): Promise<UploadJob | null> {
  return new Promise((done) => {
    const check = (): void => {
      const job = app.history.jobs.get(id);
      const ended = job === null || ['filed', 'failed', 'inbox', 'dismissed'].includes(job.state);
      if (!ended && !signal.aborted && !app.uploads.queue.pausedBy().includes('key')) return;
      stop();
      signal.removeEventListener('abort', check);
      done(job);
    };
    const stop = app.listen({
      onJobChanged: (job) => {
        if (job.id === id) check();
      },
      onPauseChanged: check,
    });
    signal.addEventListener('abort', check);
    check();
  });
}

function outcomeOf(file: string, job: UploadJob | null, pausedBy: readonly string[]): Outcome {
  const base = { file, attachmentId: null, error: null };
  if (job === null) return { ...base, state: 'not-taken', why: null };
  if (job.state === 'filed') return { ...base, state: 'filed', attachmentId: job.attachmentId, why: null };
  if (job.state === 'inbox') {
    return { ...base, state: 'inbox', why: words().reasons[job.reason], error: job.reason };
  }
  if (job.state === 'failed') {
    return { ...base, state: 'failed', why: failureText(job), error: job.error.code };
  }
  const { waits, isProcessed } = commandLine.upload;
  if (job.state === 'processing')
    return { ...base, state: job.state, attachmentId: job.attachmentId, why: isProcessed };
  const why = pausedBy.includes('key') ? errorText({ code: 'key-rejected', detail: null }) : waits;
  return { ...base, state: job.state, why };
}

const notTaken = (file: string, error: ErrorDto): Outcome => ({
  file,
  state: 'not-taken',
  attachmentId: null,
  why: errorText(error),
  error: error.code,
});

function report(outcomes: Outcome[], destination: Destination, options: UploadOptions, io: Io): void {
  const filed = outcomes.filter((outcome) => outcome.state === 'filed');
  for (const { file, why } of outcomes.filter((outcome) => outcome.state !== 'filed')) {
    io.err(commandLine.upload.notFiled(file, why ?? ''));
  }
  const { waits, isProcessed } = commandLine.upload;
  const waiting = outcomes.filter(({ why }) => why === waits || why === isProcessed);
  if (waiting.length > 0 && !io.signal.aborted)
    io.err(commandLine.upload.left(waiting.length, outcomes.length));
  if (options.json) {
    io.out(
      JSON.stringify({ files: outcomes, filed: filed.length, notFiled: outcomes.length - filed.length }),
    );
    return;
  }
  for (const { file, attachmentId } of filed) {
    io.out(commandLine.upload.filed(file, destinationText(destination), attachmentId ?? ''));
  }
}
