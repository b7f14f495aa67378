import { z } from 'zod';
import { ChartdropError } from '../base/errors.ts';
import { parseJson } from '../base/parse-json.ts';
import type { ApiAnswer, CallOptions, ClinicHttp } from './http.ts';
import { pageSchema } from './schemas.ts';

export interface Page<T> {
  readonly rows: readonly T[];
  /** Number of rows on all pages together. */
  readonly total: number;
  /** True where another page follows. */
  readonly more: boolean;
  /** Number of rows of this page that could not be read and were left out. */
  readonly odd: number;
}

/** Where an answer holds the rows of a list, and their schema. */
export interface RowsOf<T extends z.ZodType> {
  readonly resource: string;
  readonly row: T;
  /**
   * `tolerant`: an unreadable row is left out and counted, so that it does not affect others. `strict`: it fails
   * the page. Lists for choosing a patient are strict, since a missing row could make one patient look like the
   * only match.
   */
  readonly reading: 'tolerant' | 'strict';
}

/**
 * Parses an answer's body by a schema. Throws `answer-invalid` for HTML, truncated JSON, and a missing or mistyped
 * field.
 */
export function readBody<T extends z.ZodType>(answer: ApiAnswer, schema: T): z.output<T> {
  const parsed = schema.safeParse(parseJson(answer.text));
  // The issues name paths and types, never values. The body stays out of every message.
  if (!parsed.success) throw new ChartdropError('answer-invalid', { cause: z.prettifyError(parsed.error) });
  return parsed.data;
}

/** One page of a list, and the place of the next one. */
export interface PlacedPage<T> {
  readonly rows: readonly T[];
  /** Number of rows that could not be read and were left out. */
  readonly odd: number;
  readonly total: number;
  /** The service's link to the next page, to be passed back as `at`. */
  readonly next: string | null;
}

/** The place of a page: a path with parameters, or a link from the service. */
export interface PagePlace {
  readonly at: string;
  readonly parameters?: URLSearchParams;
}

/** Rows requested per page. */
const mostRows = 1_000;
/** Most pages of one list: 50,000 rows. Each page costs one call of the rate budget. */
const mostPages = 500;

/**
 * Reads one page. Throws `answer-invalid` if the answer is no list of the resource. For unreadable rows see
 * `RowsOf`.
 */
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
 * Yields a list page by page, each fetched when requested, following `links.next`. Throws `answer-invalid` if the
 * links form a circle, continue after an empty page, or never end.
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

/** All rows of all pages, for short lists: a patient's cases, search results. */
export async function collect<T>(list: AsyncIterable<Page<T>>, most = Infinity): Promise<T[]> {
  const rows: T[] = [];
  for await (const page of list) {
    rows.push(...page.rows);
    if (rows.length >= most) return rows.slice(0, most);
  }
  return rows;
}
