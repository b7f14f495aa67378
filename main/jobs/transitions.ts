import type { JobState } from '../../preload/contract/job.ts';
import type { JobIn, UploadJob } from './job.ts';
import { ChartdropError } from '../base/errors.ts';
import type { EventOf, JobEvent, JobEventKind } from './job-event.ts';
import {
  again,
  assigned,
  dismissed,
  divided,
  failed,
  filed,
  fresh,
  inbox,
  kept,
  linking,
  putBack,
  queued,
  read,
  replaced,
  resumed,
  returned,
  takenBack,
  unlessContradicted,
  unlessUnsupported,
  unmade,
  unregistered,
} from './next-states.ts';

type Cell<S extends JobState, K extends JobEventKind> = (job: JobIn<S>, event: EventOf<K>) => UploadJob;
/** The state stays; `transition` asks a person if the reading contradicts the destination. */
const pageRead = <S extends JobState>(job: JobIn<S>, { reading }: EventOf<'page-read'>): UploadJob => ({
  ...job,
  page: reading,
});
type Table = { readonly [S in JobState]: { readonly [K in JobEventKind]?: Cell<S, K> } };

/**
 * The only table of transitions: the next state for each state and event. A missing cell is refused. It is pure; the
 * store writes the result with its history entry before the effect of the new state.
 */
export const transitions: Table = {
  inbox: {
    'page-read': pageRead,
    divided,
    unmade,
    assigned,
    returned,
    dismissed: dismissed('person'),
    replaced,
    'taken-over': dismissed('taken-over'),
  },
  held: {
    // With its undo period over, it waited for this alone.
    'page-read': (job, event) =>
      job.paused || job.until > event.now
        ? pageRead(job, event)
        : queued({ ...job, page: event.reading }, event.now),
    divided,
    unmade,
    assigned,
    'hold-ended': (job, { now }) => queued(job, now),
    'taken-back': takenBack,
    returned,
    replaced,
    'taken-over': dismissed('taken-over'),
  },
  queued: {
    'page-read': pageRead,
    divided,
    unmade,
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
    resumed: (job, { now }) => ({ ...job, notBefore: now }),
    replaced,
    'taken-over': dismissed('taken-over'),
  },
  uploading: {
    'page-read': pageRead,
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
    'page-read': pageRead,
    'taken-over': dismissed('taken-over'),
    'registration-sent': (job, { sentAt }) => ({
      ...kept(job),
      state: 'registering',
      destination: job.destination,
      uploadUrl: job.uploadUrl,
      sentAt,
      mustVerify: false,
      notBefore: job.notBefore,
      waiting: job.waiting,
      tries: job.tries,
    }),
    'registration-delayed': (job, event) => ({ ...job, ...again(job, event) }),
    resumed: (job, { now }) => ({ ...job, notBefore: now }),
    failed: (job, event) => failed(() => ({ at: 'stored', uploadUrl: job.uploadUrl }))(job, event),
  },
  registering: {
    'page-read': pageRead,
    'taken-over': dismissed('taken-over'),
    // Only after verifying found nothing: the create call is sent again. The first call stays in doubt, even if this
    // one is refused without effect.
    'registration-sent': (job, { sentAt }) => ({
      ...job,
      sentAt,
      doubtedSince: job.doubtedSince ?? job.sentAt,
    }),
    'registration-delayed': (job, event) =>
      // An upload of another PC has no address to create from, so the job verifies again.
      job.uploadUrl === null
        ? { ...job, ...again(job, event) }
        : {
            ...kept(job),
            state: 'stored',
            destination: job.destination,
            uploadUrl: job.uploadUrl,
            ...again(job, event),
          },
    'outcome-unknown': (job, event) => ({ ...job, mustVerify: true, ...again(job, event) }),
    resumed: (job, { now }) => ({ ...job, notBefore: now }),
    'upload-lost': (job, { now }) => queued(job, now),
    registered: (job, { attachmentId, now }) => ({
      ...kept(job),
      state: 'processing',
      destination: job.destination,
      attachmentId,
      since: now,
      slowSince: null,
    }),
    failed: (job, event) =>
      failed(() => ({
        at: 'registering',
        uploadUrl: job.uploadUrl,
        sentAt: job.sentAt,
        ...(job.doubtedSince !== undefined && { doubtedSince: job.doubtedSince }),
      }))(job, event),
  },
  processing: {
    'page-read': pageRead,
    'processing-slow': (job, { now }) => ({ ...job, slowSince: job.slowSince ?? now }),
    completed: ({ destination, ...job }, { now }) =>
      destination.kind === 'case'
        ? linking({ ...job, destination, before: null }, now)
        : filed({ ...job, destination, before: null }, { now, inCase: null, lookAgainAt: null }),
    failed: (job, event) => failed(() => ({ at: 'processing', attachmentId: job.attachmentId }))(job, event),
  },
  linking: {
    'page-read': pageRead,
    linked: (job, { now, lookAgainAt }) => filed(job, { now, inCase: 'listed', lookAgainAt }),
    'link-delayed': (job, event) => ({ ...job, ...again(job, event) }),
    failed: (job, event) =>
      failed(() => ({ at: 'linking', attachmentId: job.attachmentId, before: job.before }))(job, event),
  },
  filed: {
    'page-read': pageRead,
    'link-checked': (job, { lookAgainAt }) => ({ ...job, lookAgainAt }),
    'link-lost': ({ destination, ...job }, { now }) => {
      if (destination.kind !== 'case') throw new ChartdropError('transition-refused');
      const { filedAt, disposal, movedTo, replacedBy, archivedAt } = job;
      return linking(
        { ...job, destination, before: { filedAt, disposal, movedTo, replacedBy, archivedAt } },
        now,
      );
    },
    disposed: (job, { disposal, movedTo }) => ({ ...job, disposal, movedTo }),
    refiled: (job, { by }) => ({ ...job, replacedBy: by }),
    // A person has decided that it stays, although its page names another patient.
    'refile-undone': (job) => ({
      ...job,
      replacedBy: null,
      ...(job.page !== undefined && { pageAccepted: true }),
    }),
    archived: (job, { now }) => ({ ...job, archivedAt: now }),
  },
  failed: {
    'page-read': pageRead,
    divided: (job, event) => divided(unregistered(job), event),
    unmade: (job, event) => unmade(unregistered(job), event),
    retried: (job, { now }) => resumed(job, job.failedStep, now),
    'link-accepted': (job, { now }) => {
      if (job.failedStep.at !== 'linking') throw new ChartdropError('transition-refused');
      const { attachmentId, before } = job.failedStep;
      return filed({ ...job, attachmentId, before }, { now, inCase: 'accepted', lookAgainAt: null });
    },
    // Before registration a person may choose another destination; afterwards the file must be moved to another
    // patient.
    assigned: (job, event) => assigned(unregistered(job), event),
    returned: (job, event) => returned(unregistered(job), event),
    dismissed: dismissed('person'),
    replaced,
    'taken-over': dismissed('taken-over'),
  },
  dismissed: {
    unmade,
    // A file that may be in the chart would be there twice after another upload.
    restored: (job) =>
      job.failure === null ? inbox(job, 'restored') : { ...kept(job), state: 'failed', ...job.failure },
  },
  split: {
    // Ignored like its documents, it keeps its bytes, perhaps the only ones, and can be restored whole.
    'parts-ended': (job, { areFiled, areIgnored, now }) =>
      areIgnored === true
        ? dismissed('person')(job, { now })
        : {
            ...kept(job),
            state: 'parted',
            parts: job.parts,
            partedAt: now,
            disposal: disposalOfStack(job, areFiled),
            movedTo: null,
          },
    'put-back': putBack,
    'taken-over': dismissed('taken-over'),
  },
  parted: {
    disposed: (job, { disposal, movedTo }) => ({ ...job, disposal, movedTo }),
  },
};

/** The original has pages that a person ignored, and nothing else has them. */
function disposalOfStack({ afterFiling }: JobIn<'split'>, areFiled: boolean): JobIn<'parted'>['disposal'] {
  if (!areFiled) return 'left';
  return afterFiling === 'stay' ? 'done' : 'pending';
}

/** True if the table has the cell. */
export function canHappen(state: JobState, kind: JobEventKind): boolean {
  return transitions[state][kind] !== undefined;
}

/**
 * The job after an event. A file whose page names another patient returns to the inbox from any cell, unless a person has
 * decided; so does one that its page alone files, if that page no longer does. Throws `transition-refused` if the table has no cell.
 */
export function transition(job: UploadJob, event: JobEvent): UploadJob {
  // The table's type pairs each cell with its state and event; the compiler cannot check a lookup by both.
  const cell = transitions[job.state][event.kind] as
    ((job: UploadJob, event: JobEvent) => UploadJob) | undefined;
  if (cell === undefined) throw new ChartdropError('transition-refused');
  return unlessUnsupported(unlessContradicted(cell(job, event)));
}
