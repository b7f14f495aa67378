import { z } from 'zod';
import { ChartdropError } from '../../base/errors.ts';
import type { Sealer } from '../sealing.ts';
import type { Row } from './audit-chain.ts';
import { clearColumns } from './audit-entry.ts';

/** Entries without names that follow one another in the history. */
export interface Block {
  /** `seq` of the first and the last entry. */
  readonly first: number;
  readonly last: number;
  /** The link of the entry before the first one. */
  readonly before: Uint8Array;
  /** The link of the last one. Those between are not kept, since the encryption tells if a block was changed. */
  readonly link: Uint8Array;
  /** Oldest first, with the columns of `audit_log` that were not encrypted there. */
  readonly rows: readonly Row[];
}

const text = z.string().nullable();
/** The values of `clearColumns` but `seq`, which follows from the place. */
const valuesSchema = z.tuple([z.int(), z.string(), text, text, text, text, text, z.string(), z.string()]);
const contentSchema = z.object({
  first: z.int(),
  before: z.base64(),
  link: z.base64(),
  rows: z.array(valuesSchema).min(1),
});
const [, ...columns] = clearColumns.split(', ');

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

export const sealBlock = (sealer: Sealer, { first, before, link, rows }: Omit<Block, 'last'>): Buffer =>
  sealer.sealSmall(
    {
      first,
      before: base64(before),
      link: base64(link),
      rows: rows.map((row) => columns.map((column) => row[column])),
    },
    'other',
  );

/** Throws `data-key-wrong` for a block that was encrypted with another key or changed. */
export function openBlock(sealer: Sealer, sealed: Uint8Array): Block {
  const read = contentSchema.safeParse(sealer.open(sealed));
  if (!read.success) throw new ChartdropError('data-key-wrong', { cause: read.error });
  const { first, before, link, rows } = read.data;
  return {
    first,
    last: first + rows.length - 1,
    before: Buffer.from(before, 'base64'),
    link: Buffer.from(link, 'base64'),
    rows: rows.map((values, at) => ({
      seq: first + at,
      ...Object.fromEntries(columns.map((column, place) => [column, values[place]])),
      sealed: null,
    })),
  };
}
