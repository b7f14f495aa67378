import type { DatabaseSync } from 'node:sqlite';
import type { JobId } from '../../../preload/contract/ids.ts';
import { ChartdropError } from '../../base/errors.ts';
import { rememberOpened } from '../opened.ts';
import type { Sealer } from '../sealing.ts';
import { bytes, isSound, type Row, seqOf } from './audit-chain.ts';
import { allColumns } from './audit-entry.ts';
import { readTail, writeTail } from './audit-tail.ts';
import { type Block, openBlock, sealBlock } from './block-content.ts';

/** Entries of a block: with more of them a block is hardly smaller for each, and takes longer to open. */
export const blockEntries = 200;
/** Opened blocks that are remembered, since a page reads the same ones again and again. */
const mostOpened = 4;
const markBytes = 6;
const placeColumns = ['first_seq', 'last_seq', 'from_at', 'to_at'];
const blockColumns = [...placeColumns, 'sealed'].join(', ');

/**
 * The part of the history that has no names any more: compressed, many entries to a row, since each would take 230 bytes
 * alone and 15 in a block. Entries of a block are no longer in `audit_log`.
 */
export interface EntryBlocks {
  /** The newest block that begins at this entry or before it. All throw `data-key-wrong` for a changed block. */
  upTo(seq: number): Block | null;
  /** The oldest block that begins after this entry. */
  after(seq: number): Block | null;
  /** Blocks that may have entries of a job after this one, oldest first. */
  ofJob(jobId: JobId, after: number): Block[];
  /**
   * Makes a block of the next entries after `seq`, if they have no names any more. Entries with names since `young` (epoch
   * milliseconds) end the work. Call it in a transaction. Returns where to continue, or null at the end.
   */
  packNext(seq: number, young: number): number | null;
  /** Removes the first `many` entries of the oldest block, and records where the chain begins. Call it in a transaction. */
  dropFirst(block: Block, many: number): void;
  /** True if each job of a block leads to it. */
  isFound(block: Block): boolean;
  /** Number of entries, and the times of the first and last in epoch milliseconds. null if there are none. */
  extent(): { entries: number; from: number; to: number } | null;
}

const jobsOf = ({ rows }: Pick<Block, 'rows'>): Set<string> =>
  new Set(rows.map((row) => row['job_id']).filter((id) => typeof id === 'string'));
/** The values of `placeColumns`. */
function placeOf({ first, rows }: Pick<Block, 'first' | 'rows'>): number[] {
  const times = rows.map(({ at }) => Number(at));
  return [first, first + rows.length - 1, Math.min(...times), Math.max(...times)];
}

export function createEntryBlocks(db: DatabaseSync, sealer: Sealer): EntryBlocks {
  const mark = (jobId: string): number => sealer.digest('block', jobId).readUIntBE(0, markBytes);
  const upTo = db.prepare(
    `SELECT ${blockColumns} FROM audit_blocks WHERE first_seq <= ? ORDER BY first_seq DESC LIMIT 1`,
  );
  const after = db.prepare(
    `SELECT ${blockColumns} FROM audit_blocks WHERE first_seq > ? ORDER BY first_seq LIMIT 1`,
  );
  const marked = db.prepare(
    `SELECT ${blockColumns} FROM audit_block_jobs JOIN audit_blocks USING (first_seq)
     WHERE mark = ? AND last_seq > ? ORDER BY first_seq`,
  );
  const isMarked = db.prepare('SELECT 1 FROM audit_block_jobs WHERE mark = ? AND first_seq = ?');
  const put = db.prepare('INSERT INTO audit_blocks VALUES (?, ?, ?, ?, ?)');
  const putMark = db.prepare('INSERT OR IGNORE INTO audit_block_jobs VALUES (?, ?)');
  const drop = db.prepare('DELETE FROM audit_blocks WHERE first_seq = ?');
  const dropMark = db.prepare('DELETE FROM audit_block_jobs WHERE mark = ? AND first_seq = ?');
  const rowsAfter = db.prepare(
    `SELECT ${allColumns} FROM audit_log WHERE seq > ? ORDER BY seq LIMIT ${blockEntries + 1}`,
  );
  const linkOfRow = db.prepare('SELECT chain FROM audit_log WHERE seq = ?');
  const dropRows = db.prepare('DELETE FROM audit_log WHERE seq BETWEEN ? AND ?');
  const size = db.prepare(
    'SELECT sum(last_seq - first_seq + 1) AS n, min(from_at) AS low, max(to_at) AS high FROM audit_blocks',
  );

  const opened = rememberOpened(mostOpened, (sealed) => openBlock(sealer, sealed));
  const open = (row: Row | undefined): Block | null => {
    if (row === undefined) return null;
    const block = opened.open(bytes(row['sealed']));
    // By these columns it was found: they must be those of its content.
    if (placeOf(block).some((value, at) => value !== row[placeColumns[at] ?? '']))
      throw new ChartdropError('data-key-wrong');
    return block;
  };

  const write = (block: Omit<Block, 'last'>): void => {
    put.run(...placeOf(block), sealBlock(sealer, block));
    for (const jobId of jobsOf(block)) putMark.run(mark(jobId), block.first);
  };
  const remove = (block: Block): void => {
    for (const jobId of jobsOf(block)) dropMark.run(mark(jobId), block.first);
    drop.run(block.first);
  };

  /** The link of the entry before this one. null if it is missing. */
  const linkBefore = (seq: number): Uint8Array | null => {
    const row = linkOfRow.get(seq - 1);
    if (row !== undefined) return bytes(row['chain']);
    const block = open(upTo.get(seq - 1));
    if (block?.last === seq - 1) return block.link;
    const tail = readTail(db, sealer);
    if (tail === null) return seq === 1 ? Buffer.alloc(0) : null;
    return tail.seq === seq - 1 ? tail.chain : null;
  };
  /** True if all these rows are as they were written: a changed one must not become part of a block. */
  const areSound = (rows: readonly Row[], before: Uint8Array): boolean =>
    rows.every((row, at) => isSound(sealer, row, at === 0 ? before : bytes(rows[at - 1]?.['chain'])));

  return {
    upTo: (seq) => open(upTo.get(seq)),
    after: (seq) => open(after.get(seq)),
    ofJob: (jobId, seq) =>
      marked
        .all(mark(jobId), seq)
        .map(open)
        .filter((block) => block !== null),
    packNext(seq, young) {
      const next = rowsAfter.all(seq);
      // The newest entry stays where the next one finds its link.
      if (next.length <= blockEntries) return null;
      if (next.every(({ sealed, at }) => sealed !== null && Number(at) >= young)) return null;
      const rows = next.slice(0, blockEntries);
      const [first = 0] = rows.map(seqOf);
      const stop = rows.findLastIndex(
        (row, at) => row['sealed'] !== null || (at > 0 && seqOf(row) !== seqOf(rows[at - 1] ?? row) + 1),
      );
      const stopped = rows[stop];
      if (stopped !== undefined) return seqOf(stopped) - (stopped['sealed'] === null ? 1 : 0);
      const last = first + rows.length - 1;
      const before = linkBefore(first);
      if (before === null || !areSound(rows, before)) return last;
      write({ first, before, link: bytes(rows.at(-1)?.['chain']), rows });
      dropRows.run(first, last);
      return last;
    },
    dropFirst(block, many) {
      const rows = block.rows.slice(many);
      const first = block.first + many;
      remove(block);
      // The first of the rest follows the same link, since those between are not kept.
      if (rows.length > 0) write({ ...block, first, rows });
      writeTail(db, sealer, { seq: first - 1, chain: rows.length > 0 ? block.before : block.link });
    },
    isFound: (block) => [...jobsOf(block)].every((id) => isMarked.get(mark(id), block.first) !== undefined),
    extent() {
      const row = size.get();
      const entries = Number(row?.['n'] ?? 0);
      return entries === 0 ? null : { entries, from: Number(row?.['low']), to: Number(row?.['high']) };
    },
  };
}
