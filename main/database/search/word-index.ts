import type { DatabaseSync } from 'node:sqlite';
import type { JobId } from '../../../preload/contract/ids.ts';
import type { AuditEntry } from '../../../preload/contract/history.ts';
import type { Clock } from '../../base/ports.ts';
import type { StoredEntries } from '../audit/stored-entries.ts';
import { inTransaction } from '../database.ts';
import type { Sealer } from '../sealing.ts';
import { createMarks, keysOf, keysOfTerms, type Mark, type SearchKey } from './search-words.ts';

/**
 * Which file has which words, by keyed digests. A file is known by the `seq` of its first entry; an act without a file
 * counts as one. Filled after the entries are written, so that adding files does not wait for it.
 */
export interface WordIndex {
  /** Marks that a file must have to be found by these terms. None if they hold neither a letter nor a digit. */
  marksOfTerms(terms: readonly string[]): Set<Mark>;
  /** The newest entry in the index; 0 if there is none. Newer ones must be read. */
  indexedTo(): number;
  /** Adds entries for some milliseconds. Returns whether more remain. */
  addNext(): boolean;
  /** Files with all of these marks, newest first, older than `before`. None if no marks are given. */
  filesWith(marks: ReadonlySet<Mark>, before: number): Iterable<number>;
  hasAll(marks: ReadonlySet<Mark>, file: number): boolean;
  fileOf(entry: Pick<AuditEntry, 'seq' | 'jobId'>): number;
  /** Removes the words of an entry whose names are about to be removed. Call it in the transaction that does so. */
  forgetNames(seq: number): void;
  /** Removes entries up to `seq` that are about to be removed. Call it in the transaction that does so. */
  forgetEntries(seq: number): void;
}

const batch = 200;
/** Files may come meanwhile: a step ends after this time. */
const mostStepMs = 10;
/** The rarest mark is the one with the fewest files, counted up to this many. */
const mostCounted = 1000;

export function createWordIndex(
  db: DatabaseSync,
  deps: { sealer: Sealer; clock: Clock; entries: StoredEntries },
): WordIndex {
  const { clock, entries: stored } = deps;
  const markOf = createMarks(deps.sealer);
  const newest = db.prepare('SELECT seq FROM audit_indexed');
  const setNewest = db.prepare('INSERT OR REPLACE INTO audit_indexed VALUES (1, ?)');
  const add = db.prepare('INSERT OR IGNORE INTO audit_words VALUES (?, ?)');
  const remove = db.prepare('DELETE FROM audit_words WHERE mark = ? AND file = ?');
  const has = db.prepare('SELECT 1 FROM audit_words WHERE mark = ? AND file = ?');
  const withMark = db.prepare('SELECT file FROM audit_words WHERE mark = ? AND file < ? ORDER BY file DESC');
  const count = db.prepare(
    `SELECT count(*) AS n FROM (SELECT 1 FROM audit_words WHERE mark = ? LIMIT ${mostCounted})`,
  );

  const indexedTo = (): number => Number(newest.get()?.['seq'] ?? 0);
  const fileOf = ({ seq, jobId }: Pick<AuditEntry, 'seq' | 'jobId'>): number =>
    jobId === null ? seq : (stored.firstOf(jobId) ?? seq);
  const entriesOf = (jobId: JobId): AuditEntry[] => {
    const newestIndexed = indexedTo();
    return stored.ofJob(jobId, 0).filter((entry) => entry.seq <= newestIndexed);
  };
  // Words are compared as texts: a digest takes some microseconds, and V8 has an object more to collect.
  const keysOfAll = (entries: readonly AuditEntry[]): Set<SearchKey> =>
    new Set(entries.flatMap((entry) => [...keysOf(entry, 'all')]));
  const without = (keys: ReadonlySet<SearchKey>, known: ReadonlySet<SearchKey>): SearchKey[] =>
    [...keys].filter((key) => !known.has(key));
  const put = (keys: Iterable<SearchKey>, file: number): void => {
    for (const key of keys) add.run(markOf(key), file);
  };
  const take = (gone: Iterable<SearchKey>, file: number): void => {
    for (const key of gone) remove.run(markOf(key), file);
  };

  return {
    marksOfTerms: (terms) => new Set([...keysOfTerms(terms)].map(markOf)),
    indexedTo,
    fileOf,
    addNext() {
      const add = (): boolean => {
        const endsAt = clock.monotonic() + mostStepMs;
        const from = indexedTo();
        let last = from;
        // Entries of a file share most of their words.
        const done = new Map<number, Set<SearchKey>>();
        for (const row of stored.after(from)) {
          if (last - from >= batch || clock.monotonic() >= endsAt) break;
          const entry = stored.open(row);
          const file = fileOf(entry);
          const known = done.get(file) ?? new Set<SearchKey>();
          const fresh = without(keysOf(entry, 'all'), known);
          put(fresh, file);
          for (const key of fresh) known.add(key);
          done.set(file, known);
          last = entry.seq;
        }
        if (last > from) setNewest.run(last);
        return last < stored.newest();
      };
      return inTransaction(db, add, 'later');
    },
    *filesWith(wanted, before) {
      const byCount = [...wanted].map((mark) => ({ mark, n: Number(count.get(mark)?.['n']) }));
      const [rarest, ...others] = byCount.sort((a, b) => a.n - b.n).map(({ mark }) => mark);
      if (rarest === undefined) return;
      for (const row of withMark.iterate(rarest, before)) {
        const file = Number(row['file']);
        if (others.every((mark) => has.get(mark, file) !== undefined)) yield file;
      }
    },
    hasAll: (wanted, file) => [...wanted].every((mark) => has.get(mark, file) !== undefined),
    forgetNames(seq) {
      const entry = stored.one(seq);
      if (entry === null) return;
      const others = entry.jobId === null ? [] : entriesOf(entry.jobId).filter((other) => other.seq !== seq);
      const kept = new Set([...keysOfAll(others), ...keysOf(entry, 'ids')]);
      take(without(keysOf(entry, 'all'), kept), fileOf(entry));
    },
    forgetEntries(seq) {
      const dropped: AuditEntry[] = [];
      for (const row of stored.after(0)) {
        if (Number(row['seq']) > seq) break;
        dropped.push(stored.open(row));
      }
      for (const entry of dropped.filter(({ jobId }) => jobId === null))
        take(keysOf(entry, 'all'), entry.seq);
      for (const jobId of new Set(dropped.map((entry) => entry.jobId).filter((id) => id !== null))) {
        const entries = entriesOf(jobId);
        const [first] = entries;
        if (first === undefined) continue;
        take(keysOfAll(entries), first.seq);
        // The file is known by its first entry that stays.
        const staying = entries.filter((entry) => entry.seq > seq);
        const [next] = staying;
        if (next !== undefined) put(keysOfAll(staying), next.seq);
      }
    },
  };
}
