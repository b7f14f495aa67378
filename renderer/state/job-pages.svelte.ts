import type { JobListName, JobView } from '../../preload/contract/views.ts';
import type { Core } from './core.svelte.ts';

const pageSize = 100;
/** Requests under way: a list that is scrolled fast must not make the core read what nobody will see. */
const mostAtATime = 2;

/**
 * One list of jobs, of which only the pages that are looked at are here. Old rows stay until the new ones have come, so
 * that nothing flickers when the core says that something changed.
 */
export class JobPages {
  readonly #core: Core;
  readonly #list: JobListName;
  total = $state(0);
  isLoaded = $state(false);
  error = $state<string | null>(null);
  #pages = $state.raw<ReadonlyMap<number, readonly JobView[]>>(new Map());
  #loading = new Set<number>();
  /** The core's revision when a page that is here was asked for. */
  #loadedAt = new Map<number, number>();
  #wanted = new Set<number>([0]);
  #revision = -1;

  constructor(core: Core, list: JobListName) {
    this.#core = core;
    this.#list = list;
  }

  /** The row at an index, or undefined while its page is on its way. */
  row(index: number): JobView | undefined {
    return this.#pages.get(Math.floor(index / pageSize))?.[index % pageSize];
  }

  /** All rows that are here, in order. */
  rows(): JobView[] {
    return [...this.#pages].sort(([a], [b]) => a - b).flatMap(([, rows]) => rows);
  }

  /** Makes sure that these rows are here, and lets go of those far away. */
  show(first: number, last: number): void {
    const from = Math.floor(first / pageSize);
    const to = Math.floor(Math.max(first, last) / pageSize);
    this.#wanted = new Set(Array.from({ length: to - from + 1 }, (_, at) => from + at));
    this.#fill();
  }

  /** Asks again for what is shown, if the core has moved on. */
  refresh(revision: number): void {
    if (revision === this.#revision) return;
    this.#revision = revision;
    this.#fill();
  }

  /** Asks for what is wanted and not here as it is now; what was scrolled past before its turn came is not asked for. */
  #fill(): void {
    for (const page of this.#wanted) {
      if (this.#loading.size >= mostAtATime) return;
      if (this.#loading.has(page) || this.#loadedAt.get(page) === this.#revision) continue;
      void this.#load(page);
    }
  }

  async #load(page: number): Promise<void> {
    this.#loading.add(page);
    const asked = this.#revision;
    const result = await this.#core.bridge.call('jobs:page', {
      list: this.#list,
      offset: page * pageSize,
      limit: pageSize,
    });
    this.#loading.delete(page);
    if (!result.ok) {
      // Without a way to the core the top says so, and what is shown stays; it is asked again when the way is back.
      this.error = this.#core.isLinked ? result.error.code : null;
      this.#revision = -1;
      return;
    }
    this.isLoaded = true;
    this.error = null;
    this.total = result.value.total;
    const isWanted = ([at]: [number, unknown]): boolean => this.#wanted.has(at);
    this.#loadedAt = new Map([...this.#loadedAt, [page, asked] as [number, number]].filter(isWanted));
    const all: [number, readonly JobView[]][] = [...this.#pages, [page, result.value.rows]];
    this.#pages = new Map(all.filter(isWanted));
    this.#fill();
  }
}
