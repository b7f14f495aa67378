import type { FastifyRequest } from 'fastify';
import { ChartdropError } from '../../base/errors.ts';
import { singleFields } from './fields.ts';
import type { Fields, Filter } from './filters.ts';
import { filtersOf, isShown, pageOf } from './pages.ts';
import type { Kind, Records, Rows, Scope } from '../records/records.ts';

/** The API's address as seen by this request; links are built on it. */
export const apiUrlOf = (request: FastifyRequest): string =>
  `http://127.0.0.1:${request.socket.localPort ?? 0}/v1`;

const urlOf = (request: FastifyRequest): URL => new URL(request.url, apiUrlOf(request));

export interface ListOptions<T> {
  /** The name of the rows in the body. */
  readonly name: string;
  readonly fields: Fields;
  readonly render: (row: T, apiUrl: string) => object;
}

/** The source of a list's rows: records of a kind, optionally of one patient or with some ids, or generated rows. */
type ListRows<K extends Kind> = { readonly kind: K; readonly within?: Scope };

type ListedRow = { readonly id: string; readonly created_at: string; readonly archived_at?: string | null };

/** The body of a list. Throws `request-invalid` for unknown filters, orders and pages. */
export function listBody<K extends Kind>(
  request: FastifyRequest,
  records: Records,
  options: ListOptions<Rows[K]> & ListRows<K>,
): object {
  const scope = options.within ?? scopeOf(filtersOf(urlOf(request), options.fields));
  return bodyOf(request, records.list(options.kind, scope), options);
}

/** The same for rows that the caller provides. */
export function bodyOf<T extends ListedRow>(
  request: FastifyRequest,
  rows: readonly T[],
  { name, fields, render }: ListOptions<T>,
): object {
  const page = pageOf(rows, fields, urlOf(request), request.switches);
  const apiUrl = apiUrlOf(request);
  return {
    [name]: page.rows.map((row) => render(row, apiUrl)),
    total_entries: page.total,
    links: page.links,
  };
}

/** Polling asks for a few ids among thousands of records, so only those are read. */
function scopeOf(filters: readonly Filter[]): Scope | null {
  const named = (field: string) =>
    filters.find((filter) => filter.field === field && filter.operator === '=')?.value.split(',');
  const ids = named('id');
  if (ids !== undefined) return { ids };
  const [patientId, ...more] = named('patient_id') ?? [];
  return patientId === undefined || more.length > 0 ? null : { patientId };
}

/**
 * One record by the id in the path. Throws `record-not-found`, also for an archived one without a filter on
 * `archived_at`.
 */
export function findShown<K extends 'patient' | 'case' | 'attachment'>(
  request: FastifyRequest<{ Params: { id: string } }>,
  records: Records,
  kind: K,
): Rows[K] {
  const row = records.get(kind, request.params.id);
  if (row === null || !isShown(row, filtersOf(urlOf(request), singleFields))) {
    throw new ChartdropError('record-not-found');
  }
  return row;
}

/** One record by its id, archived or not. Throws `record-not-found`. */
export function findAny<K extends Kind>(records: Records, kind: K, id: string): Rows[K] {
  const row = records.get(kind, id);
  if (row === null) throw new ChartdropError('record-not-found');
  return row;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The query that the reference allows for a route. Without it: none. */
    takes?: 'list' | 'filters';
  }
}

const parameters = {
  list: ['page', 'per_page', 'sort', 'order', 'q[]'],
  filters: ['q[]'],
  none: [],
} as const;

/** Throws `request-invalid` for an unknown parameter, which the real service would ignore silently. */
export function refuseUnknownParameters(request: FastifyRequest): void {
  const known: readonly string[] = parameters[request.routeOptions.config.takes ?? 'none'];
  const unknown = [...urlOf(request).searchParams.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new ChartdropError('request-invalid', { detail: `${unknown} is no parameter here` });
  }
}
