import type { CaseDestination, Destination } from '../../preload/contract/destination.ts';
import type { ErrorDto } from '../../preload/contract/errors.ts';
import type { AttachmentId } from '../../preload/contract/ids.ts';
import type { InboxReason } from '../../preload/contract/job.ts';
import { type JobIn, type FailedStep, scansOf, type UploadJob } from './job.ts';
import { assertNever, ChartdropError } from '../base/errors.ts';
import type { EventOf } from './job-event.ts';
import { isFiledAlone } from './page/page-filing.ts';
import { contradictionOf } from './page/page-verdict.ts';

/** A job without the fields of a single state. */
export type JobCore = Omit<UploadJob, 'state'>;

/** The fields that a job keeps in every state. Only the acts of assigning and restoring change the destination. */
export const kept = (job: JobCore) => ({
  id: job.id,
  source: job.source,
  folderId: job.folderId,
  file: job.file,
  description: job.description,
  naming: job.naming,
  appearedAt: job.appearedAt,
  rank: job.rank,
  paused: job.paused,
  afterFiling: job.afterFiling,
  sentAs: job.sentAs,
  duplicateAccepted: job.duplicateAccepted,
  replaces: job.replaces,
  ...(job.page !== undefined && { page: job.page }),
  ...(job.pageAccepted !== undefined && { pageAccepted: job.pageAccepted }),
  ...(job.part !== undefined && { part: job.part }),
  ...(job.madeOf !== undefined && { madeOf: job.madeOf }),
  ...(job.isByPage !== undefined && { isByPage: job.isByPage }),
  ...(job.isRedacted === true && { isRedacted: true as const }),
});

export const fresh = (notBefore: number) => ({ notBefore, waiting: null, tries: 0 });

/** Counts tries of the same kind of error; another kind restarts the count. */
export function again(
  job: { waiting: ErrorDto | null; tries: number },
  event: { notBefore: number; error: ErrorDto | null },
) {
  const same = event.error !== null && job.waiting?.code === event.error.code;
  return { notBefore: event.notBefore, waiting: event.error, tries: same ? job.tries + 1 : 1 };
}

export const assigned = (job: UploadJob, event: EventOf<'assigned'>): UploadJob => ({
  ...kept(job),
  state: 'held',
  destination: event.destination,
  until: event.until,
  duplicateAccepted: event.duplicateAccepted,
  // It may have been accepted for another destination before.
  ...(job.page !== undefined && { pageAccepted: event.pageAccepted === true }),
  ...((job.isByPage !== undefined || event.byPage === true) && { isByPage: event.byPage === true }),
});
export const inbox = (job: UploadJob, reason: InboxReason): UploadJob => ({
  ...kept(job),
  state: 'inbox',
  reason,
  candidates: 'destination' in job ? [job.destination] : [],
  duplicateOf: null,
});
export const takenBack = (job: UploadJob): UploadJob => inbox(job, 'taken-back');
/** A file whose page names another patient waits for a person; any other one continues as `next`. */
export function unlessContradicted(next: UploadJob): UploadJob {
  const isOpen = next.state === 'held' || next.state === 'queued';
  return isOpen && contradictionOf(next, next.destination) !== null
    ? inbox(next, 'page-names-another')
    : next;
}
/** A file that its page alone files waits for another reading if its page does not name the destination any more. */
export function unlessUnsupported(next: UploadJob): UploadJob {
  const isOpen = next.state === 'held' || next.state === 'queued';
  return isOpen && next.isByPage === true && !isFiledAlone(next.page, next.destination)
    ? { ...kept(next), state: 'inbox', reason: 'page-pending', candidates: [], duplicateOf: null }
    : next;
}
/** The upload's hash is new only if the file was not read before. */
export const read = (job: UploadJob, sha256: string | null = null) => ({
  ...kept(job),
  file: { ...job.file, sha256: job.file.sha256 ?? sha256 },
});
export const returned = (job: UploadJob, event: EventOf<'returned'>): UploadJob => ({
  ...read(job, event.sha256),
  state: 'inbox',
  reason: event.reason,
  candidates: event.candidates,
  duplicateOf: event.duplicateOf,
});
export const queued = (job: UploadJob & { destination: Destination }, now: number): UploadJob => ({
  ...kept(job),
  state: 'queued',
  destination: job.destination,
  ...fresh(now),
});
export const failed =
  (failedStep: (job: UploadJob) => FailedStep) =>
  (job: UploadJob & { destination: Destination }, event: EventOf<'failed'>): UploadJob => ({
    ...kept(job),
    state: 'failed',
    destination: job.destination,
    error: event.error,
    failedStep: failedStep(job),
    failedAt: event.now,
  });
/** It cannot be filed any more, since its bytes are gone. */
const lost = (job: JobCore & { destination: Destination }, now: number): JobIn<'failed'> => ({
  ...kept(job),
  state: 'failed',
  destination: job.destination,
  error: new ChartdropError('file-replaced').toDto(),
  failedStep: { at: 'uploading' },
  failedAt: now,
});
/** The file was overwritten and had no copy: the job fails. A stored upload continues: throws `transition-refused`. */
export function replaced(
  job: JobIn<'inbox' | 'held' | 'queued' | 'failed'>,
  { now }: EventOf<'replaced'>,
): UploadJob {
  if (job.state === 'failed' && job.failedStep.at !== 'uploading')
    throw new ChartdropError('transition-refused');
  if (job.state !== 'inbox') return lost(job, now);
  const [before] = job.candidates;
  // The job waited because of this change, and had a destination.
  return job.reason === 'file-changed' && before !== undefined
    ? lost({ ...job, destination: before }, now)
    : { ...job, reason: 'file-replaced', duplicateOf: null };
}
export const dismissed =
  (cause: JobIn<'dismissed'>['cause']) =>
  (job: UploadJob, event: { now: number }): UploadJob => ({
    ...kept(job),
    state: 'dismissed',
    dismissedAt: event.now,
    cause,
    failure: job.state === 'failed' && mayBeRegistered(job.failedStep) ? failureOf(job) : null,
  });

/**
 * A person put its pages into other jobs. It keeps its copy, since they can be put back. Throws `transition-refused` for a file that
 * replaces one in a chart, or that was not read.
 */
export function divided(
  job: JobIn<'inbox' | 'held' | 'queued' | 'failed'>,
  { parts }: EventOf<'divided'>,
): JobIn<'split'> {
  if (job.replaces !== null || job.file.sha256 === null) throw new ChartdropError('transition-refused');
  const candidates = job.state === 'inbox' ? job.candidates : [job.destination];
  return { ...kept(job), state: 'split', parts: [...parts], byHand: { candidates } };
}

/** The pages of a document are in its scans again. Throws `transition-refused` for a job that is none, or that may be in a chart. */
export function unmade(
  job: JobIn<'inbox' | 'held' | 'queued' | 'failed' | 'dismissed'>,
  { now }: EventOf<'unmade'>,
): JobIn<'parted'> {
  const isEnded = job.state === 'dismissed' && (job.cause !== 'person' || job.failure !== null);
  if (job.madeOf === undefined || isEnded) throw new ChartdropError('transition-refused');
  return {
    ...kept(job),
    state: 'parted',
    parts: [...(scansOf(job) ?? [])],
    partedAt: now,
    disposal: 'done',
    movedTo: null,
    isPutBack: true,
  };
}

/** Throws `transition-refused` for a stack that its cover sheets divided. */
export function putBack(job: JobIn<'split'>): JobIn<'inbox'> {
  if (job.byHand === undefined) throw new ChartdropError('transition-refused');
  const { candidates } = job.byHand;
  return { ...kept(job), state: 'inbox', reason: 'taken-back', candidates, duplicateOf: null };
}

/** In the chart, and to be linked to its case. `before`: its fields as a filed job, if it is linked again. */
export const linking = (
  job: JobCore & {
    destination: CaseDestination;
    attachmentId: AttachmentId;
    before: JobIn<'linking'>['before'];
  },
  now: number,
): JobIn<'linking'> => ({
  ...kept(job),
  state: 'linking',
  destination: job.destination,
  attachmentId: job.attachmentId,
  before: job.before,
  since: now,
  ...fresh(now),
});

export const filed = (
  job: JobCore & {
    destination: Destination;
    attachmentId: AttachmentId;
    before: JobIn<'linking'>['before'];
  },
  given: Pick<JobIn<'filed'>, 'inCase' | 'lookAgainAt'> & { now: number },
): JobIn<'filed'> => ({
  ...kept(job),
  state: 'filed',
  destination: job.destination,
  attachmentId: job.attachmentId,
  inCase: given.inCase,
  lookAgainAt: given.lookAgainAt,
  ...(job.before ?? {
    filedAt: given.now,
    disposal: job.afterFiling === 'stay' ? 'done' : 'pending',
    movedTo: null,
    replacedBy: null,
    archivedAt: null,
  }),
});

/** Whether the service may have a record of a job that failed at this step. */
export const mayBeRegistered = (failedStep: FailedStep): boolean =>
  failedStep.at === 'registering' || failedStep.at === 'processing' || failedStep.at === 'linking';

/** The job, if the service cannot have a record of it. Throws `transition-refused`. */
export function unregistered(job: JobIn<'failed'>): JobIn<'failed'> {
  if (mayBeRegistered(job.failedStep)) throw new ChartdropError('transition-refused');
  return job;
}

const failureOf = ({ destination, error, failedStep, failedAt }: JobIn<'failed'>) => ({
  destination,
  error,
  failedStep,
  failedAt,
});

/** A failed job continues from the step where it failed. */
export function resumed(job: JobIn<'failed'>, failedStep: FailedStep, now: number): UploadJob {
  const core = { ...kept(job), destination: job.destination };
  switch (failedStep.at) {
    case 'uploading':
      return { ...core, state: 'queued', ...fresh(now) };
    case 'stored':
      return { ...core, state: 'stored', uploadUrl: failedStep.uploadUrl, ...fresh(now) };
    case 'registering':
      // It may have been created, so it must verify first.
      return {
        ...core,
        state: 'registering',
        uploadUrl: failedStep.uploadUrl,
        sentAt: failedStep.sentAt,
        ...(failedStep.doubtedSince !== undefined && { doubtedSince: failedStep.doubtedSince }),
        mustVerify: true,
        ...fresh(now),
      };
    case 'processing':
      return {
        ...core,
        state: 'processing',
        attachmentId: failedStep.attachmentId,
        since: now,
        slowSince: null,
      };
    case 'linking': {
      const { destination } = job;
      if (destination.kind !== 'case') throw new ChartdropError('transition-refused');
      return linking(
        { ...job, destination, attachmentId: failedStep.attachmentId, before: failedStep.before },
        now,
      );
    }
    default:
      return assertNever(failedStep);
  }
}
