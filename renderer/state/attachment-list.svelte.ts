import type { AttachmentField } from '../../preload/contract/attachment-field.ts';
import type { RequestInput, RequestOutput } from '../../preload/contract/requests.ts';
import type { AttachmentView } from '../../preload/contract/views.ts';
import { Asked } from './asked.svelte.ts';
import type { Core } from './core.svelte.ts';
import type { AttachmentScope } from './navigation.svelte.ts';
import { Selection } from './selection.svelte.ts';

type ListInput = RequestInput<'attachments:list'>;
type ListPage = RequestOutput<'attachments:list'>;
export type AttachmentSort = ListInput['sort'][number];
type Question = Omit<ListInput, 'next'>;

const newestFirst: AttachmentSort = { field: 'created_at', direction: 'desc' };
const noRows: readonly AttachmentView[] = [];

const scopeOf = (scope: AttachmentScope): ListInput['scope'] => {
  switch (scope.kind) {
    case 'recent':
      return { kind: 'recent' };
    case 'patient':
      return { kind: 'patient', id: scope.patient.id };
    case 'case':
      return { kind: 'case', id: scope.case.id };
  }
};

/**
 * The attachments of a patient, of a case or of all, loaded page by page as one list. The rows belong to the question
 * in the header.
 */
export class AttachmentList {
  readonly #core: Core;
  readonly #asked: Asked<Question, ListPage>;
  readonly selection = new Selection<AttachmentView>();
  scope = $state.raw<AttachmentScope>({ kind: 'recent' });
  #filters = $state.raw<readonly string[]>([]);
  #sort = $state.raw<readonly AttachmentSort[]>([newestFirst]);
  #archived = $state<ListInput['archived']>('without');

  constructor(core: Core, made = Asked<Question, ListPage>) {
    this.#core = core;
    this.#asked = new made((question) => core.bridge.call('attachments:list', { ...question, next: null }));
  }

  get filters(): readonly string[] {
    return this.#filters;
  }
  get sort(): readonly AttachmentSort[] {
    return this.#sort;
  }
  get archived(): ListInput['archived'] {
    return this.#archived;
  }

  /** The rows on screen: the current ones, or dimmed ones of the same patient in another order or filter. */
  get rows(): readonly AttachmentView[] {
    const { current, shown, question } = this.#asked;
    if (current !== null) return current.rows;
    const isOfScope = JSON.stringify(shown?.question.scope) === JSON.stringify(question?.scope);
    return isOfScope ? (shown?.value.rows ?? noRows) : noRows;
  }

  /** Their number in the clinic; null until the answer arrives. */
  get total(): number | null {
    return this.#asked.current?.total ?? null;
  }
  get isInert(): boolean {
    return this.#asked.current === null;
  }
  get isLoading(): boolean {
    return this.#asked.isAwaited || this.#asked.isExtending;
  }
  get failure() {
    return this.#asked.failure;
  }

  /** True for a row that can be acted on: it belongs to the current answer. */
  isCurrent(row: AttachmentView): boolean {
    return this.#asked.current?.rows.includes(row) === true;
  }

  /** The selected records that belong to the current answer. */
  get selected(): readonly AttachmentView[] {
    return this.#asked.current === null ? [] : this.selection.records;
  }

  toggle(row: AttachmentView): void {
    if (this.isCurrent(row)) this.selection.toggle(row);
  }

  /** Sets whose attachments are listed. Filters and order are reset for another patient. */
  setScope(scope: AttachmentScope): void {
    this.scope = scope;
    this.#filters = [];
    this.#sort = [newestFirst];
    this.#archived = 'without';
    this.#put();
  }

  setFilters(filters: readonly string[]): void {
    this.#filters = filters;
    this.#put();
  }

  setSort(sort: readonly AttachmentSort[]): void {
    this.#sort = sort.length === 0 ? [newestFirst] : sort;
    this.#put();
  }

  setArchived(archived: ListInput['archived']): void {
    this.#archived = archived;
    this.#put();
  }

  sortBy(field: AttachmentField): void {
    const [first] = this.#sort;
    const direction = first?.field === field && first.direction === 'asc' ? 'desc' : 'asc';
    this.setSort([{ field, direction }]);
  }

  reload(): void {
    this.selection.clear();
    this.#asked.again({ keep: false });
  }

  /** Loads the next page, unless there is none or it is being loaded. */
  async more(): Promise<void> {
    const { question, current } = this.#asked;
    const next = current?.next ?? null;
    if (question === null || next === null || this.isLoading) return;
    await this.#asked.extend(async (page) => {
      const result = await this.#core.bridge.call('attachments:list', { ...question, next });
      return result.ok
        ? { ok: true, value: { ...result.value, rows: [...page.rows, ...result.value.rows] } }
        : result;
    });
  }

  #put(): void {
    this.selection.clear();
    this.#asked.put({
      scope: scopeOf(this.scope),
      filters: [...this.#filters],
      sort: [...this.#sort],
      archived: this.#archived,
    });
  }
}
