import type { PatientRef } from '../../preload/contract/destination.ts';
import type { ErrorCode, ErrorDto } from '../../preload/contract/errors.ts';
import type { AttachmentId, PatientId } from '../../preload/contract/ids.ts';
import { asChartdropError, ChartdropError } from '../base/errors.ts';
import type { Clock, Log } from '../base/ports.ts';
import { createRetryingTask } from '../base/retrying-task.ts';
import { createSequencer } from '../base/sequencer.ts';
import type { ClinicClient } from '../clinic/client.ts';
import type { CallOptions } from '../clinic/http.ts';
import type { AttachmentRecord } from '../clinic/schemas.ts';
import { patientsById } from '../clinic/people/patients-by-id.ts';
import type { PendingArchive } from '../database/archive-store.ts';
import type { AuditDraft } from '../database/audit/audit-log.ts';
import type { History } from '../jobs/history.ts';
import type { JobIn } from '../jobs/job.ts';
import { type JobWriter, patientDetail } from '../jobs/job-writer.ts';
import { backoff } from '../jobs/retry-policy.ts';
import { sentFor } from '../jobs/sent-file.ts';
import { patientAsShown, type ShownAttachment } from './shown-attachment.ts';

/**
 * Archiving attachments, which the API cannot undo. Each act is written before its call and ended by the clinic's
 * answer. If the answer was lost, the attachment is looked up before another call.
 */
export interface Archives {
  /**
   * Archives an attachment. `waiting`: the clinic has not confirmed it, and it is tried again. Throws what the clinic
   * refuses; `record-not-found` if it does not exist, and `attachment-other-patient` if it is in another chart than the
   * person saw. Then nothing is archived.
   */
  archive(shown: ShownAttachment, options: CallOptions): Promise<'archived' | 'waiting'>;
  /** Archives the attachment of a job that was filed again elsewhere, in the background. */
  archiveReplaced(wrong: JobIn<'filed'>): void;
  /** The acts that have not ended, oldest first. */
  pending(): PendingArchive[];
  /** Tries acts again now. Unknown ids are skipped. */
  retry(ids: readonly AttachmentId[]): void;
  /** Gives an act up: the attachment stays in the chart. Throws `record-not-found`. */
  leave(id: AttachmentId): void;
  start(): void;
  stop(): Promise<void>;
}

export interface ArchivesDeps {
  readonly client: ClinicClient;
  readonly history: Pick<History, 'archives' | 'jobs'>;
  readonly writer: JobWriter;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly onChanged: () => void;
}

/** Answers about this attachment that only a person can change; everything else is tried again. */
const refusals: ReadonlySet<ErrorCode> = new Set([
  'permission-denied',
  'record-not-found',
  'record-refused',
  'attachment-other-patient',
]);

type EntryKind = Extract<AuditDraft['kind'], `attachment-${string}`>;

function entryOf(kind: EntryKind, archive: PendingArchive, error: ErrorDto | null): AuditDraft {
  const { attachmentId, patientId, jobId, file, patient } = archive;
  return {
    ...{ kind, attachmentId },
    ...(patientId === null ? {} : { patientId }),
    ...(jobId === null ? {} : { jobId }),
    detail: {
      ...(file === null ? {} : { file }),
      ...(patient === null ? {} : patientDetail(patient)),
      ...(error === null ? {} : { error: error.code }),
    },
  };
}

export function createArchives(deps: ArchivesDeps): Archives {
  const { client, history, writer, clock } = deps;
  const { archives, jobs } = history;
  /** Failures and the time of the next try, by act: a refused one delays no other. */
  const delays = new Map<AttachmentId, { failures: number; notBefore: number }>();
  /** Of two acts for one attachment, as by two clicks, the second finds it archived. */
  const turns = createSequencer<AttachmentId>();
  /** Acts under way, for which the others do not wait. */
  const running = new Set<AttachmentId>();
  const inTurn = <T>(id: AttachmentId, work: () => Promise<T>): Promise<T> =>
    turns.run(id, async () => {
      running.add(id);
      try {
        return await work();
      } finally {
        running.delete(id);
      }
    });

  const put = (archive: PendingArchive, entry: AuditDraft | null): void => {
    archives.put(archive, entry);
    deps.onChanged();
  };
  const end = (archive: PendingArchive, entry: AuditDraft | null): void => {
    archives.end(archive.attachmentId, entry);
    delays.delete(archive.attachmentId);
    deps.onChanged();
  };

  /** The clinic has archived it. */
  const confirm = (archive: PendingArchive): void => {
    const job = jobs.servedBy(archive.attachmentId);
    if (job?.state !== 'filed') {
      end(archive, entryOf('attachment-archived', archive, null));
      return;
    }
    // A crash after this leaves an act whose job is archived already.
    if (job.archivedAt === null) writer.apply(job.id, { kind: 'archived', now: clock.now() });
    end(archive, null);
  };

  const failed = (id: AttachmentId, error: ErrorDto): void => {
    const failures = delays.get(id)?.failures ?? 0;
    const notBefore = clock.monotonic() + backoff(failures, deps.random());
    delays.set(id, { failures: failures + 1, notBefore });
    deps.log.warn('attachment-not-archived', { code: error.code });
    const archive = archives.get(id);
    // A person may have left it in the chart meanwhile.
    if (archive?.standing !== 'waiting') return;
    if (refusals.has(error.code))
      put({ ...archive, standing: 'refused', error }, entryOf('attachment-not-archived', archive, error));
    else if (archive.error?.code !== error.code) put({ ...archive, error }, null);
  };

  /** A person may have left it in the chart, also while the clinic was asked: an archive cannot be undone. */
  const isWanted = (id: AttachmentId): boolean => archives.get(id)?.standing === 'waiting';

  /**
   * Archives the attachment unless that has happened; looks it up if it was not found. Returns whether it is archived. Throws the
   * clinic's errors.
   */
  const attempt = async (
    archive: PendingArchive,
    options: CallOptions,
    found: AttachmentRecord | null,
  ): Promise<boolean> => {
    const { attachmentId, patientId } = archive;
    const record = found ?? (await client.attachment(attachmentId, options));
    if (patientId !== null && record.patient !== null && record.patient !== patientId)
      throw new ChartdropError('attachment-other-patient');
    if (record.archived_at === null) {
      if (!isWanted(attachmentId)) return false;
      await client.archiveAttachment(attachmentId, options);
    }
    confirm(archive);
    return true;
  };

  /** Tries the acts that are due. Returns the milliseconds until the next try, or null. */
  const tryAll = async (signal: AbortSignal): Promise<number | null> => {
    const waiting = () =>
      archives.all().filter((one) => one.standing === 'waiting' && !running.has(one.attachmentId));
    const dueIn = ({ attachmentId }: PendingArchive): number =>
      (delays.get(attachmentId)?.notBefore ?? -Infinity) - clock.monotonic();
    for (const archive of waiting()) {
      const { attachmentId: id } = archive;
      // A person may have asked for it, or left it in the chart, while the others were tried.
      if (dueIn(archive) > 0 || running.has(id) || !isWanted(id)) continue;
      try {
        await inTurn(id, () => attempt(archive, { priority: 'background', signal }, null));
      } catch (thrown) {
        if (signal.aborted) throw thrown;
        failed(id, asChartdropError(thrown).toDto());
      }
    }
    const waits = waiting().map(dueIn);
    return waits.length === 0 ? null : Math.max(0, Math.min(...waits));
  };
  const tries = createRetryingTask({
    clock,
    work: tryAll,
    backoffMs: (failures) => backoff(failures, deps.random()),
    onError: ({ code }) => deps.log.warn('attachment-not-archived', { code }),
  });

  /** The history's facts about an attachment, read before it is archived. Throws the clinic's errors. */
  const describe = async (
    record: AttachmentRecord,
    shown: ShownAttachment,
    options: CallOptions,
  ): Promise<PendingArchive> => {
    const patientId = patientAsShown(record, shown);
    const job = jobs.servedBy(shown.id);
    const patient = job?.state === 'filed' ? job.destination.patient : await whose(patientId, options);
    return {
      ...{ attachmentId: shown.id, patientId, jobId: job?.id ?? null, askedAt: clock.now() },
      ...{ standing: 'waiting' as const, file: record.filename, patient, error: null },
    };
  };

  /** null if the key may not read patients or the clinic names none. */
  const whose = async (id: PatientId | null, options: CallOptions): Promise<PatientRef | null> => {
    if (id === null) return null;
    try {
      return (await patientsById(client, [id], options)).get(id) ?? null;
    } catch (thrown) {
      if (thrown instanceof ChartdropError && thrown.code === 'permission-denied') return null;
      throw thrown;
    }
  };

  const archiveOne: Archives['archive'] = async (shown, options) => {
    const record = await client.attachment(shown.id, options);
    const archive = await describe(record, shown, options);
    if (record.archived_at !== null) {
      // By someone else, unless an act of this program waits for its answer.
      if (archives.get(shown.id) !== null || archive.jobId !== null) confirm(archive);
      return 'archived';
    }
    put(archive, entryOf('attachment-archive-asked', archive, null));
    try {
      return (await attempt(archive, options, record)) ? 'archived' : 'waiting';
    } catch (thrown) {
      const error = asChartdropError(thrown).toDto();
      if (refusals.has(error.code)) {
        // The person learns it from the answer.
        end(archive, entryOf('attachment-not-archived', archive, error));
        throw thrown;
      }
      failed(archive.attachmentId, error);
      return 'waiting';
    }
  };

  return {
    async archive(shown, options) {
      try {
        return await inTurn(shown.id, () => archiveOne(shown, options));
      } finally {
        // Also after an error: an earlier act for it may have been passed over meanwhile.
        tries.nudge();
      }
    },
    archiveReplaced(wrong) {
      if (wrong.archivedAt !== null || archives.get(wrong.attachmentId) !== null) return;
      const { patient } = wrong.destination;
      const archive = {
        ...{ attachmentId: wrong.attachmentId, patientId: patient.id, jobId: wrong.id, askedAt: clock.now() },
        ...{ standing: 'waiting' as const, file: sentFor(wrong).name, patient, error: null },
      };
      put(archive, entryOf('attachment-archive-asked', archive, null));
      tries.nudge();
    },
    pending: () => archives.all().filter(({ standing }) => standing !== 'left'),
    retry(ids) {
      for (const id of ids) {
        const archive = archives.get(id);
        if (archive === null) continue;
        delays.delete(id);
        put({ ...archive, standing: 'waiting' }, null);
      }
      tries.nudge();
    },
    leave(id) {
      const archive = archives.get(id);
      if (archive === null) throw new ChartdropError('record-not-found');
      // That of a replaced job stays on record, or the next start would archive the attachment after all.
      const entry = entryOf('attachment-left', archive, null);
      if (archive.jobId === null) end(archive, entry);
      else put({ ...archive, standing: 'left', error: null }, entry);
    },
    start() {
      // A permission may have been given meanwhile.
      for (const one of archives.all())
        if (one.standing === 'refused') archives.put({ ...one, standing: 'waiting' }, null);
      tries.nudge();
    },
    stop: () => tries.stop(),
  };
}
