import type { AuditKind } from '../../preload/contract/history.ts';
import type { Destination, PatientRef } from '../../preload/contract/destination.ts';
import type { JobId } from '../../preload/contract/ids.ts';
import { type JobIn, scansOf, type UploadJob } from './job.ts';
import type { AuditDraft } from '../database/audit/audit-log.ts';
import type { Commit } from '../database/database.ts';
import type { JobChange, JobStore } from './store/job-store.ts';
import type { JobEvent, JobEventKind } from './job-event.ts';
import { verdictOf } from './page/page-verdict.ts';
import { transition } from './transitions.ts';

/** The kind of history entry for each event. */
const auditKinds: Record<JobEventKind, AuditKind> = {
  assigned: 'job-assigned',
  'hold-ended': 'job-hold-ended',
  'page-read': 'job-page-read',
  'taken-back': 'job-taken-back',
  returned: 'job-returned-to-inbox',
  'upload-started': 'job-upload-started',
  'upload-delayed': 'job-delayed',
  stored: 'job-stored',
  'registration-sent': 'job-registration-sent',
  'registration-delayed': 'job-delayed',
  'outcome-unknown': 'job-delayed',
  resumed: 'job-changed',
  'upload-lost': 'job-delayed',
  registered: 'job-registered',
  'processing-slow': 'job-processing-slow',
  completed: 'job-filed',
  linked: 'job-linked',
  'link-delayed': 'job-delayed',
  'link-accepted': 'job-link-accepted',
  'link-checked': 'job-changed',
  'link-lost': 'job-link-lost',
  failed: 'job-failed',
  retried: 'job-retried',
  dismissed: 'job-dismissed',
  replaced: 'job-failed',
  'taken-over': 'job-dismissed',
  restored: 'job-restored',
  disposed: 'job-file-disposed',
  refiled: 'job-refiled',
  'refile-undone': 'job-refile-undone',
  archived: 'attachment-archived',
  divided: 'job-divided',
  'put-back': 'job-put-back',
  unmade: 'job-put-back',
  'parts-ended': 'job-parted',
};

/**
 * Without these, after a power failure, a job does again what led to them, without another effect outside: its page is read, it waits
 * for its undo period, sends its bytes, finds its attachment in the patient's list, or finds its file put away. Before anything
 * leaves this PC, and before a create call, the run waits for `JobStore.flushed`; the copy of its bytes is lost only after a commit
 * that waits for the disk.
 */
const repeatable: ReadonlySet<JobEventKind> = new Set([
  ...(['page-read', 'hold-ended', 'upload-started', 'stored', 'registration-sent'] as const),
  ...(['registered', 'disposed'] as const),
]);
const commitOf = (events: readonly JobEvent[]): Commit =>
  events.every(({ kind }) => repeatable.has(kind)) ? 'later' : 'synced';

/** The fields that a person may change without changing the state. */
type JobEdit = Partial<Pick<UploadJob, 'paused' | 'rank' | 'description' | 'file' | 'sentAs'>>;

export interface JobWriter {
  /** Adds jobs, and runs `alongside` in the same transaction for related rows. */
  add(jobs: readonly UploadJob[], alongside?: () => void): void;
  /** Adds an attachment that someone else filed, and the job that moves it, in one transaction. */
  adopt(filed: JobIn<'filed'>, moving: UploadJob): void;
  /** Adds the job that may move a filed file, whose page names another patient, in one transaction. */
  propose(id: JobId, moving: UploadJob): void;
  /** Writes the job after an event, and the event's history entry, in one transaction. Throws `transition-refused`. */
  apply(id: JobId, event: JobEvent): UploadJob;
  /** As `apply` for several jobs, and adds others, in one transaction: after a refusal nothing has changed. */
  applyAll(events: readonly (readonly [id: JobId, event: JobEvent])[], added?: readonly UploadJob[]): void;
  edit(id: JobId, edit: JobEdit): UploadJob;
}

/** The only writer of jobs. `committed` is called for each job once its transaction is over. */
export function createJobWriter(store: JobStore, committed: (job: UploadJob) => void): JobWriter {
  const movedBy = (kind: AuditKind, filed: UploadJob, moving: UploadJob): JobChange => {
    const wrong = transition(filed, { kind: 'refiled', by: moving.id });
    return {
      job: wrong,
      entry: entryOf(kind, wrong, { ...stateDetail(wrong), ...pageDetail(wrong, filed) }),
    };
  };
  const add = (changes: readonly JobChange[], alongside?: () => void): void => {
    store.add(changes, alongside);
    changes.forEach(({ job }) => committed(job));
  };
  return {
    add(jobs, alongside) {
      add(jobs.map(foundOf), alongside);
    },
    adopt(filed, moving) {
      add([movedBy('job-adopted', filed, moving), foundOf(moving)]);
    },
    propose(id, moving) {
      const change = (filed: UploadJob): JobChange => movedBy('job-page-names-another', filed, moving);
      store.changeAll([{ id, change }], [foundOf(moving)]).forEach(committed);
    },
    apply(id, event) {
      const changed = store.change(id, (job) => changeOf(job, event), commitOf([event]));
      committed(changed);
      return changed;
    },
    applyAll(events, added = []) {
      const changes = events.map(([id, event]) => ({ id, change: (job: UploadJob) => changeOf(job, event) }));
      const commit = added.length > 0 ? 'synced' : commitOf(events.map(([, event]) => event));
      store.changeAll(changes, added.map(foundOf), commit).forEach(committed);
    },
    edit(id, edit) {
      const changed = store.change(id, (job) => {
        const next = { ...job, ...edit };
        // Other bytes are another page.
        if (edit.file !== undefined && edit.file.sha256 !== job.file.sha256) {
          delete next.page;
          delete next.pageAccepted;
        }
        return { job: next, entry: entryOf('job-changed', next, editDetail(edit)) };
      });
      committed(changed);
      return changed;
    },
  };
}

/** A new job with its first entry. */
const foundOf = (job: UploadJob): JobChange => ({ job, entry: entryOf('job-found', job, stateDetail(job)) });

/** The job after an event, with the event's entry. Throws `transition-refused`. */
function changeOf(job: UploadJob, event: JobEvent): JobChange {
  const next = transition(job, event);
  const kind = auditKindOf(event, next);
  const isAboutPage = saysPage.has(event.kind) || kind === 'job-page-names-another';
  const byPage = event.kind === 'assigned' && next.state === 'held' && next.isByPage === true;
  const detail = {
    ...stateDetail(next),
    ...(isAboutPage && pageDetail(next, job)),
    ...(byPage && { by: 'page' }),
  };
  return { job: next, entry: entryOf(kind, next, detail) };
}

/** The changes of a person, for readers of the history. */
const editDetail = (edit: JobEdit): Record<string, string> => ({
  changed: Object.keys(edit).join(' '),
  ...(edit.paused === undefined ? {} : { paused: String(edit.paused) }),
  ...(edit.description == null ? {} : { description: edit.description }),
});

/** Two identifiers beside the id, for readers of the history. */
export const patientDetail = ({ name, dateOfBirth }: PatientRef): Record<string, string> => ({
  patient: name ?? '',
  ...(dateOfBirth === null ? {} : { dateOfBirth }),
});

/** The events whose entries say what the page says: the reading, and the decisions of a person after it. */
const saysPage: ReadonlySet<JobEventKind> = new Set(['page-read', 'assigned', 'dismissed', 'refile-undone']);

/** The destination of a job; of one that waits for a person, the one before. */
const askedFor = (job: UploadJob): Destination | undefined =>
  'destination' in job ? job.destination : job.state === 'inbox' ? job.candidates[0] : undefined;

/** The verdict of the page about the destination, for readers of the history. */
function pageDetail(job: UploadJob, before: UploadJob): Record<string, string> {
  const destination = askedFor(job) ?? askedFor(before);
  if (destination === undefined) return {};
  const verdict = verdictOf(job.page, destination);
  switch (verdict.kind) {
    case 'none':
      return {};
    case 'agrees':
      return { page: 'agrees', pageLine: verdict.line.text };
    case 'names-another': {
      const [{ patient, line }] = verdict.named;
      const named = [patient.name, patient.dateOfBirth, patient.id].filter((one) => one !== null);
      return { page: 'names-another', pageLine: line.text, pageNames: named.join(', ') };
    }
  }
}

function auditKindOf(event: JobEvent, next: UploadJob): AuditKind {
  if (next.state === 'inbox' && next.reason === 'page-names-another') return 'job-page-names-another';
  // Filed in the chart, a job for a case still waits for its case.
  if (event.kind === 'completed' && next.state === 'linking') return 'job-processed';
  if (event.kind === 'replaced' && next.state === 'inbox') return 'job-returned-to-inbox';
  return auditKinds[event.kind];
}

/** The pages of its scan; of several scans, only their number. */
function pagesDetail(job: UploadJob): Record<string, string> {
  const pages = job.part?.pages ?? job.madeOf?.map(({ page }) => page);
  if (pages === undefined) return {};
  const scans = scansOf(job)?.length ?? 1;
  return scans > 1 ? { scans: String(scans) } : { pages: pages.join(' ') };
}

function entryOf(kind: AuditKind, job: UploadJob, detail: Record<string, string>): AuditDraft {
  const destination = 'destination' in job ? job.destination : null;
  return {
    kind,
    jobId: job.id,
    ...(destination === null ? {} : { patientId: destination.patient.id }),
    ...(destination?.kind === 'case' ? { caseId: destination.case.id } : {}),
    ...('attachmentId' in job ? { attachmentId: job.attachmentId } : {}),
    detail: {
      file: job.file.name,
      ...(job.sentAs === null ? {} : { sentAs: job.sentAs.name }),
      ...pagesDetail(job),
      state: job.state,
      ...(destination === null ? {} : patientDetail(destination.patient)),
      ...(destination?.kind === 'case' ? { case: destination.case.name ?? '' } : {}),
      ...detail,
    },
  };
}

/** The reason for its state, for readers of the history. */
function stateDetail(job: UploadJob): Record<string, string> {
  switch (job.state) {
    case 'inbox':
      return { reason: job.reason };
    case 'failed':
      return { error: job.error.code };
    case 'dismissed':
      return { cause: job.cause };
    case 'split':
      return { parts: String(job.parts.length) };
    case 'filed':
    case 'parted':
      return { disposal: job.disposal, ...(job.movedTo === null ? {} : { movedTo: job.movedTo }) };
    case 'queued':
    case 'stored':
    case 'registering':
    case 'linking':
      return job.waiting === null ? {} : { error: job.waiting.code };
    case 'held':
    case 'uploading':
    case 'processing':
      return {};
  }
}
