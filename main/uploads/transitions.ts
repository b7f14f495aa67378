import type { Destination } from '../../preload/contract/destination.ts';
import type { ErrorDto } from '../../preload/contract/errors.ts';
import type { InboxReason, JobIn, JobState, Stood, UploadJob } from '../../preload/contract/job.ts';
import { assertNever, ChartdropError } from '../errors.ts';
import type { JobEvent, JobEventKind } from './job-event.ts';

type EventOf<K extends JobEventKind> = Extract<JobEvent, { kind: K }>;

type Cell<S extends JobState, K extends JobEventKind> = (job: JobIn<S>, event: EventOf<K>) => UploadJob;
type Table = { readonly [S in JobState]: { readonly [K in JobEventKind]?: Cell<S, K> } };

/** What a job keeps in every state. Nothing here but the acts of assigning and restoring touches the destination. */
const kept = (job: UploadJob) => ({
  id: job.id,
  source: job.source,
  folderId: job.folderId,
  file: job.file,
  description: job.description,
  appearedAt: job.appearedAt,
  rank: job.rank,
  paused: job.paused,
  afterFiling: job.afterFiling,
  sentAs: job.sentAs,
  duplicateAccepted: job.duplicateAccepted,
  replaces: job.replaces,
});

const fresh = (notBefore: number) => ({ notBefore, waiting: null, tries: 0 });

/** Tries count as long as the same kind of error meets the job; another one begins anew. */
function again(
  job: { waiting: ErrorDto | null; tries: number },
  event: { notBefore: number; error: ErrorDto | null },
) {
  const same = event.error !== null && job.waiting?.code === event.error.code;
  return { notBefore: event.notBefore, waiting: event.error, tries: same ? job.tries + 1 : 1 };
}

const assigned = (job: UploadJob, event: EventOf<'assigned'>): UploadJob => ({
  ...kept(job),
  state: 'held',
  destination: event.destination,
  until: event.until,
  duplicateAccepted: event.duplicateAccepted,
});
const inbox = (job: UploadJob, reason: InboxReason): UploadJob => ({
  ...kept(job),
  state: 'inbox',
  reason,
  candidates: 'destination' in job ? [job.destination] : [],
  duplicateOf: null,
});
const takenBack = (job: UploadJob): UploadJob => inbox(job, 'taken-back');
/** What an upload read is new only where nothing had read it before. */
const read = (job: UploadJob, sha256: string | null = null) => ({
  ...kept(job),
  file: { ...job.file, sha256: job.file.sha256 ?? sha256 },
});
const returned = (job: UploadJob, event: EventOf<'returned'>): UploadJob => ({
  ...read(job, event.sha256),
  state: 'inbox',
  reason: event.reason,
  candidates: event.candidates,
  duplicateOf: event.duplicateOf,
});
const queued = (job: UploadJob & { destination: Destination }, now: number): UploadJob => ({
  ...kept(job),
  state: 'queued',
  destination: job.destination,
  ...fresh(now),
});
const failed =
  (stood: (job: UploadJob) => Stood) =>
  (job: UploadJob & { destination: Destination }, event: EventOf<'failed'>): UploadJob => ({
    ...kept(job),
    state: 'failed',
    destination: job.destination,
    error: event.error,
    stood: stood(job),
    failedAt: event.now,
  });
const dismissed =
  (cause: JobIn<'dismissed'>['cause']) =>
  (job: UploadJob, event: { now: number }): UploadJob => ({
    ...kept(job),
    state: 'dismissed',
    dismissedAt: event.now,
    cause,
    failure: job.state === 'failed' && mayBeRegistered(job.stood) ? failureOf(job) : null,
  });

/**
 * The one table: which event leads from which state where (design 3.4). A cell that is missing is refused. It is pure;
 * the store writes its result, with the audit event, before the effect that the new state stands for.
 */
export const transitions: Table = {
  inbox: {
    assigned,
    returned,
    dismissed: dismissed('person'),
    replaced: dismissed('replaced'),
    'taken-over': dismissed('taken-over'),
  },
  held: {
    assigned,
    'hold-ended': (job, { now }) => queued(job, now),
    'taken-back': takenBack,
    returned,
    replaced: dismissed('replaced'),
    'taken-over': dismissed('taken-over'),
  },
  queued: {
    assigned,
    'taken-back': takenBack,
    returned,
    'upload-started': (job, { now }) => ({
      ...kept(job),
      state: 'uploading',
      destination: job.destination,
      startedAt: now,
      waiting: job.waiting,
      tries: job.tries,
    }),
    hurried: (job, { now }) => ({ ...job, notBefore: now }),
    replaced: dismissed('replaced'),
    'taken-over': dismissed('taken-over'),
  },
  uploading: {
    'taken-over': dismissed('taken-over'),
    returned,
    'upload-delayed': (job, event) => ({
      ...kept(job),
      state: 'queued',
      destination: job.destination,
      ...again(job, event),
    }),
    stored: (job, { uploadUrl, sha256, now }) => ({
      ...read(job, sha256),
      state: 'stored',
      destination: job.destination,
      uploadUrl,
      ...fresh(now),
    }),
    failed: failed(() => ({ at: 'uploading' })),
  },
  stored: {
    'taken-over': dismissed('taken-over'),
    'registration-sent': (job, { sentAt }) => ({
      ...kept(job),
      state: 'registering',
      destination: job.destination,
      uploadUrl: job.uploadUrl,
      sentAt,
      look: false,
      notBefore: job.notBefore,
      waiting: job.waiting,
      tries: job.tries,
    }),
    'registration-delayed': (job, event) => ({ ...job, ...again(job, event) }),
    hurried: (job, { now }) => ({ ...job, notBefore: now }),
    failed: (job, event) => failed(() => ({ at: 'stored', uploadUrl: job.uploadUrl }))(job, event),
  },
  registering: {
    'taken-over': dismissed('taken-over'),
    // Only after a look that found nothing: the create call is sent once more. What it looked for stays in doubt, even if
    // this call is refused before it makes anything.
    'registration-sent': (job, { sentAt }) => ({ ...job, sentAt }),
    'registration-delayed': (job, event) => ({
      ...kept(job),
      state: 'stored',
      destination: job.destination,
      uploadUrl: job.uploadUrl,
      ...again(job, event),
    }),
    'outcome-unknown': (job, event) => ({ ...job, look: true, ...again(job, event) }),
    hurried: (job, { now }) => ({ ...job, notBefore: now }),
    'upload-lost': (job, { now }) => queued(job, now),
    registered: (job, { attachmentId, now }) => ({
      ...kept(job),
      state: 'processing',
      destination: job.destination,
      attachmentId,
      since: now,
    }),
    failed: (job, event) =>
      failed(() => ({ at: 'registering', uploadUrl: job.uploadUrl, sentAt: job.sentAt }))(job, event),
  },
  processing: {
    completed: (job, { now }) => ({
      ...kept(job),
      state: 'filed',
      destination: job.destination,
      attachmentId: job.attachmentId,
      filedAt: now,
      disposal: job.afterFiling === 'stay' ? 'done' : 'pending',
      movedTo: null,
      replacedBy: null,
      archivedAt: null,
    }),
    failed: (job, event) => failed(() => ({ at: 'processing', attachmentId: job.attachmentId }))(job, event),
  },
  filed: {
    disposed: (job, { disposal, movedTo }) => ({ ...job, disposal, movedTo }),
    refiled: (job, { by }) => ({ ...job, replacedBy: by }),
    archived: (job, { now }) => ({ ...job, archivedAt: now }),
  },
  failed: {
    retried: (job, { now }) => resumed(job, job.stood, now),
    // Before anything was registered a person may choose anew; afterwards a wrong chart is put right by refiling.
    assigned: (job, event) => assigned(unregistered(job), event),
    returned: (job, event) => returned(unregistered(job), event),
    dismissed: dismissed('person'),
    replaced: dismissed('replaced'),
    'taken-over': dismissed('taken-over'),
  },
  dismissed: {
    // Uploaded anew, what may be in the chart already would come into it twice.
    restored: (job) =>
      job.failure === null ? inbox(job, 'restored') : { ...kept(job), state: 'failed', ...job.failure },
  },
};

/** Whether the service may have a record of a job that failed there. */
export const mayBeRegistered = (stood: Stood): boolean =>
  stood.at === 'registering' || stood.at === 'processing';

/** The job, if nothing of it can be in the service's records. Throws `transition-refused`. */
function unregistered(job: JobIn<'failed'>): JobIn<'failed'> {
  if (mayBeRegistered(job.stood)) throw new ChartdropError('transition-refused');
  return job;
}

const failureOf = ({ destination, error, stood, failedAt }: JobIn<'failed'>) => ({
  destination,
  error,
  stood,
  failedAt,
});

/** A failed job goes on where it stood. */
function resumed(job: JobIn<'failed'>, stood: Stood, now: number): UploadJob {
  const core = { ...kept(job), destination: job.destination };
  switch (stood.at) {
    case 'uploading':
      return { ...core, state: 'queued', ...fresh(now) };
    case 'stored':
      return { ...core, state: 'stored', uploadUrl: stood.uploadUrl, ...fresh(now) };
    case 'registering':
      // It may have been created all the same: look first.
      return {
        ...core,
        state: 'registering',
        uploadUrl: stood.uploadUrl,
        sentAt: stood.sentAt,
        look: true,
        ...fresh(now),
      };
    case 'processing':
      return { ...core, state: 'processing', attachmentId: stood.attachmentId, since: now };
    default:
      return assertNever(stood);
  }
}

/** True where the table has a cell for it. */
export function canHappen(state: JobState, kind: JobEventKind): boolean {
  return transitions[state][kind] !== undefined;
}

/** The job after an event. Throws `transition-refused` where the table has no cell. */
export function transition(job: UploadJob, event: JobEvent): UploadJob {
  // The table's type pairs every cell with its state and event; a look-up by both at once is beyond the compiler.
  const cell = transitions[job.state][event.kind] as
    ((job: UploadJob, event: JobEvent) => UploadJob) | undefined;
  if (cell === undefined) throw new ChartdropError('transition-refused');
  return cell(job, event);
}
