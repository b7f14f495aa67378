import type { Sealer } from '../sealing.ts';
import { clearColumns } from './audit-entry.ts';

export type Row = Readonly<Record<string, unknown>>;

export const seqOf = (row: Row): number => Number(row['seq']);

export const bytes = (value: unknown): Uint8Array => (value instanceof Uint8Array ? value : Buffer.alloc(0));

/** The values of a row that are not encrypted, in the order of the chain. */
const clearValues = (row: Row): unknown[] => clearColumns.split(', ').map((column) => row[column]);

/** The link of an entry: a keyed digest of the link before it, its values, and the digest of its encrypted text. */
export const linkOf = (
  sealer: Sealer,
  before: Uint8Array,
  clear: readonly unknown[],
  sealedDigest: Uint8Array,
): Buffer => sealer.digest(before, JSON.stringify(clear), sealedDigest);

/** The head names the newest entry, so that removing the last entries is noticed too. */
export const headDigest = (sealer: Sealer, seq: unknown, link: Uint8Array): Buffer =>
  sealer.digest('audit head', String(seq), link);

/**
 * True if a row of `audit_log` is unchanged and follows the link `before`. Its encrypted text may be removed by
 * retention, whose digest stays.
 */
export function isSound(sealer: Sealer, row: Row, before: Uint8Array): boolean {
  const digest = bytes(row['sealed_digest']);
  const { sealed } = row;
  return (
    linkOf(sealer, before, clearValues(row), digest).equals(bytes(row['chain'])) &&
    (!(sealed instanceof Uint8Array) || sealer.digest(sealed).equals(digest))
  );
}
