import type { DatabaseSync } from 'node:sqlite';
import type { Sealer } from '../sealing.ts';

/** The newest entry that retention removed. The link of the next entry is computed from its link. */
export interface AuditTail {
  readonly seq: number;
  readonly chain: Uint8Array;
}

const digestOf = (sealer: Sealer, { seq, chain }: AuditTail): Buffer =>
  sealer.digest('audit tail', String(seq), chain);

/**
 * Where the chain starts. null at the very first entry. A tail that was not written with the data key is ignored.
 */
export function readTail(db: DatabaseSync, sealer: Sealer): AuditTail | null {
  const row = db.prepare('SELECT seq, chain, digest FROM audit_tail').get();
  const [seq, chain, digest] = [Number(row?.['seq']), row?.['chain'], row?.['digest']];
  if (!(chain instanceof Uint8Array) || !(digest instanceof Uint8Array)) return null;
  return digestOf(sealer, { seq, chain }).equals(digest) ? { seq, chain } : null;
}

/** Call it inside the transaction that removes the entries. */
export function writeTail(db: DatabaseSync, sealer: Sealer, tail: AuditTail): void {
  const put = db.prepare('INSERT OR REPLACE INTO audit_tail VALUES (1, ?, ?, ?)');
  put.run(tail.seq, tail.chain, digestOf(sealer, tail));
}
