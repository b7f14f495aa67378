import type { AuditEntry } from '../../preload/contract/history.ts';
import type { RequestOutput } from '../../preload/contract/requests.ts';
import type { Result } from '../../preload/contract/errors.ts';
import { Asked } from './asked.svelte.ts';
import type { Core } from './core.svelte.ts';

type HistoryPage = RequestOutput<'history:page'>;

const pageSize = 100;
const pauseMs = 300;

/** The history as one list, newest first, filtered by the words in the box. */
export class HistoryList {
  readonly #core: Core;
  readonly #asked: Asked<string, HistoryPage>;
  /** The text in the box. */
  search = $state('');

  constructor(core: Core) {
    this.#core = core;
    this.#asked = new Asked((search: string) => this.#page(search, null), { pauseMs });
    this.#asked.put('');
  }

  /** null until the current search has an answer. */
  get rows(): readonly AuditEntry[] | null {
    return this.#asked.current?.rows ?? null;
  }
  /** True if older entries have not been searched. */
  get hasMore(): boolean {
    return this.#asked.current?.next != null;
  }
  /** The share of the older entries that a search has read, from 0 to 1. null if it needs none, or is at its end. */
  get progress(): number | null {
    const next = this.#asked.current?.next;
    return next?.part === 'parts' ? 1 - next.before / (next.indexedTo + 1) : null;
  }
  get isLoading(): boolean {
    return this.#asked.isAwaited || this.#asked.isExtending;
  }
  get failure() {
    return this.#asked.failure;
  }

  type(search: string): void {
    this.search = search;
    this.#asked.put(search.trim());
    void this.#lookOn();
  }

  tryAgain(): void {
    this.#asked.again({ keep: false });
    void this.#lookOn();
  }

  /** The history has grown. A person who searches or has loaded older pages keeps the current list. */
  refresh(): void {
    const rows = this.rows?.length ?? 0;
    if (this.#asked.question === '' && rows <= pageSize && !this.isLoading) this.#asked.again({ keep: true });
  }

  more(): Promise<void> {
    return this.#lookFurther(this.rows?.length ?? 0);
  }

  async #lookOn(): Promise<void> {
    await this.#asked.settled();
    await this.#lookFurther(0);
  }

  /** The core searches for some milliseconds per call. Continues until there is another page of rows, or the end. */
  async #lookFurther(known: number): Promise<void> {
    while (
      this.hasMore &&
      this.failure === null &&
      !this.isLoading &&
      (this.rows?.length ?? 0) < known + pageSize
    )
      await this.#extend();
  }

  #extend(): Promise<void> {
    const { question } = this.#asked;
    return this.#asked.extend(async ({ rows, next }) => {
      const result = await this.#page(question ?? '', next);
      return result.ok
        ? { ok: true, value: { ...result.value, rows: [...rows, ...result.value.rows] } }
        : result;
    });
  }

  #page(search: string, after: HistoryPage['next']): Promise<Result<HistoryPage>> {
    return this.#core.bridge.call('history:page', { after, search, limit: pageSize });
  }
}
