import type { JobListName, JobView } from '../../preload/contract/views.ts';
import type { RequestOutput } from '../../preload/contract/requests.ts';
import { Asked } from './asked.svelte.ts';
import type { Core } from './core.svelte.ts';

type JobPage = Asked<number, RequestOutput<'jobs:page'>>;

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
  #pages = $state.raw<ReadonlyMap<number, JobPage>>(new Map());
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
    return this.#pages.get(Math.floor(index / pageSize))?.current?.rows[index % pageSize];
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

  #asked(): JobPage {
    return new Asked((page: number) =>
      this.#core.bridge.call('jobs:page', { list: this.#list, offset: page * pageSize, limit: pageSize }),
    );
  }

  async #load(page: number): Promise<void> {
    this.#loading.add(page);
    const revision = this.#revision;
    const asked = this.#pages.get(page) ?? this.#asked();
    if (asked.question === null) asked.put(page);
    else asked.again({ keep: true });
    const answer = await asked.settled();
    this.#loading.delete(page);
    if (answer === null) {
      // Without a way to the core the top says so, and what is shown stays; it is asked again when the way is back.
      this.error = this.#core.isLinked ? (asked.failure?.code ?? null) : null;
      this.#revision = -1;
      return;
    }
    this.isLoaded = true;
    this.error = null;
    this.total = answer.total;
    const isWanted = ([at]: [number, unknown]): boolean => this.#wanted.has(at);
    this.#loadedAt = new Map([...this.#loadedAt, [page, revision] as [number, number]].filter(isWanted));
    const all: [number, JobPage][] = [...this.#pages, [page, asked]];
    this.#pages = new Map(all.filter(isWanted));
    this.#fill();
  }
}
