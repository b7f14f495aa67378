import type { UploadJob } from '../../preload/contract/job.ts';
import type { Books } from './compare.ts';
import type { Version } from './written-book.ts';

/** What a person would object to about scans, beside what became of each job. */
export interface ScanFindings {
  readonly lost: readonly string[];
  /** Scans of which there are fewer jobs than there were scans: nobody is told of one. */
  readonly swallowed: readonly string[];
  /** What the settings did not take in, and is filed all the same. */
  readonly unasked: readonly string[];
  /** More jobs than there were scans: a file that was renamed, touched or restored was taken for another one. */
  readonly unexplained: readonly string[];
}

/** Whether this version must be a job by the end. */
const mustBeJob = (one: Version): boolean =>
  !one.isPartial && !one.isRemoved && one.left === 'no' && (!one.isReplaced || one.wasTaken);

/**
 * The jobs of the same bytes, without those that another program took over, and those by which it asks a person, or looks
 * into the chart, as the first one went silent after it had begun; two that came to the same attachment are one. A row
 * that was never sent and that a person takes out of the one inbox may be the other program's by then.
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
    entries.some(({ jobId, kind }) => jobId === id && kind === 'job-upload-started');
  const wasTakenOver = (job: UploadJob): boolean =>
    job.state === 'dismissed' && (job.cause === 'taken-over' || (isWatchedTwice && !wasSent(job)));
  const counting = mine.filter((job) => !wasTakenOver(job) && !wasAsked(job));
  return new Set(counting.map((job) => ('attachmentId' in job ? job.attachmentId : job.id))).size;
}

/** How often a person would say that these bytes were scanned, at most. */
export const mostScans = (written: readonly Version[], sha256: string): number =>
  written.filter((one) => one.sha256 === sha256).reduce((sum, one) => sum + one.scans.most, 0);

/** Compares what was written with the jobs that it became, as test/scans/histories does for folders that are not there. */
export function compareScans(books: Books): ScanFindings {
  const { written, jobs, clinic, local, copies } = books;
  const lost: string[] = [];
  const swallowed: string[] = [];
  const unasked: string[] = [];
  const unexplained: string[] = [];
  for (const [sha256, versions] of Map.groupBy(written, (one) => one.sha256)) {
    const mine = jobs.filter(({ file }) => file.sha256 === sha256);
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
      // The old bytes were a job's: an overwrite must not have taken them.
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
