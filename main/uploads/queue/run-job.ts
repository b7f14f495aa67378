import type { JobId } from '../../../preload/contract/ids.ts';
import type { JobFile } from '../../files/job-file.ts';
import type { JobIn, UploadJob } from '../../jobs/job.ts';
import type { ClinicClient } from '../../clinic/client.ts';
import type { CallOptions } from '../../clinic/http.ts';
import type { ServerClock } from '../../clinic/server-clock.ts';
import { postToStorage } from '../../clinic/storage/storage.ts';
import { asChartdropError, ChartdropError } from '../../base/errors.ts';
import type { JobStore } from '../../jobs/store/job-store.ts';
import type { Clock } from '../../base/ports.ts';
import { asDuplicate, duplicateIn } from '../intake/duplicates.ts';
import type { JobWriter } from '../../jobs/job-writer.ts';
import type { KeptCopies } from '../intake/kept-copies.ts';
import type { MakeOutgoing } from './outgoing.ts';
import { provenFile } from '../intake/proven-file.ts';
import type { Register } from '../register/registration.ts';
import { recovery } from '../../jobs/retry-policy.ts';
import type { JobEvent } from '../../jobs/job-event.ts';
import type { Side } from './outage.ts';

export interface RunJobDeps {
  readonly store: JobStore;
  readonly writer: JobWriter;
  readonly copies: Pick<KeptCopies, 'proven'>;
  readonly client: ClinicClient;
  readonly serverClock: ServerClock;
  readonly clock: Clock;
  readonly register: Register;
  readonly outgoing: MakeOutgoing;
  readonly random: () => number;
  /**
   * Called before bytes and before a create call leave this PC. Throws `scan-taken-over` if another PC has the file.
   */
  readonly mayGoOn: (job: UploadJob, signal: AbortSignal) => Promise<void>;
  /** Called with the storage's host and port before a byte is sent there. */
  readonly onStorage: (host: string) => void;
  /** Called with the bytes sent so far. */
  readonly onProgress: (id: JobId, sent: number) => void;
}

/** The result of a run, for the queue. */
export interface RunEnded {
  /** The error that stopped it, if any. */
  readonly error: ChartdropError | null;
  /** The service that it used last. */
  readonly side: Side;
  /** False if the result could not be recorded: the row still says that it runs. */
  readonly written: boolean;
}

/** What the queue learns from a run under way. */
export interface RunTold {
  /** See `Outage.answered`. */
  answered(side: Side, what: 'reached' | 'done'): void;
  /** A call was sent to this side, or bytes moved: the answer is awaited from now on. null: no answer is awaited. */
  awaits(side: Side | null): void;
}
export type RunJob = (id: JobId, signal: AbortSignal, told: RunTold) => Promise<RunEnded>;

/** One run: what stops it, and the service that it uses at the moment. */
interface Run {
  readonly options: CallOptions;
  readonly told: RunTold;
  side: Side;
  /** The clinic has answered it. */
  isReached: boolean;
}

/** Errors after which the create call certainly had no effect; after all others it may have. */
const nothingMade = new Set<ChartdropError['code']>([
  'key-missing',
  'key-rejected',
  'permission-denied',
  'record-not-found',
  'record-refused',
  'rate-limited',
]);

/**
 * Runs one job as far as possible without a person: from `queued` over storage and registration to `processing`. Every
 * step is written before its effect, so that an interrupted run can be resumed from the row.
 */
export function createRunJob(deps: RunJobDeps): RunJob {
  const { store, writer, clock } = deps;

  const proven = async (job: JobIn<'queued'>, signal: AbortSignal): Promise<JobFile> => {
    const file = await provenFile(job, { store, copies: deps.copies, signal });
    const isTouched = file.path === job.file.path && file !== job.file;
    if (isTouched) writer.edit(job.id, { file });
    return file;
  };

  const upload = async (job: JobIn<'queued'>, run: Run): Promise<UploadJob> => {
    const { options, told } = run;
    const { signal } = options;
    writer.apply(job.id, { kind: 'upload-started', now: clock.now() });
    await store.flushed();
    if (signal.aborted) throw new ChartdropError('aborted');
    await deps.mayGoOn(job, signal);
    const file = await proven(job, signal);
    const presigned = await deps.client.presignedPost(job.destination.patient.id, options);
    deps.onStorage(new URL(presigned.url).host);
    const { fileName, body, fileSha256 } = await deps.outgoing(job, file, signal);
    run.side = 'storage';
    told.awaits('storage');
    const uploadUrl = await postToStorage({
      presigned,
      network: deps.client.network,
      fileName,
      body,
      signal,
      onProgress(sent) {
        told.awaits('storage');
        deps.onProgress(job.id, sent);
      },
    });
    told.awaits(null);
    told.answered('storage', 'done');
    run.side = 'clinic';
    const sha256 = fileSha256();
    const mustLook = file.sha256 === null && !job.duplicateAccepted;
    const read = { id: job.id, file: { ...file, sha256 } };
    const duplicate = mustLook ? duplicateIn(store, read, job.destination) : null;
    // Nothing is in the chart yet: the storage deletes an object without an attachment.
    if (duplicate !== null) {
      return writer.apply(job.id, { kind: 'returned', ...asDuplicate(duplicate, job.destination), sha256 });
    }
    return writer.apply(job.id, { kind: 'stored', uploadUrl, sha256, now: clock.now() });
  };

  const steps = async (id: JobId, run: Run): Promise<void> => {
    let job = store.get(id);
    if (job?.state === 'queued') job = await upload(job, run);
    if (job?.state !== 'stored' && job?.state !== 'registering') return;
    await deps.mayGoOn(job, run.options.signal);
    await deps.register(job, run.options);
    run.told.answered('clinic', 'done');
  };

  const settle = (id: JobId, error: ChartdropError, isReached: boolean): void => {
    const job = store.get(id);
    // The 'upload-started' write failed; the row is unchanged.
    if (job === null || job.state === 'queued') return;
    const tries = 'tries' in job && 'waiting' in job && job.waiting?.code === error.code ? job.tries : 0;
    const untilReset = deps.serverClock.until(error.retryAt ?? 0);
    const isKept = job.file.copy !== undefined;
    const decision = recovery(error, { tries, random: deps.random(), untilReset, isKept, isReached });
    switch (decision.kind) {
      case 'leave':
        return;
      case 'later':
        writer.apply(id, delayed(job, error, clock.now() + decision.afterMs));
        return;
      case 'wait-for-key':
        writer.apply(id, delayed(job, error, clock.now()));
        return;
      case 'to-inbox':
        writer.apply(id, {
          kind: 'returned',
          reason: decision.reason,
          candidates: 'destination' in job ? [job.destination] : [],
          duplicateOf: null,
        });
        return;
      case 'taken-over':
        writer.apply(id, { kind: 'taken-over', now: clock.now() });
        return;
      case 'fail':
        writer.apply(id, { kind: 'failed', error: error.toDto(), now: clock.now() });
        return;
    }
  };

  return async (id, signal, told) => {
    const options: CallOptions = {
      priority: 'background',
      signal,
      onSent: () => told.awaits('clinic'),
      onAnswered() {
        run.isReached = true;
        told.awaits(null);
        told.answered('clinic', 'reached');
      },
    };
    const run: Run = { options, told, side: 'clinic', isReached: false };
    try {
      await steps(id, run);
      return { error: null, side: run.side, written: true };
    } catch (thrown) {
      const error = asChartdropError(thrown);
      try {
        settle(id, error, run.isReached);
        return { error, side: run.side, written: true };
      } catch (unwritable) {
        return { error: asChartdropError(unwritable), side: run.side, written: false };
      }
    }
  };
}

/** The delay for the job's current step. */
function delayed(job: UploadJob, error: ChartdropError, notBefore: number): JobEvent {
  const rest = { notBefore, error: error.toDto() };
  if (job.state === 'uploading') return { kind: 'upload-delayed', ...rest };
  if (job.state === 'registering' && !nothingMade.has(error.code))
    return { kind: 'outcome-unknown', ...rest };
  return {
    kind: job.state === 'registering' && job.mustVerify ? 'outcome-unknown' : 'registration-delayed',
    ...rest,
  };
}
