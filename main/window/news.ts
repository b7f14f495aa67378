import type { JobId } from '../../preload/contract/ids.ts';
import type { UploadJob } from '../jobs/job.ts';

/** Events that a person who does not look at the window should hear of. */
export type NewsKind = 'filed' | 'inbox' | 'failed';

/** The number of remembered jobs, so that a later change of one is not reported again. */
const most = 5000;

/** Decides which changes of jobs to report: each arrival in one of these states once, except acts of a person. */
export function createNews(): { of(job: UploadJob): NewsKind | null } {
  const told = new Map<JobId, NewsKind>();
  return {
    of(job) {
      const kind = kindOf(job);
      const before = told.get(job.id);
      told.delete(job.id);
      if (kind === null) return null;
      told.set(job.id, kind);
      const [oldest] = told.keys();
      if (told.size > most && oldest !== undefined) told.delete(oldest);
      const byHand = job.state === 'inbox' && (job.reason === 'taken-back' || job.reason === 'restored');
      return before === kind || byHand ? null : kind;
    },
  };
}

function kindOf(job: UploadJob): NewsKind | null {
  // A corrected, archived or put-away job also changes long after it was filed.
  if (job.state === 'filed') return job.replacedBy === null && job.archivedAt === null ? 'filed' : null;
  // It was returned to its case after another PC had overwritten the list; it was reported before.
  if (job.state === 'linking' && job.before !== null) return 'filed';
  // Not yet: its page may file it.
  if (job.state === 'inbox' && job.reason === 'page-pending') return null;
  return job.state === 'inbox' || job.state === 'failed' ? job.state : null;
}
