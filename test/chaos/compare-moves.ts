import type { Books } from './compare.ts';

const isLeft = ({ archives }: Pick<Books, 'archives'>, id: string): boolean =>
  archives.some(({ attachmentId, standing }) => attachmentId === id && standing === 'left');

/**
 * Whether this attachment may stay in the chart, though its letter has another one too: a person left it there, or the
 * other one is not filed, since the clinic never says that it is processed.
 */
export function mayStay(books: Pick<Books, 'jobs' | 'archives'>, id: string): boolean {
  const wrong = books.jobs.find((job) => job.state === 'filed' && job.attachmentId === id);
  if (wrong?.state !== 'filed' || wrong.replacedBy === null) return false;
  return isLeft(books, id) || books.jobs.find((job) => job.id === wrong.replacedBy)?.state !== 'filed';
}

/**
 * A letter that was moved to another patient: its first attachment is archived once the second is filed, not before, and
 * the job, the clinic and the pending archives agree on that. A person who left it there is the only exception.
 */
export function moveGaps(books: Pick<Books, 'jobs' | 'clinic' | 'archives'>): string[] {
  const { jobs, clinic, archives } = books;
  const gaps = archives
    .filter(({ standing }) => standing !== 'left')
    .map(({ attachmentId, standing }) => `the archive of attachment ${attachmentId} is still ${standing}`);
  for (const job of jobs) {
    if (job.state !== 'filed') continue;
    const { name } = job.file;
    const isArchived = clinic.some(({ id, archivedAt }) => id === job.attachmentId && archivedAt !== null);
    if (isArchived !== (job.archivedAt !== null))
      gaps.push(`${name}: ${isArchived ? '' : 'not '}archived in the clinic, its job says otherwise`);
    const by = jobs.find(({ id }) => id === job.replacedBy);
    const mustBeArchived = by?.state === 'filed' && !isLeft(books, job.attachmentId);
    if (mustBeArchived !== isArchived)
      gaps.push(
        `${name}: ${isArchived ? 'archived' : 'still in the chart'}, moved to ${by?.state ?? 'nobody'}`,
      );
  }
  return gaps;
}
