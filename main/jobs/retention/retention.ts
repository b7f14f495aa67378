import type { DatabaseSync } from 'node:sqlite';
import { readJob } from '../store/read-job.ts';
import type { AuditLog } from '../../database/audit/audit-log.ts';
import type { EntryBlocks } from '../../database/audit/entry-blocks.ts';
import type { Clock } from '../../base/ports.ts';
import { writeTail } from '../../database/audit/audit-tail.ts';
import { inTransaction } from '../../database/database.ts';
import { hasEnded, jobColumns } from '../store/job-rows.ts';
import { createPacking } from './pack-jobs.ts';
import { redacted } from './redaction.ts';
import type { WordIndex } from '../../database/search/word-index.ts';
import type { Block } from '../../database/audit/block-content.ts';
import type { Sealer } from '../../database/sealing.ts';

/** Retention periods. */
export interface Keep {
  readonly keepHistoryYears: number;
  readonly keepNamesDays: number;
}

/** Removes expired data in steps of some milliseconds, so that the queue does not wait. */
export interface Retention {
  /** Starts a run; each call of the result does one step and returns whether more remain. `now`: epoch milliseconds. */
  begin(now: number, keep: Keep): () => boolean;
}

const dayMs = 86_400_000;
const batch = 200;
/** Removing a job changes each of its indexes, in places far apart. */
const jobBatch = 50;
/** A step ends early after this time, since a slow disk or processor must not make it a pause. */
const mostStepMs = 5;

/** The same date this many years earlier. */
function yearsBefore(now: number, years: number): number {
  const date = new Date(now);
  return date.setUTCFullYear(date.getUTCFullYear() - years);
}

/**
 * Removes names of ended jobs first, then those of taken files and of entries, which become blocks. Entries are removed only from the old
 * end of the chain, whose new start is recorded under the data key. Never changes jobs that have not ended.
 */
export function createRetention(
  db: DatabaseSync,
  deps: { sealer: Sealer; audit: AuditLog; index: WordIndex; blocks: EntryBlocks; clock: Clock },
): Retention {
  const { sealer, clock, index, blocks } = deps;
  const namedJobs = db.prepare(
    `SELECT number, sealed FROM jobs WHERE named = 1 AND ${hasEnded} AND changed_at < ? AND disposal_pending = 0 LIMIT ${jobBatch}`,
  );
  const forgetJob = db.prepare('UPDATE jobs SET named = 0, sealed = ? WHERE number = ?');
  const nextEntries = db.prepare(
    `SELECT seq, at, sealed IS NULL AS unnamed,
       EXISTS (SELECT 1 FROM jobs WHERE jobs.id = audit_log.job_id AND named = 1) AS needed
     FROM audit_log WHERE seq > ? ORDER BY seq LIMIT ${batch}`,
  );
  const forgetEntry = db.prepare('UPDATE audit_log SET sealed = NULL WHERE seq = ?');
  const packJobs = createPacking(db, jobColumns);
  const oldest = db.prepare(`SELECT seq, at, chain FROM audit_log ORDER BY seq LIMIT ${batch + 1}`);
  const dropEntries = db.prepare('DELETE FROM audit_log WHERE seq <= ?');
  const forgetFiles = db.prepare(
    `UPDATE known_files SET sealed_path = NULL WHERE (folder_id, path_digest) IN
     (SELECT folder_id, path_digest FROM known_files
      WHERE sealed_path IS NOT NULL AND remembered_at < ? AND standing = 'taken' LIMIT ${batch})`,
  );
  const dropJobs = db.prepare(
    `DELETE FROM jobs WHERE id IN
     (SELECT id FROM jobs WHERE named = 0 AND ${hasEnded} AND changed_at < ? LIMIT ${jobBatch})`,
  );

  /** Calls `act` for each row until the time of a step is over; at least once. Returns the last row that it was called for. */
  const forAWhile = <T>(rows: readonly T[], act: (row: T) => void): T | undefined => {
    const endsAt = clock.monotonic() + mostStepMs;
    for (const row of rows) {
      act(row);
      if (clock.monotonic() >= endsAt) return row;
    }
    return rows.at(-1);
  };

  const forgetJobs = (before: number): boolean => {
    const rows = namedJobs.all(before);
    const forgotten: number[] = [];
    const last = forAWhile(rows, ({ number, sealed }) => {
      const job = redacted(readJob(sealer.open(sealed as Uint8Array)));
      forgetJob.run(sealer.sealSmall(job, 'job'), Number(number));
      forgotten.push(Number(number));
    });
    packJobs(forgotten.sort((a, b) => a - b));
    return rows.length === jobBatch || last !== rows.at(-1);
  };

  /** Returns where to continue, or null at the end. */
  const forgetEntries = (before: number, after: number): number | null => {
    const rows = nextEntries.all(after);
    const last = forAWhile(rows, ({ seq, at, unnamed, needed }) => {
      if (Number(at) >= before || unnamed !== 0 || needed !== 0) return;
      index.forgetNames(Number(seq));
      forgetEntry.run(Number(seq));
    });
    return rows.length < batch && last === rows.at(-1) ? null : Number(last?.['seq']);
  };

  /** Number of removed entries of the oldest block. */
  const shortenBlock = (block: Block, before: number): number => {
    const young = block.rows.findIndex(({ at }) => Number(at) >= before);
    const many = young === -1 ? block.rows.length : young;
    if (many === 0) return 0;
    index.forgetEntries(block.first + many - 1);
    blocks.dropFirst(block, many);
    return many;
  };

  /** Number of removed entries. The newest always stays, since the next one's number and link follow from it. */
  const shorten = (before: number): number => {
    const rows = oldest.all();
    const block = blocks.after(0);
    const first = Number(rows[0]?.['seq']);
    if (block !== null && block.first < first) return shortenBlock(block, before);
    // Entries after the next block come once that is gone.
    const young = rows.findIndex(({ seq, at }, place) => Number(at) >= before || seq !== first + place);
    const many = Math.min(young === -1 ? rows.length : young, rows.length - 1, batch);
    const last = rows[many - 1];
    if (last === undefined) return 0;
    const [seq, chain] = [Number(last['seq']), last['chain'] as Uint8Array];
    writeTail(db, sealer, { seq, chain });
    index.forgetEntries(seq);
    dropEntries.run(seq);
    return many;
  };

  /** A step through the history, which returns where to continue, or null at the end. */
  const walk = (step: (after: number) => number | null): (() => boolean) => {
    let after: number | null = 0;
    return () => (after = step(after ?? 0)) !== null;
  };

  return {
    begin(now, keep) {
      const names = now - keep.keepNamesDays * dayMs;
      const events = yearsBefore(now, keep.keepHistoryYears);
      let removed = 0;
      const steps: (() => boolean)[] = [
        () => forgetJobs(names),
        () => Number(forgetFiles.run(names).changes) === batch,
        walk((after) => forgetEntries(names, after)),
        walk((after) => blocks.packNext(after, names)),
        () => {
          const many = shorten(events);
          removed += many;
          if (many > 0 || removed === 0) return many > 0;
          deps.audit.append({ kind: 'history-shortened', detail: { entries: String(removed) } });
          return false;
        },
        () => Number(dropJobs.run(events).changes) === jobBatch,
      ];
      return () => {
        const [step] = steps;
        if (step === undefined) return false;
        if (!inTransaction(db, step, 'later')) steps.shift();
        return steps.length > 0;
      };
    },
  };
}
