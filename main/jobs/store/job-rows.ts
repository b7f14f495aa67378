import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { AttachmentId } from '../../../preload/contract/ids.ts';
import type { JobState } from '../../../preload/contract/job.ts';
import type { Clock } from '../../base/ports.ts';
import { rememberOpened } from '../../database/opened.ts';
import type { Sealer } from '../../database/sealing.ts';
import { isOver, isRedacted, type UploadJob } from '../job.ts';
import { createAddedCounter } from './count-added.ts';
import { readJob } from './read-job.ts';

/** The lists of jobs that the window shows. */
export type JobList = 'inbox' | 'queue' | 'filed' | 'dismissed';
/** Jobs that the window shows together, in one order, as in the column `list`. Of stacks, it shows the parts. */
export type StoredList = 'inbox' | 'moving' | 'failed' | 'filed' | 'dismissed' | 'split' | 'parted';

export const listOf: Readonly<Record<JobState, StoredList>> = {
  inbox: 'inbox',
  held: 'moving',
  queued: 'moving',
  uploading: 'moving',
  stored: 'moving',
  registering: 'moving',
  processing: 'moving',
  linking: 'moving',
  failed: 'failed',
  filed: 'filed',
  dismissed: 'dismissed',
  split: 'split',
  parted: 'parted',
};

export const storedLists: readonly StoredList[] = [...new Set(Object.values(listOf))];

/** Jobs that have ended, exactly as in the index `jobs_named`, so that SQLite uses it. */
export const hasEnded = "list IN ('filed', 'dismissed', 'parted')";

/** The columns of a job that are written. */
export const jobColumns = [
  'id',
  'state',
  'list',
  'rank',
  'due',
  'paused',
  'size',
  'folder_id',
  'patient_id',
  'attachment_id',
  'content_digest',
  'path_digest',
  'disposal_pending',
  'appeared_at',
  'changed_at',
  'replacing',
  'is_move',
  'named',
  'sealed',
] as const;

/** Stored instead of a digest; no digest is empty. */
const unreadContent = new Uint8Array();

/** Jobs that stay opened, since a list is read again after each change: opening one takes 60 µs. */
const mostOpened = 256;

interface Digests {
  readonly content: Uint8Array;
  readonly path: Uint8Array;
}

/** A row of `jobs`. */
type StoredJob = Readonly<Record<string, unknown>>;

export interface JobRows {
  /** Adds jobs, and counts them. Call it in one transaction. */
  add(jobs: readonly UploadJob[]): void;
  /** Sets only the columns that changed, since SQLite writes each index of one that is set again, in places far apart. */
  rewrite(stored: StoredJob, before: UploadJob, job: UploadJob): void;
  /** Throws `data-key-wrong`. */
  readonly read: (stored: StoredJob) => UploadJob;
}

/** The rows of `jobs`: searched values are columns, everything else is encrypted. */
export function createJobRows(db: DatabaseSync, deps: { sealer: Sealer; clock: Clock }): JobRows {
  const { sealer } = deps;
  const insert = db.prepare(
    `INSERT INTO jobs (${jobColumns.join(', ')}) VALUES (${jobColumns.map(() => '?').join(', ')})`,
  );
  const countAdded = createAddedCounter(db);
  const opened = rememberOpened(mostOpened, (sealed) => Object.freeze(readJob(sealer.open(sealed))));
  /** By the names of the columns that they set. */
  const updates = new Map<string, StatementSync>();

  const newDigests = ({ file }: UploadJob): Digests => ({
    content: file.sha256 === null ? unreadContent : sealer.digest(file.sha256),
    path: sealer.digest(file.path),
  });
  /** A job's file seldom changes, and a digest takes 15 µs. */
  const digestsOf = ({ file }: UploadJob, job: UploadJob, stored: StoredJob): Digests => {
    const [content, path] = [stored['content_digest'], stored['path_digest']];
    const isSame = file.sha256 === job.file.sha256 && file.path === job.file.path;
    return isSame && content instanceof Uint8Array && path instanceof Uint8Array
      ? { content, path }
      : newDigests(job);
  };

  /** It is read again for its next change. */
  const sealRemembered = (job: UploadJob): Buffer => {
    // Not checked as a stored one is: it has the type of a job.
    const written = JSON.stringify(job);
    const sealed = sealer.sealText(written);
    opened.remember(sealed, () => Object.freeze(JSON.parse(written) as UploadJob));
    return sealed;
  };

  /** In the order of `jobColumns`. */
  const valuesOf = (job: UploadJob, digests: Digests, sealed: Buffer): SQLInputValue[] => [
    job.id,
    job.state,
    listOf[job.state],
    job.rank,
    dueAt(job),
    job.paused ? 1 : 0,
    job.file.fingerprint.size,
    job.folderId,
    'destination' in job ? job.destination.patient.id : null,
    attachmentOf(job),
    digests.content,
    digests.path,
    isOver(job) && job.disposal === 'pending' ? 1 : 0,
    job.appearedAt,
    deps.clock.now(),
    job.state === 'filed' && job.replaces !== null ? 1 : 0,
    // No file of the day's balance.
    job.replaces === null && job.source !== 'chart' && !isStack(job) ? 0 : 1,
    isRedacted(job) ? 0 : 1,
    sealed,
  ];

  return {
    add(jobs) {
      // There may be 10,000 at once.
      const sealNew = jobs.length > mostOpened ? sealer.seal : sealRemembered;
      const added = jobs.map((job) => insert.run(...valuesOf(job, newDigests(job), sealNew(job))));
      const [first, last] = [added[0], added.at(-1)];
      if (first !== undefined && last !== undefined)
        countAdded(Number(first.lastInsertRowid), Number(last.lastInsertRowid));
    },
    rewrite(stored, before, job) {
      const values = valuesOf(job, digestsOf(before, job, stored), sealRemembered(job));
      const changed = jobColumns.flatMap((column, at) => {
        const value = values[at] ?? null;
        return isEqual(stored[column], value) ? [] : [{ column, value }];
      });
      const sets = changed.map(({ column }) => `${column} = ?`).join(', ');
      const update = updates.get(sets) ?? db.prepare(`UPDATE jobs SET ${sets} WHERE number = ?`);
      updates.set(sets, update);
      update.run(...changed.map(({ value }) => value), Number(stored['number']));
    },
    read: (stored) => opened.open(stored['sealed'] as Uint8Array),
  };
}

const isEqual = (stored: unknown, value: SQLInputValue): boolean =>
  stored instanceof Uint8Array && value instanceof Uint8Array
    ? Buffer.compare(stored, value) === 0
    : stored === value;

/** Of a stack, its parts count. */
const isStack = ({ state }: UploadJob): boolean => state === 'split' || state === 'parted';

/** The attachment of the job's create call. A failed job keeps it, so that no equal job uses it. */
function attachmentOf(job: UploadJob): AttachmentId | null {
  if ('attachmentId' in job) return job.attachmentId;
  const failed = job.state === 'failed' ? job : job.state === 'dismissed' ? job.failure : null;
  return failed !== null && 'attachmentId' in failed.failedStep ? failed.failedStep.attachmentId : null;
}

/** When a job can continue without a person, in epoch milliseconds. */
function dueAt(job: UploadJob): number | null {
  if (job.state === 'held') return job.until;
  if (job.state === 'filed') return job.lookAgainAt;
  return 'notBefore' in job ? job.notBefore : null;
}
