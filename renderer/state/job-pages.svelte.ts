import type { ErrorDto } from '../../preload/contract/errors.ts';
import type { JobListName, JobView } from '../../preload/contract/views.ts';
import type { RequestOutput } from '../../preload/contract/requests.ts';
import { Asked } from './asked.svelte.ts';
import type { Core } from './core.svelte.ts';

type JobPage = Asked<number, RequestOutput<'jobs:page'>>;

const pageSize = 100;
/** The most requests at once: fast scrolling must not load every page. */
const mostAtATime = 2;

/**
 * A list of jobs that loads only the visible pages. Old rows stay until new ones arrive, so that updates do not
 * flicker.
 */
export class JobPages {
  readonly #core: Core;
  readonly #list: JobListName;
  total = $state(0);
  isLoaded = $state(false);
  /** Increases with each answer. */
  answers = $state(0);
  error = $state.raw<ErrorDto | null>(null);
  #pages = $state.raw<ReadonlyMap<number, JobPage>>(new Map());
  #loading = new Set<number>();
  /** The core's revision when each loaded page was requested. */
  #loadedAt = new Map<number, number>();
  #wanted = new Set<number>([0]);
  #revision = -1;

  constructor(core: Core, list: JobListName) {
    this.#core = core;
    this.#list = list;
  }

  /** The row at an index, or undefined while its page loads. */
  row(index: number): JobView | undefined {
    return this.#pages.get(Math.floor(index / pageSize))?.current?.rows[index % pageSize];
  }

  /** A file with its index, if its page is loaded. */
  find(id: string): { job: JobView; index: number } | null {
    for (const [page, asked] of this.#pages) {
      const at = asked.current?.rows.findIndex((job) => job.id === id) ?? -1;
      const job = asked.current?.rows[at];
      if (job !== undefined) return { job, index: page * pageSize + at };
    }
    return null;
  }

  /** A range of rows, both ends included; asks for those that are not loaded. null if that failed. */
  async load(first: number, last: number): Promise<JobView[] | null> {
    const from = Math.floor(first / pageSize);
    const rows: JobView[] = [];
    for (let page = from; page * pageSize <= last; page += 1) {
      const answer = this.#pages.get(page)?.current ?? (await this.#read(page));
      if (answer === null) return null;
      rows.push(...answer.rows);
    }
    return rows.slice(first - from * pageSize, last - from * pageSize + 1);
  }

  /** One page, which is not kept. */
  async #read(page: number): Promise<RequestOutput<'jobs:page'> | null> {
    const asked = this.#asked();
    asked.put(page);
    const answer = await asked.settled();
    if (answer === null) this.error = asked.failure;
    return answer;
  }

  /** Loads these rows if needed, and drops pages far away. */
  show(first: number, last: number): void {
    const from = Math.floor(first / pageSize);
    const to = Math.floor(Math.max(first, last) / pageSize);
    this.#wanted = new Set(Array.from({ length: to - from + 1 }, (_, at) => from + at));
    this.#fill();
  }

  /** Reloads the visible pages if the core's revision has changed. */
  refresh(revision: number): void {
    if (revision === this.#revision) return;
    this.#revision = revision;
    this.#fill();
  }

  tryAgain(): void {
    this.#fill();
  }

  /** Loads the wanted pages that are missing or outdated. Skips those that were scrolled away meanwhile. */
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
      // Without a connection the top bar says so and the rows stay. They are reloaded when the connection is back.
      this.error = this.#core.isLinked ? asked.failure : null;
      this.#revision = -1;
      return;
    }
    this.isLoaded = true;
    this.answers += 1;
    this.error = null;
    this.total = answer.total;
    const isWanted = ([at]: [number, unknown]): boolean => this.#wanted.has(at);
    this.#loadedAt = new Map([...this.#loadedAt, [page, revision] as [number, number]].filter(isWanted));
    const all: [number, JobPage][] = [...this.#pages, [page, asked]];
    this.#pages = new Map(all.filter(isWanted));
    this.#fill();
  }
}
