import type { JobId } from '../../../../preload/contract/ids.ts';
import type { UploadJob } from '../../../jobs/job.ts';

/** What is worth a word to somebody who does not look at the window. */
export type NewsKind = 'filed' | 'inbox' | 'failed';

/** As many jobs are remembered, so that a later change of one is not news again. */
const most = 5000;

/** Tells which changes of jobs are news: each arrival in one of these states once, and nothing a person did by hand. */
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
  // One that was put right, archived or put away changes long after it was filed.
  if (job.state === 'filed') return job.replacedBy === null && job.archivedAt === null ? 'filed' : null;
  // Put back into its case, which another PC had overwritten: no second arrival.
  if (job.state === 'linking' && job.before !== null) return 'filed';
  return job.state === 'inbox' || job.state === 'failed' ? job.state : null;
}
