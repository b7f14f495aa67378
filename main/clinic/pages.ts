import { z } from 'zod';
import { ChartdropError } from '../errors.ts';
import { parseJson } from './http-errors.ts';
import type { ApiAnswer, CallOptions, ClinicHttp } from './http.ts';
import { pageSchema } from './schemas.ts';

export interface Page<T> {
  readonly rows: readonly T[];
  /** How many rows all pages hold together. */
  readonly total: number;
  /** True where another page follows. */
  readonly more: boolean;
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
  readonly total: number;
  /** The service's own link, to be handed back as `at`. */
  readonly next: string | null;
}

/** Where a page stands: a path with its parameters, or a link that the service gave. */
export interface PagePlace {
  readonly at: string;
  readonly parameters?: URLSearchParams;
}

/** Reads one page. Throws `answer-invalid` for rows that are not of the resource. */
export async function readPage<T extends z.ZodType>(
  http: ClinicHttp,
  list: { place: PagePlace; resource: string; row: T },
  options: CallOptions,
): Promise<PlacedPage<z.output<T>>> {
  const bodySchema = pageSchema.and(
    z
      .object({ [list.resource]: z.array(list.row) })
      .transform((body) => ({ rows: body[list.resource] ?? [] })),
  );
  const body = readBody(await http.call({ method: 'GET', ...list.place }, options), bodySchema);
  return { rows: body.rows, total: body.total_entries, next: body.links.next ?? null };
}

/**
 * A list, page by page, each fetched only when asked for, following the service's own `links.next`. Throws
 * `answer-invalid` also where the links run in a circle.
 */
export async function* pages<T extends z.ZodType>(
  http: ClinicHttp,
  list: PagePlace & { resource: string; row: T },
  options: CallOptions,
): AsyncGenerator<Page<z.output<T>>, void, void> {
  const seen = new Set<string>();
  let place: PagePlace = { at: list.at, ...(list.parameters && { parameters: list.parameters }) };
  for (;;) {
    const { rows, total, next } = await readPage(http, { ...list, place }, options);
    yield { rows, total, more: next !== null };
    if (next === null) return;
    if (seen.has(next)) throw new ChartdropError('answer-invalid');
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
