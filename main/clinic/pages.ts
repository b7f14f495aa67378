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

/**
 * A list, page by page, each fetched only when asked for, following the service's own `links.next`. Throws
 * `answer-invalid` also where the links run in a circle.
 */
export async function* pages<T extends z.ZodType>(
  http: ClinicHttp,
  list: { at: string; parameters: URLSearchParams; resource: string; row: T },
  options: CallOptions,
): AsyncGenerator<Page<z.output<T>>, void, void> {
  const bodySchema = pageSchema.and(
    z
      .object({ [list.resource]: z.array(list.row) })
      .transform((body) => ({ rows: body[list.resource] ?? [] })),
  );
  const seen = new Set<string>();
  let request: { at: string; parameters?: URLSearchParams } = list;
  for (;;) {
    const body = readBody(
      await http.call({ method: 'GET', at: request.at, ...pick(request.parameters) }, options),
      bodySchema,
    );
    const next = body.links.next ?? null;
    yield { rows: body.rows, total: body.total_entries, more: next !== null };
    if (next === null) return;
    if (seen.has(next)) throw new ChartdropError('answer-invalid');
    seen.add(next);
    request = { at: next };
  }
}

const pick = (parameters: URLSearchParams | undefined): { parameters?: URLSearchParams } =>
  parameters === undefined ? {} : { parameters };

/** All rows of all pages. For lists that are short by their nature: a patient's cases, what a search found. */
export async function collect<T>(list: AsyncIterable<Page<T>>, most = Infinity): Promise<T[]> {
  const rows: T[] = [];
  for await (const page of list) {
    rows.push(...page.rows);
    if (rows.length >= most) return rows.slice(0, most);
  }
  return rows;
}
