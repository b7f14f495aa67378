import type { DatabaseSync } from 'node:sqlite';
import type { AuditEntry } from '../../../preload/contract/history.ts';
import type { JobId } from '../../../preload/contract/ids.ts';
import type { Sealer } from '../sealing.ts';
import { type Row, seqOf } from './audit-chain.ts';
import { allColumns, readEntry } from './audit-entry.ts';
import type { Block } from './block-content.ts';
import type { EntryBlocks } from './entry-blocks.ts';

/**
 * All entries of the history, in `audit_log` and in blocks. Other processes may move entries from one to the other: call it
 * in a transaction or a snapshot.
 */
export interface StoredEntries {
  /** The `seq` of the newest entry; 0 if there is none. */
  newest(): number;
  one(seq: number): AuditEntry | null;
  /** Rows and blocks with entries after `seq`, oldest first. A block may begin before. */
  parts(seq: number): Generator<Row | Block, void, void>;
  /** Rows after `seq`, oldest first. */
  after(seq: number): Generator<Row, void, void>;
  /** Rows before `seq` and after `downTo`, newest first. */
  before(seq: number, downTo: number): Generator<Row, void, void>;
  /** Entries of a job after `seq`, oldest first. */
  ofJob(jobId: JobId, seq: number): AuditEntry[];
  /** The `seq` of the first entry of a job; null if it has none. */
  firstOf(jobId: JobId): number | null;
  /** True if a row is the newest of its job, or of none. */
  isNewest(row: Row): boolean;
  open(row: Row): AuditEntry;
}

export const isBlock = (part: Row | Block): part is Block => 'rows' in part;

export function createStoredEntries(
  db: DatabaseSync,
  deps: { sealer: Sealer; blocks: EntryBlocks },
): StoredEntries {
  const { sealer, blocks } = deps;
  const select = (rest: string) => db.prepare(`SELECT ${allColumns} FROM audit_log ${rest}`);
  const newest = db.prepare('SELECT seq FROM audit_log ORDER BY seq DESC LIMIT 1');
  const one = select('WHERE seq = ?');
  const after = select('WHERE seq > ? ORDER BY seq');
  const before = select('WHERE seq < ? AND seq > ? ORDER BY seq DESC');
  const ofJob = select('WHERE job_id = ? AND seq > ? ORDER BY seq');
  const firstOf = db.prepare('SELECT min(seq) AS seq FROM audit_log WHERE job_id = ?');
  const newerOf = db.prepare('SELECT 1 FROM audit_log WHERE job_id = ? AND seq > ?');

  const open = (row: Row): AuditEntry => readEntry(row, sealer);
  const inBlocks = (jobId: JobId, seq: number): Row[] =>
    blocks
      .ofJob(jobId, seq)
      .flatMap(({ rows }) => rows.filter((row) => row['job_id'] === jobId && seqOf(row) > seq));
  function* parts(seq: number): Generator<Row | Block, void, void> {
    const inside = blocks.upTo(seq);
    let block = inside !== null && inside.last > seq ? inside : blocks.after(seq);
    for (const row of after.iterate(seq)) {
      for (; block !== null && block.first < seqOf(row); block = blocks.after(block.first)) yield block;
      yield row;
    }
    for (; block !== null; block = blocks.after(block.first)) yield block;
  }

  return {
    newest: () => Number(newest.get()?.['seq'] ?? 0),
    one(seq) {
      const row = one.get(seq) ?? blocks.upTo(seq)?.rows.find((some) => seqOf(some) === seq);
      return row === undefined ? null : open(row);
    },
    parts,
    *after(seq) {
      for (const part of parts(seq)) {
        if (isBlock(part)) yield* part.rows.filter((row) => seqOf(row) > seq);
        else yield part;
      }
    },
    *before(seq, downTo) {
      const inBlock = ({ rows }: Block): Row[] =>
        rows.filter((row) => seqOf(row) < seq && seqOf(row) > downTo).reverse();
      let block = blocks.upTo(seq - 1);
      for (const row of before.iterate(seq, downTo)) {
        for (; block !== null && block.first > seqOf(row); block = blocks.upTo(block.first - 1))
          yield* inBlock(block);
        yield row;
      }
      for (; block !== null && block.last > downTo; block = blocks.upTo(block.first - 1))
        yield* inBlock(block);
    },
    ofJob: (jobId, seq) =>
      [...inBlocks(jobId, seq), ...ofJob.all(jobId, seq)].sort((a, b) => seqOf(a) - seqOf(b)).map(open),
    firstOf(jobId) {
      const row = firstOf.get(jobId)?.['seq'];
      const seqs = [...inBlocks(jobId, 0).slice(0, 1).map(seqOf), ...(typeof row === 'number' ? [row] : [])];
      return seqs.length === 0 ? null : Math.min(...seqs);
    },
    isNewest(row) {
      const jobId = row['job_id'] as JobId | null;
      if (jobId === null) return true;
      return newerOf.get(jobId, seqOf(row)) === undefined && inBlocks(jobId, seqOf(row)).length === 0;
    },
    open,
  };
}
