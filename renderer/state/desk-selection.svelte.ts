import type { JobView } from '../../preload/contract/views.ts';
import type { JobPages } from './job-pages.svelte.ts';

const needsPerson = ({ state }: JobView): boolean => state === 'inbox' || state === 'failed';

/** Milliseconds until a press on a new file, or a new proposal, is meant for it. */
export const seenMs = 400;

/** The most rows that can be selected at once. */
export const mostSelected = 1000;

/**
 * The selected rows of the desk. One of them is the current row: it has the keys, and its page is shown. Rows are held by
 * their id, so that a list that changes beneath a person changes no selection.
 */
export class DeskSelection {
  readonly #pages: () => JobPages;
  /** The selected files in order of selection, as they were last seen. */
  #records = $state.raw<ReadonlyMap<string, JobView>>(new Map());
  /** The current row's index when it was last seen. */
  index = $state(0);
  /** The row to scroll to: the current one, whenever a person went there. */
  sought = $state.raw<{ readonly index: number } | null>(null);
  /** The current row's file; null if there is none. */
  current = $state.raw<JobView | null>(null);
  /** The row at which a range begins: its file, and its index if the file has left. */
  #anchor: { readonly id: string; readonly index: number } | null = null;
  /** When the list itself chose another current row, in monotonic milliseconds. */
  #replacedAt = -Infinity;
  /** Increases with each choice: rows that are still being loaded for an earlier one are not selected any more. */
  #choices = 0;
  /** The file about which a person has just decided. */
  #decided: string | null = null;

  constructor(pages: () => JobPages) {
    this.#pages = pages;
  }

  get records(): readonly JobView[] {
    return [...this.#records.values()];
  }

  has(id: string): boolean {
    return this.#records.has(id);
  }

  /** False just after the list itself chose the current file: a person may not have seen it yet. */
  isSeen(): boolean {
    return performance.now() - this.#replacedAt >= seenMs;
  }

  #replace(index: number): void {
    this.#replacedAt = performance.now();
    this.select(index);
  }

  /** Follows the current row and the selected ones to their new content after the list was loaded again. */
  follow(): void {
    const pages = this.#pages();
    const fresh = (job: JobView): JobView => pages.find(job.id)?.job ?? job;
    if (this.current === null) {
      if (pages.total > 0) this.select(0);
      return;
    }
    const found = pages.find(this.current.id);
    if (found === null) {
      const isLoaded = pages.row(this.index) !== undefined;
      if (pages.total === 0) this.clear();
      // It has left the list: the row in its place is next.
      else if (isLoaded || this.index >= pages.total) this.#replace(Math.min(this.index, pages.total - 1));
      return;
    }
    if (this.#decided === found.job.id && !needsPerson(found.job)) {
      this.#decided = null;
      // The one in its place, or else the one before it.
      const next = [this.index, this.index - 1, 0].find((index) => {
        const job = pages.row(index);
        return job !== undefined && needsPerson(job);
      });
      if (next !== undefined) {
        this.#replace(next);
        return;
      }
    }
    this.index = found.index;
    this.current = found.job;
    this.#records = new Map([...this.#records].map(([id, job]) => [id, fresh(job)]));
  }

  /** The current file got its decision: the next one that needs a person follows, if there is one in its place. */
  decided(): void {
    this.#decided = this.current?.id ?? null;
  }

  /** Selects one row. */
  select(index: number): void {
    const job = this.#pages().row(index);
    if (job === undefined) return;
    this.#choices += 1;
    this.index = index;
    this.sought = { index };
    this.#anchor = { id: job.id, index };
    this.current = job;
    this.#records = new Map([[job.id, job]]);
  }

  /** Adds or removes one row, which becomes the current one. */
  toggle(index: number): void {
    const job = this.#pages().row(index);
    if (job === undefined) return;
    this.#choices += 1;
    const records = new Map(this.#records);
    if (!records.delete(job.id)) records.set(job.id, job);
    this.index = index;
    this.#anchor = { id: job.id, index };
    this.current = job;
    this.#records = records;
  }

  /** Selects all rows from the last single choice to this one. */
  async extend(index: number): Promise<void> {
    const anchor = this.#anchor;
    const from = anchor === null ? index : (this.#pages().find(anchor.id)?.index ?? anchor.index);
    await this.#selectRange(Math.min(from, index), Math.max(from, index), index);
  }

  /** Selects all rows of the list, as many as possible. Returns whether these are all. */
  async selectAll(): Promise<boolean> {
    const { total } = this.#pages();
    if (total === 0) return true;
    await this.#selectRange(0, Math.min(total, mostSelected) - 1, this.index);
    return total <= mostSelected;
  }

  async #selectRange(first: number, last: number, index: number): Promise<void> {
    const mine = (this.#choices += 1);
    const rows = await this.#pages().load(first, last);
    if (rows === null || this.#choices !== mine) return;
    this.#records = new Map(rows.map((job) => [job.id, job]));
    const current = this.#pages().row(index);
    if (current === undefined) return;
    this.index = index;
    this.sought = { index };
    this.current = current;
  }

  clear(): void {
    this.#choices += 1;
    this.#records = new Map();
    this.current = null;
    this.index = 0;
    this.#anchor = null;
  }
}
