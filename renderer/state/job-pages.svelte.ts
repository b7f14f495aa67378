import type { ErrorDto } from '../../preload/contract/errors.ts';
import type { JobListName, JobView } from '../../preload/contract/views.ts';
import type { RequestOutput } from '../../preload/contract/requests.ts';
import { Asked } from './asked.svelte.ts';
import type { Core } from './core.svelte.ts';

type Answer = RequestOutput<'jobs:page'>;

interface JobPage {
  readonly rows: readonly JobView[];
  /** The core's revision when it was requested. */
  readonly revision: number;
}

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
  #wanted = new Set<number>([0]);
  #revision = -1;

  constructor(core: Core, list: JobListName) {
    this.#core = core;
    this.#list = list;
  }

  /** The row at an index, or undefined while its page loads. */
  row(index: number): JobView | undefined {
    return this.#pages.get(Math.floor(index / pageSize))?.rows[index % pageSize];
  }

  /** A file with its index, if its page is loaded. */
  find(id: string): { job: JobView; index: number } | null {
    for (const [page, { rows }] of this.#pages) {
      const at = rows.findIndex((job) => job.id === id);
      const job = rows[at];
      if (job !== undefined) return { job, index: page * pageSize + at };
    }
    return null;
  }

  /** A range of rows, both ends included; asks for those that are not loaded. null if that failed. */
  async load(first: number, last: number): Promise<JobView[] | null> {
    const from = Math.floor(first / pageSize);
    const rows: JobView[] = [];
    for (let page = from; page * pageSize <= last; page += 1) {
      const answer = this.#pages.get(page) ?? (await this.#read(page));
      if (answer === null) return null;
      rows.push(...answer.rows);
    }
    return rows.slice(first - from * pageSize, last - from * pageSize + 1);
  }

  /** One page. Without a connection the top bar says so and the rows stay. They are reloaded when the connection is back. */
  async #read(page: number): Promise<Answer | null> {
    const asked = new Asked((at: number) =>
      this.#core.bridge.call('jobs:page', { list: this.#list, offset: at * pageSize, limit: pageSize }),
    );
    asked.put(page);
    const answer = await asked.settled();
    if (answer === null) this.error = this.#core.isLinked ? asked.failure : null;
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
      if (this.#loading.has(page) || this.#pages.get(page)?.revision === this.#revision) continue;
      void this.#load(page);
    }
  }

  async #load(page: number): Promise<void> {
    this.#loading.add(page);
    const revision = this.#revision;
    const answer = await this.#read(page);
    this.#loading.delete(page);
    if (answer === null) {
      this.#revision = -1;
      return;
    }
    this.isLoaded = true;
    this.answers += 1;
    this.error = null;
    this.total = answer.total;
    const all = new Map(this.#pages).set(page, { rows: answer.rows, revision });
    this.#pages = new Map([...all].filter(([at]) => this.#wanted.has(at)));
    this.#fill();
  }
}
