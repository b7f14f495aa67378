import type { JobView, PageView } from '../../preload/contract/views.ts';
import { clockText, momentText, shareText } from '../../preload/words/format.ts';
import { words } from '../../preload/words/current.ts';
import { waitText } from '../../preload/words/text.ts';

/** A file's state in a few words, and its mark: the shape says the same as the colour. */
export interface RowState {
  readonly mark: 'asks' | 'failed' | 'waits' | 'moves' | 'filed' | 'dismissed';
  readonly text: string;
  /** The share of the bytes that were sent, from 0 to 1; null if it is not being uploaded. */
  readonly share: number | null;
}

/** A page that names somebody else than the chosen patient, or the only patient of a file without one. */
export type PageQuestion = Extract<PageView, { said: 'names-another' | 'suggests' }>;

/** The question about the page of a file in the inbox; null: none. */
export const questionOf = ({ state, page }: Pick<JobView, 'state' | 'page'>): PageQuestion | null =>
  state === 'inbox' && (page?.said === 'names-another' || page?.said === 'suggests') ? page : null;

/** The verdict of the page in a few words; null: none, or it is a question, which the pane asks. */
export function pageText({ state, page, acts }: Pick<JobView, 'state' | 'page' | 'acts'>): string | null {
  const w = words();
  switch (page?.said) {
    case 'agrees':
      return w.page.agrees;
    case 'unreadable':
      return state === 'inbox' ? null : w.page.unreadable;
    case 'unread':
      return state === 'inbox' || state === 'dismissed' ? null : w.page.unread;
    case 'names-another':
      // Too late for the question, and the move is not there yet.
      return state === 'inbox' || (state === 'filed' && !acts.includes('refile'))
        ? null
        : w.reasons['page-names-another'];
    case 'suggests':
    case 'nothing':
    case undefined:
      return null;
  }
}

/** `sent`: bytes sent until now. `now` in epoch milliseconds. */
export function rowStateOf(job: JobView, sent: number | null, now: number): RowState {
  const w = words();
  const plain = { share: null };
  if (job.paused) return { ...plain, mark: 'waits', text: w.job.paused };
  switch (job.state) {
    case 'inbox':
      return { ...plain, mark: 'asks', text: momentText(job.appearedAt, now) };
    case 'failed':
      return { ...plain, mark: 'failed', text: w.desk.failed };
    case 'held':
      return { ...plain, mark: 'waits', text: w.job.held(clockText(Math.max(0, (job.until ?? now) - now))) };
    case 'uploading': {
      const share = job.size === 0 || sent === null ? 0 : Math.min(1, sent / job.size);
      return { mark: 'moves', text: shareText(share), share };
    }
    case 'filed':
    case 'dismissed': {
      const when = job.endedAt === null ? '' : momentText(job.endedAt, now);
      const text = job.state === 'filed' ? w.desk.filedAt(when) : w.desk.dismissedAt(when);
      return { ...plain, mark: job.state, text: job.archived ? w.attachmentStates.archived : text };
    }
    default:
      return {
        ...plain,
        mark: job.error === null ? 'moves' : 'waits',
        text: job.error === null ? w.states[job.state] : waitText(job.error),
      };
  }
}
