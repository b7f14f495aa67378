import type { AttachmentField, RequestInput } from '../../preload/contract/requests.ts';
import type { AttachmentView } from '../../preload/contract/views.ts';
import { type Core, CoreError } from './core.svelte.ts';
import type { AttachmentScope } from './navigation.svelte.ts';

type ListInput = RequestInput<'attachments:list'>;
export type AttachmentSort = NonNullable<ListInput['sort']>;

/** The attachments of a patient, a case or of all, page by page as one list. */
export class AttachmentList {
  readonly #core: Core;
  rows = $state.raw<readonly AttachmentView[]>([]);
  total = $state(0);
  isLoading = $state(false);
  error = $state<string | null>(null);
  filters = $state.raw<readonly string[]>([]);
  sort = $state.raw<AttachmentSort>({ field: 'created_at', direction: 'desc' });
  archived = $state<ListInput['archived']>('without');
  #next: string | null = null;
  #scope: ListInput['scope'] = { kind: 'recent' };
  #asked = 0;

  constructor(core: Core) {
    this.#core = core;
  }

  setScope(scope: AttachmentScope): void {
    if (scope.kind === 'recent') this.#scope = { kind: 'recent' };
    else
      this.#scope = {
        kind: scope.kind,
        id: scope.kind === 'case' ? scope.case.id : scope.patient.id,
      } as ListInput['scope'];
    void this.reload();
  }

  sortBy(field: AttachmentField): void {
    const direction = this.sort.field === field && this.sort.direction === 'asc' ? 'desc' : 'asc';
    this.setSort({ field, direction });
  }

  setSort(sort: AttachmentSort): void {
    this.sort = sort;
    void this.reload();
  }

  async reload(): Promise<void> {
    await this.#load(null);
  }

  /** Fetches the next page, if there is one and none is on its way. */
  async more(): Promise<void> {
    if (this.#next !== null && !this.isLoading) await this.#load(this.#next);
  }

  async #load(next: string | null): Promise<void> {
    const asked = (this.#asked += 1);
    this.isLoading = true;
    try {
      const page = await this.#core.ask('attachments:list', {
        scope: this.#scope,
        filters: [...this.filters],
        sort: this.sort,
        archived: this.archived,
        next,
      });
      // A newer question was asked meanwhile.
      if (asked !== this.#asked) return;
      this.rows = next === null ? page.rows : [...this.rows, ...page.rows];
      this.total = page.total;
      this.#next = page.next;
      this.error = null;
    } catch (thrown) {
      if (asked !== this.#asked) return;
      if (!(thrown instanceof CoreError)) throw thrown;
      this.error = thrown.message;
    }
    this.isLoading = false;
  }
}
