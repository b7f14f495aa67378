import { ChartdropError } from '../../base/errors.ts';
import { fieldOf, parseFilter, passes, type Fields, type FieldValue, type Filter } from './filters.ts';
import { defaultSwitches, shuffledPlace, type Switches } from '../faults/switches.ts';

/** The fields of a row that lists need; other fields are read by name. */
interface Row {
  readonly id: string;
  readonly created_at: string;
  readonly archived_at?: string | null;
}

export interface Page<T> {
  readonly rows: readonly T[];
  readonly total: number;
  /** `next` and `previous` are present only if that page exists. */
  readonly links: { readonly self: string; readonly next?: string; readonly previous?: string };
}

const refuse = (detail: string) => new ChartdropError('request-invalid', { detail });

/** The filters of a request. Throws `request-invalid` for fields that the resource does not have. */
export const filtersOf = (url: URL, fields: Fields): Filter[] =>
  url.searchParams.getAll('q[]').map((text) => parseFilter(text, fields));

/** Whether a row is listed: it matches all filters, and is not archived unless a filter names `archived_at`. */
export function isShown(row: Pick<Row, 'archived_at'>, filters: readonly Filter[]): boolean {
  if (typeof row.archived_at === 'string' && !filters.some(({ field }) => field === 'archived_at'))
    return false;
  return filters.every((filter) => passes(row, filter));
}

/**
 * The page of `rows` that `url` requests by filters, order and number. Throws `request-invalid` with an explanation.
 */
export function pageOf<T extends Row>(
  rows: readonly T[],
  fields: Fields,
  url: URL,
  switches: Pick<Switches, 'unsorted' | 'seed'> = defaultSwitches,
): Page<T> {
  const filters = filtersOf(url, fields);
  const page = wholeNumber(url, 'page', 1, Number.MAX_SAFE_INTEGER);
  const perPage = wholeNumber(url, 'per_page', 50, 100);
  const shown = rows
    .filter((row) => isShown(row, filters))
    .sort(unsortedOrder(url, switches) ?? orderOf(url, fields));
  const start = (page - 1) * perPage;
  return {
    rows: shown.slice(start, start + perPage),
    total: shown.length,
    links: {
      self: url.href,
      ...(start + perPage < shown.length ? { next: withPage(url, page + 1) } : {}),
      ...(page > 1 ? { previous: withPage(url, page - 1) } : {}),
    },
  };
}

function wholeNumber(url: URL, name: string, fallback: number, most: number): number {
  const text = url.searchParams.get(name);
  if (text === null) return fallback;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > most) throw refuse(`${name} must be from 1 to ${most}`);
  return value;
}

function withPage(url: URL, page: number): string {
  const other = new URL(url);
  other.searchParams.set('page', String(page));
  return other.href;
}

/** The order of a list without a requested order. null: oldest first. */
function unsortedOrder(url: URL, { unsorted, seed }: Pick<Switches, 'unsorted' | 'seed'>): Order | null {
  if (unsorted === 'oldest-first' || url.searchParams.has('sort') || url.searchParams.has('order'))
    return null;
  const place = ({ id }: Row) => (unsorted === 'shuffled' ? shuffledPlace(id, seed) : -Number(id));
  return (a, b) => place(a) - place(b);
}

type Order = (a: Row, b: Row) => number;

/** `sort=field[:asc|:desc],…`, or `created_at`. The deprecated `order` applies to fields without a direction. */
function orderOf(url: URL, fields: Fields): Order {
  const turn = url.searchParams.get('order') ?? 'asc';
  if (turn !== 'asc' && turn !== 'desc') throw refuse('order must be asc or desc');
  const orders = (url.searchParams.get('sort') ?? 'created_at').split(',').map((part): Order => {
    const [field = '', direction = turn, ...rest] = part.split(':');
    if (!Object.hasOwn(fields, field) || fields[field] === 'array')
      throw refuse(`sort: ${field} cannot be sorted by`);
    if ((direction !== 'asc' && direction !== 'desc') || rest.length > 0)
      throw refuse(`sort: ${part} is neither asc nor desc`);
    const sign = direction === 'asc' ? 1 : -1;
    return (a, b) => sign * compare(fieldOf(a, field), fieldOf(b, field), fields[field] === 'integer');
  });
  // Many records share a second: without the id as second key, rows could be missing or repeated across pages.
  const tie: Order = (a, b) => (turn === 'asc' ? 1 : -1) * compare(fieldOf(a, 'id'), fieldOf(b, 'id'), true);
  return (a, b) => {
    for (const order of [...orders, tie]) {
      const difference = order(a, b);
      if (difference !== 0) return difference;
    }
    return 0;
  };
}

/** Null sorts last. */
function compare(a: FieldValue, b: FieldValue, isInteger: boolean): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  if (isInteger) return BigInt(String(a)) < BigInt(String(b)) ? -1 : 1;
  return String(a).toLowerCase() < String(b).toLowerCase() ? -1 : 1;
}
