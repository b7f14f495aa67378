import type { UploadJob } from '../../main/jobs/job.ts';
import type { Books } from './compare.ts';
import type { Version } from './written-book.ts';

/** Errors with scans that a person would notice, in addition to the state of each job. */
export interface ScanFindings {
  readonly lost: readonly string[];
  /** Scans without a job, so that no person learns of them. */
  readonly swallowed: readonly string[];
  /** Files outside the settings that were filed anyway. */
  readonly unasked: readonly string[];
  /** More jobs than scans: a renamed, touched or restored file was taken for another one. */
  readonly unexplained: readonly string[];
}

/** Whether this version must be a job by the end. */
const mustBeJob = (one: Version): boolean =>
  !one.isPartial && !one.isRemoved && one.left === 'no' && (!one.isReplaced || one.wasTaken);

/**
 * The jobs with the same bytes, except jobs that another program took over, questions that follow from a takeover, and
 * all but one of the jobs with the same attachment. A job that was never sent and that a person ignored may be the
 * other program's.
 */
function jobsOfScans(mine: readonly UploadJob[], { isWatchedTwice, entries }: Books): number {
  const wasAsked = ({ id }: UploadJob): boolean =>
    isWatchedTwice &&
    entries.some(
      ({ jobId, kind, detail }) =>
        jobId === id &&
        kind === 'job-found' &&
        (detail?.['reason'] === 'begun-elsewhere' || detail?.['state'] === 'registering'),
    );
  const wasSent = ({ id }: UploadJob): boolean =>
    entries.some(({ jobId, kind }) => jobId === id && kind === 'job-stored');
  const wasTakenOver = (job: UploadJob): boolean =>
    job.state === 'dismissed' && (job.cause === 'taken-over' || (isWatchedTwice && !wasSent(job)));
  const counting = mine.filter((job) => !wasTakenOver(job) && !wasAsked(job));
  return new Set(counting.map((job) => ('attachmentId' in job ? job.attachmentId : job.id))).size;
}

/** The highest number of times that a person would say that these bytes were scanned. */
export const mostScans = (written: readonly Version[], sha256: string): number =>
  written.filter((one) => one.sha256 === sha256).reduce((sum, one) => sum + one.scans.most, 0);

/** Compares the written files with their jobs, like test/scans/histories on a simulated disk. */
export function compareScans(books: Books): ScanFindings {
  const { written, jobs, clinic, local, copies } = books;
  const lost: string[] = [];
  const swallowed: string[] = [];
  const unasked: string[] = [];
  const unexplained: string[] = [];
  for (const [sha256, versions] of Map.groupBy(written, (one) => one.sha256)) {
    const mine = jobs.filter(({ file, replaces }) => file.sha256 === sha256 && replaces === null);
    const taken = jobsOfScans(mine, books);
    const { name } = versions[0] as Version;
    const least = versions.filter(mustBeJob).reduce((sum, one) => sum + one.scans.least, 0);
    if (least > 0 && mine.length === 0) lost.push(`${name}: no job`);
    else if (taken < least && mine.length < least)
      swallowed.push(`${name}: ${taken} jobs for ${least} scans`);
    const most = mostScans(written, sha256);
    if (taken > most) unexplained.push(`${name}: ${taken} jobs for ${most} scans`);

    const sent = new Set(versions.map((one) => one.sent?.sha256));
    const isHeld = clinic.some((one) => sent.has(one.sha256 ?? undefined));
    for (const one of versions) {
      // The old bytes were a job's, so an overwrite must not have lost them.
      if (one.wasTaken && !isHeld && !local.has(sha256) && !copies.has(sha256))
        lost.push(`${one.name}: its bytes are nowhere`);
    }
    if (versions.every(({ left, wasAsked }) => left === 'yes' && !wasAsked)) {
      if (isHeld) unasked.push(`${name}: in the clinic, and nobody asked for it`);
      for (const job of mine) {
        if ('destination' in job) unasked.push(`${name}: ${job.state}, and nobody asked for it`);
      }
    }
  }
  return { lost, swallowed, unasked, unexplained };
}
