import { z } from 'zod';
import { ChartdropError } from '../base/errors.ts';
import { parseJson } from './http-errors.ts';
import type { ApiAnswer, CallOptions, ClinicHttp } from './http.ts';
import { pageSchema } from './schemas.ts';

export interface Page<T> {
  readonly rows: readonly T[];
  /** How many rows all pages hold together. */
  readonly total: number;
  /** True where another page follows. */
  readonly more: boolean;
  /** How many rows of this page could not be read and were left out. */
  readonly odd: number;
}

/** The rows of a list: where they stand in the answer, and what each must be. */
export interface RowsOf<T extends z.ZodType> {
  readonly resource: string;
  readonly row: T;
  /**
   * `tolerant`: a row that cannot be read is left out and counted, so that it harms no other. `strict`: it fails the
   * page, for lists by which somebody is chosen, where a missing row could make one patient look like the only one.
   */
  readonly reading: 'tolerant' | 'strict';
}

/** Reads an answer's body by a schema. Throws `answer-invalid` for HTML, cut-off JSON, and a missing or mistyped field. */
export function readBody<T extends z.ZodType>(answer: ApiAnswer, schema: T): z.output<T> {
  const parsed = schema.safeParse(parseJson(answer.text));
  // The issues name paths and types, never values; the body itself stays out of every message.
  if (!parsed.success) throw new ChartdropError('answer-invalid', { cause: z.prettifyError(parsed.error) });
  return parsed.data;
}

/** One page of a list, and where the next one stands. */
export interface PlacedPage<T> {
  readonly rows: readonly T[];
  /** How many rows could not be read and were left out. */
  readonly odd: number;
  readonly total: number;
  /** The service's own link, to be handed back as `at`. */
  readonly next: string | null;
}

/** Where a page stands: a path with its parameters, or a link that the service gave. */
export interface PagePlace {
  readonly at: string;
  readonly parameters?: URLSearchParams;
}

/** Rows of a page; a hundred are asked for. */
const mostRows = 1_000;
/** Pages of one list, each a call of the budget: 50,000 rows. */
const mostPages = 500;

/** Reads one page. Throws `answer-invalid` for what is no list of the resource; see `RowsOf` for odd rows. */
export async function readPage<T extends z.ZodType>(
  http: ClinicHttp,
  list: RowsOf<T> & { place: PagePlace },
  options: CallOptions,
): Promise<PlacedPage<z.output<T>>> {
  const bodySchema = pageSchema.and(
    z
      .object({ [list.resource]: z.array(z.unknown()).refine(({ length }) => length <= mostRows) })
      .transform((body) => ({ rows: body[list.resource] ?? [] })),
  );
  const body = readBody(await http.call({ method: 'GET', ...list.place }, options), bodySchema);
  const read = body.rows.map((row) => list.row.safeParse(row));
  const rows = read.flatMap((one) => (one.success ? [one.data] : []));
  const odd = read.length - rows.length;
  const [first] = read.flatMap((one) => (one.success ? [] : [one.error]));
  if (first !== undefined && list.reading === 'strict') {
    throw new ChartdropError('answer-invalid', { cause: z.prettifyError(first) });
  }
  return { rows, odd, total: body.total_entries, next: body.links.next ?? null };
}

/**
 * A list, page by page, each fetched only when asked for, following the service's own `links.next`. Throws
 * `answer-invalid` also where the links run in a circle, lead on from a page without rows, or never end: each page costs
 * one call of the budget.
 */
export async function* pages<T extends z.ZodType>(
  http: ClinicHttp,
  list: PagePlace & RowsOf<T>,
  options: CallOptions,
): AsyncGenerator<Page<z.output<T>>, void, void> {
  const seen = new Set<string>();
  let place: PagePlace = { at: list.at, ...(list.parameters && { parameters: list.parameters }) };
  for (;;) {
    const { rows, odd, total, next } = await readPage(http, { ...list, place }, options);
    yield { rows, odd, total, more: next !== null };
    if (next === null) return;
    const isEndless = rows.length + odd === 0 || seen.size + 1 >= mostPages;
    if (isEndless || seen.has(next)) throw new ChartdropError('answer-invalid');
    seen.add(next);
    place = { at: next };
  }
}

/** All rows of all pages. For lists that are short by their nature: a patient's cases, what a search found. */
export async function collect<T>(list: AsyncIterable<Page<T>>, most = Infinity): Promise<T[]> {
  const rows: T[] = [];
  for await (const page of list) {
    rows.push(...page.rows);
    if (rows.length >= most) return rows.slice(0, most);
  }
  return rows;
}
