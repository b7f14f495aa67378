import type { Destination } from '../../preload/contract/destination.ts';
import { sameDestination } from '../../preload/contract/same-destination.ts';
import type { JobId } from '../../preload/contract/ids.ts';
import type { JobFile } from '../files/job-file.ts';
import { isRedacted, type JobIn, type UploadJob } from '../jobs/job.ts';
import type { ClinicClient } from '../clinic/client.ts';
import type { CallOptions } from '../clinic/http.ts';
import { openContent } from '../clinic/storage/content.ts';
import { asChartdropError, ChartdropError } from '../base/errors.ts';
import type { History } from '../jobs/history.ts';
import type { Clock, Log } from '../base/ports.ts';
import { createRetryingTask } from '../base/retrying-task.ts';
import type { Archives } from './archives.ts';
import { hashFile } from '../files/file-content.ts';
import { newJobId } from '../jobs/job-id.ts';
import type { JobChanges } from '../jobs/job-changes.ts';
import type { JobWriter } from '../jobs/job-writer.ts';
import type { JobCore } from '../jobs/next-states.ts';
import { contradictionOf } from '../jobs/page/page-verdict.ts';
import { sentFor } from '../jobs/sent-file.ts';
import { adopted, findMovable } from './adopt.ts';
import { undoMove } from './moves.ts';
import type { ShownAttachment } from './shown-attachment.ts';
import type { Spool } from './intake/spool.ts';
import { uploadName } from '../jobs/upload-name.ts';

/** A filed file whose page names another patient, without a move or a decision. */
const isContradicted = (job: UploadJob): job is JobIn<'filed'> =>
  job.state === 'filed' &&
  job.replacedBy === null &&
  job.archivedAt === null &&
  contradictionOf(job, job.destination) !== null;

/** Corrects a misfiled attachment as one linked act: filed with the right patient first, then archived (case 17). */
export interface Refiles {
  /** Throws `transition-refused` if the job is not filed, or was corrected already. */
  refile(id: JobId, destination: Destination, signal: AbortSignal): Promise<UploadJob>;
  /**
   * Moves an attachment that Chartdrop or someone else filed. Returns the id of its filed job, for `undo`. Throws
   * `attachment-other-patient` if it is in another chart than the person saw, `record-not-found` if it is archived or
   * has no bytes yet, `transition-refused` if it is being moved or is there already, and the call's errors.
   */
  move(shown: ShownAttachment, destination: Destination, signal: AbortSignal): Promise<JobId>;
  /**
   * Ends a correction before its upload: the file stays with its first patient. Throws `transition-refused` once it is being
   * uploaded.
   */
  undo(id: JobId): void;
  start(): void;
  stop(): Promise<void>;
}

/** Filed files that a start looks through for pages that name another patient. */
const mostLooked = 500;
/** Milliseconds until a file's bytes are fetched again, if that failed. */
const againMs = 60_000;

export function createRefiles(deps: {
  history: History;
  changes: JobChanges;
  writer: JobWriter;
  client: ClinicClient;
  spool: Spool;
  clock: Clock;
  archives: Pick<Archives, 'archiveReplaced'>;
  log: Log;
  holdMs: () => number;
}): Refiles {
  const { history, writer, client, spool, clock } = deps;
  const { jobs } = history;

  /** The filed bytes: the local file if it still has them, else the attachment's. */
  const fileOf = async (job: JobIn<'filed'>, options: CallOptions): Promise<JobFile> => {
    const { signal } = options;
    const local = await hashFile(job.movedTo ?? job.file.path, signal).catch((thrown: unknown) => {
      if (signal.aborted) throw thrown;
      return null;
    });
    if (local?.sha256 === job.file.sha256) return { ...local, name: uploadName(job) };
    const record = await client.attachment(job.attachmentId, options);
    const path = await spool.write(await openContent(client, record, options), signal);
    const fetched = await hashFile(path, signal);
    const sent = sentFor(job);
    // Retention may have removed our name; the clinic has its own.
    const name = isRedacted(job) ? (record.filename ?? fetched.name) : sent.name;
    if (fetched.sha256 === sent.sha256) return { ...fetched, name };
    await spool.discard(path);
    throw new ChartdropError('file-changed');
  };

  /** Makes a job of the filed bytes. If none is made, those that were fetched for it are removed. */
  const withFileOf = async <T extends UploadJob | null>(
    job: JobIn<'filed'>,
    options: CallOptions,
    make: (file: JobFile) => T,
  ): Promise<T> => {
    const file = await fileOf(job, options);
    let made: T | null = null;
    try {
      made = make(file);
      return made;
    } finally {
      if (made === null) await spool.discard(file.path);
    }
  };

  /** The new upload of a file that is in the wrong chart. */
  const rightOf = (wrong: JobIn<'filed'>, file: JobFile, destination: Destination): UploadJob => ({
    ...moveOf(wrong, file),
    state: 'held',
    destination,
    until: clock.now() + deps.holdMs(),
  });
  const moveOf = (wrong: JobIn<'filed'>, file: JobFile): JobCore => ({
    id: newJobId(clock.now()),
    source: wrong.source,
    folderId: wrong.folderId,
    file,
    description: wrong.description,
    // Its name was made before.
    naming: null,
    appearedAt: clock.now(),
    rank: jobs.rank('first'),
    paused: false,
    afterFiling: 'stay',
    sentAs: null,
    duplicateAccepted: true,
    replaces: { jobId: wrong.id, attachmentId: wrong.attachmentId },
  });

  /** A filed job that was not corrected yet. Throws `transition-refused`. */
  const wronglyFiled = (id: JobId): JobIn<'filed'> => {
    const job = jobs.get(id);
    if (job?.state === 'filed' && job.replacedBy === null && job.archivedAt === null) return job;
    throw new ChartdropError('transition-refused');
  };

  /** Archives the attachment that a filed job replaces. */
  const archiveReplacedBy = (job: UploadJob): void => {
    if (job.state !== 'filed' || job.replaces === null) return;
    const wrong = jobs.get(job.replaces.jobId);
    if (wrong?.state === 'filed') deps.archives.archiveReplaced(wrong);
  };
  deps.changes.subscribe(archiveReplacedBy);

  /** Files that were filed before their page was read, and whose page names another patient. */
  const contradicted = new Set<JobId>();
  const noteContradiction = (job: UploadJob): void => {
    if (!isContradicted(job)) return;
    contradicted.add(job.id);
    proposals.nudge();
  };
  deps.changes.subscribe(noteContradiction);

  /** The question becomes a move in the inbox: a person files it there, or ignores it. */
  const propose = async (id: JobId, signal: AbortSignal): Promise<void> => {
    const wrong = jobs.get(id);
    if (wrong === null || !isContradicted(wrong)) return;
    await withFileOf(wrong, { signal, priority: 'background' }, (file) => {
      const now = jobs.get(id);
      if (now === null || !isContradicted(now)) return null;
      const named = contradictionOf(now, now.destination)?.named ?? [];
      const move: UploadJob = {
        ...moveOf(now, file),
        ...(now.page !== undefined && { page: now.page }),
        state: 'inbox',
        reason: 'page-names-another',
        candidates: named.map(({ patient }) => ({ kind: 'patient', patient })),
        duplicateOf: null,
      };
      writer.propose(id, move);
      return move;
    });
  };
  const proposals = createRetryingTask({
    clock,
    async work(signal) {
      let failure: unknown = null;
      for (const id of contradicted) {
        try {
          await propose(id, signal);
          contradicted.delete(id);
        } catch (thrown) {
          if (signal.aborted) throw thrown;
          // The bytes of one file must not hold up the others.
          failure = thrown;
        }
      }
      if (failure !== null) throw asChartdropError(failure);
      return null;
    },
    backoffMs: () => againMs,
    onError: ({ code }) => deps.log.warn('page-not-read', { code }),
  });

  const refile: Refiles['refile'] = async (id, destination, signal) => {
    const wrong = wronglyFiled(id);
    if (sameDestination(wrong.destination, destination)) throw new ChartdropError('transition-refused');
    return withFileOf(wrong, { signal, priority: 'window' }, (file) => {
      // A second click may have been faster.
      wronglyFiled(id);
      const right = rightOf(wrong, file, destination);
      writer.applyAll([[wrong.id, { kind: 'refiled', by: right.id }]], [right]);
      return right;
    });
  };

  return {
    refile,
    async move(shown, destination, signal) {
      const ours = jobs.servedBy(shown.id);
      if (ours !== null) {
        await refile(ours.id, destination, signal);
        return ours.id;
      }
      const options = { priority: 'window', signal } as const;
      const found = await findMovable(client, shown, options);
      if (sameDestination({ kind: 'patient', patient: found.patient }, destination))
        throw new ChartdropError('transition-refused');
      const path = await spool.write(await openContent(client, found.record, options), signal);
      try {
        const { name, ...bytes } = await hashFile(path, signal);
        const file = { ...bytes, name: found.record.filename ?? name };
        // A second click may have been faster.
        if (jobs.servedBy(shown.id) !== null) throw new ChartdropError('transition-refused');
        const wrong = adopted(found, { file, now: clock.now(), rank: jobs.rank('last') });
        writer.adopt(wrong, rightOf(wrong, file, destination));
        return wrong.id;
      } catch (thrown) {
        await spool.discard(path);
        throw thrown;
      }
    },
    undo: (id) => undoMove({ store: jobs, writer }, id, clock.now()),
    start() {
      for (const job of jobs.replacing()) archiveReplacedBy(job);
      for (const job of jobs.lastOf('filed', mostLooked)) noteContradiction(job);
    },
    stop: () => proposals.stop(),
  };
}
