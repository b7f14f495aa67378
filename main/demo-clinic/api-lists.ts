import type { FastifyRequest } from 'fastify';
import { ChartdropError } from '../errors.ts';
import { singleFields } from './fields.ts';
import type { Fields, Filter } from './filters.ts';
import { filtersOf, isShown, pageOf } from './pages.ts';
import type { Kind, Records, Rows, Scope } from './records.ts';

/** The API's own address as this request's listener has it; links are built on it. */
export const apiUrlOf = (request: FastifyRequest): string =>
  `http://127.0.0.1:${request.socket.localPort ?? 0}/v1`;

const urlOf = (request: FastifyRequest): URL => new URL(request.url, apiUrlOf(request));

export interface ListOptions<K extends Kind> {
  /** The name that the rows have in the body. */
  readonly name: string;
  readonly kind: K;
  readonly fields: Fields;
  readonly render: (row: Rows[K], apiUrl: string) => object;
  /** Only rows of one patient, or with one of some ids. */
  readonly within?: Scope;
}

/** The body of a list. Throws `request-invalid` for filters, orders and pages that the API does not know. */
export function listBody<K extends Exclude<Kind, 'user'>>(
  request: FastifyRequest,
  records: Records,
  { name, kind, fields, render, within }: ListOptions<K>,
): object {
  const url = urlOf(request);
  const scope = within ?? scopeOf(filtersOf(url, fields));
  const page = pageOf(records.list(kind, scope), fields, url);
  const apiUrl = apiUrlOf(request);
  return {
    [name]: page.rows.map((row) => render(row, apiUrl)),
    total_entries: page.total,
    links: page.links,
  };
}

/** Polling asks for some ids among thousands of records: those alone are read then. */
function scopeOf(filters: readonly Filter[]): Scope | null {
  const named = (field: string) =>
    filters.find((filter) => filter.field === field && filter.operator === '=')?.value.split(',');
  const ids = named('id');
  if (ids !== undefined) return { ids };
  const [patientId, ...more] = named('patient_id') ?? [];
  return patientId === undefined || more.length > 0 ? null : { patientId };
}

/** One record by the id in the path. Throws `record-not-found`, also for an archived one without a filter on it. */
export function findShown<K extends Exclude<Kind, 'user'>>(
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
