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

  async more(): Promise<void> {
    await this.#extend();
    await this.#lookFurther(this.rows?.length ?? 0);
  }

  async #lookOn(): Promise<void> {
    await this.#asked.settled();
    await this.#lookFurther(0);
  }

  /** The core searches 5,000 entries per call, which may have no match. Continues until there is one or the end. */
  async #lookFurther(known: number): Promise<void> {
    while (this.hasMore && this.failure === null && !this.isLoading && (this.rows?.length ?? 0) <= known)
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

  #page(search: string, beforeSeq: number | null): Promise<Result<HistoryPage>> {
    return this.#core.bridge.call('history:page', { beforeSeq, search, limit: pageSize });
  }
}
