import { extname } from 'node:path';
import { errorOf, isRedacted, scansOf, type UploadJob } from '../../jobs/job.ts';
import type { JobAct, JobView } from '../../../preload/contract/views.ts';
import { chartOf } from '../../uploads/intake/duplicates.ts';
import { sentFor } from '../../jobs/sent-file.ts';
import type { Destination } from '../../../preload/contract/destination.ts';
import { contradictionOf, suggestionOf, verdictOf } from '../../jobs/page/page-verdict.ts';
import { mayBeRegistered } from '../../jobs/next-states.ts';
import { canHappen } from '../../jobs/transitions.ts';

const images = new Set(['.jpg', '.jpeg', '.png', '.gif', '.webp', '.bmp']);
const paged = new Set(['.pdf', '.tif', '.tiff', '.jpg', '.jpeg', '.png', '.heic', '.heif']);
const drawn = new Set(['.pdf', '.tif', '.tiff', '.heic', '.heif']);

/** How a file with this name is shown: by the window, as drawn pages, as text, or not at all. */
export function previewKind(name: string): JobView['preview'] {
  const extension = extname(name).toLowerCase();
  if (images.has(extension)) return 'image';
  if (drawn.has(extension)) return 'pages';
  return extension === '.txt' ? 'text' : 'none';
}

interface Given {
  readonly progress: JobView['progress'];
  readonly find: (id: UploadJob['id']) => UploadJob | null;
  /** Whether a job waits for its reading. */
  readonly isPending: (id: UploadJob['id']) => boolean;
  /** Whether patients are proposed. */
  readonly isSuggested: boolean;
}

/** A job in the form for the window. `find` returns another job, such as the one that it is a duplicate of. */
export function jobView(job: UploadJob, given: Given): JobView {
  const original = job.state === 'inbox' && job.duplicateOf !== null ? given.find(job.duplicateOf) : null;
  return {
    id: job.id,
    state: job.state,
    name: isRedacted(job) ? null : job.file.name,
    size: sentFor(job).size,
    source: job.source,
    appearedAt: job.appearedAt,
    destination: 'destination' in job ? job.destination : null,
    description: job.description,
    paused: job.paused,
    progress: given.progress,
    until: job.state === 'held' ? job.until : 'notBefore' in job ? job.notBefore : null,
    error: errorOf(job),
    failedIn: job.state === 'failed' ? job.failedStep.at : null,
    slowSince: job.state === 'processing' ? job.slowSince : null,
    reason: job.state === 'inbox' ? job.reason : null,
    candidates: job.state === 'inbox' ? job.candidates : [],
    duplicateOf:
      original === null
        ? null
        : {
            id: original.id,
            name: isRedacted(original) ? null : original.file.name,
            destination: chartOf(original),
          },
    stackPages: job.part?.pages ?? null,
    madeOf: job.madeOf === undefined ? null : (scansOf(job)?.length ?? null),
    page: pageView(job, given),
    attachmentId: 'attachmentId' in job ? job.attachmentId : null,
    endedAt: endedAt(job),
    archived: job.state === 'filed' && job.archivedAt !== null,
    acts: actsOf(job),
    preview: previewKind(job.file.name),
  };
}

/** The destination that a person or a folder chose: of a file that waits, the one before. */
function chosenFor(job: UploadJob, { find }: Given): { chosen: Destination | null; isFiled: boolean } {
  const replaced = job.state === 'inbox' && job.replaces !== null ? find(job.replaces.jobId) : null;
  if (replaced !== null) return { chosen: chartOf(replaced), isFiled: true };
  const [candidate] = job.state === 'inbox' && job.reason === 'page-names-another' ? job.candidates : [];
  return { chosen: candidate ?? chartOf(job), isFiled: job.state === 'filed' };
}

/** A file of the inbox without any proposal of another kind. */
const isUnclaimed = (job: UploadJob): boolean =>
  job.state === 'inbox' &&
  job.reason !== 'page-pending' &&
  job.candidates.length === 0 &&
  job.duplicateOf === null;

function pageView(job: UploadJob, given: Given): JobView['page'] {
  if (job.page === undefined) return given.isPending(job.id) ? { said: 'unread' } : null;
  if (job.page.kind === 'unreadable') return { said: 'unreadable' };
  const suggestion = given.isSuggested && isUnclaimed(job) ? suggestionOf(job.page) : null;
  if (suggestion !== null) return { said: 'suggests', named: [suggestion] };
  const { chosen, isFiled } = chosenFor(job, given);
  const verdict = chosen === null ? null : verdictOf(job.page, chosen);
  if (chosen === null || verdict === null || verdict.kind === 'none') return { said: 'nothing' };
  // A person has decided that the file belongs there.
  if (job.state !== 'inbox' && verdict.kind === 'names-another' && contradictionOf(job, chosen) === null)
    return { said: 'nothing' };
  if (verdict.kind === 'agrees') return { said: 'agrees', line: verdict.line };
  return { said: 'names-another', named: [...verdict.named], chosen, isFiled };
}

function endedAt(job: UploadJob): number | null {
  if (job.state === 'filed') return job.filedAt;
  if (job.state === 'failed') return job.failedAt;
  return job.state === 'dismissed' ? job.dismissedAt : null;
}

/** Pages can be put together of PDFs and pictures that people scan; a file that replaces one in a chart stays as it is. */
const hasPages = ({ file, replaces }: UploadJob): boolean =>
  replaces === null && file.sha256 !== null && paged.has(extname(file.name).toLowerCase());

/** The acts that the state table allows now. */
export function actsOf(job: UploadJob): JobAct[] {
  const unregistered = job.state !== 'failed' || !mayBeRegistered(job.failedStep);
  const underWay = ['held', 'queued', 'uploading', 'stored'].includes(job.state);
  const all: [JobAct, boolean][] = [
    ['assign', canHappen(job.state, 'assigned') && unregistered],
    ['takeBack', canHappen(job.state, 'taken-back')],
    ['retry', canHappen(job.state, 'retried')],
    ['acceptUnlinked', job.state === 'failed' && job.failedStep.at === 'linking'],
    ['describe', canHappen(job.state, 'assigned') && unregistered],
    ['dismiss', canHappen(job.state, 'dismissed')],
    // Retention removed the file's path.
    ['restore', canHappen(job.state, 'restored') && !isRedacted(job)],
    ['pause', underWay],
    ['moveFirst', job.state === 'queued' || job.state === 'held'],
    ['pages', canHappen(job.state, 'divided') && unregistered && hasPages(job)],
    ['putBack', job.madeOf !== undefined && canHappen(job.state, 'unmade') && unregistered],
    ['refile', job.state === 'filed' && job.replacedBy === null && job.archivedAt === null],
  ];
  return all.filter(([, can]) => can).map(([act]) => act);
}
