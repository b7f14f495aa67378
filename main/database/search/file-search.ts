import type { DatabaseSync } from 'node:sqlite';
import type { AuditEntry, FilesCursor } from '../../../preload/contract/history.ts';
import type { JobId } from '../../../preload/contract/ids.ts';
import type { Clock } from '../../base/ports.ts';
import { entryColumns, readEntry } from '../audit-entry.ts';
import type { Sealer } from '../sealing.ts';
import { searchText, termsOf } from './search-words.ts';
import type { WordIndex } from './word-index.ts';

/** A page of the history. */
export interface FilesPage {
  readonly rows: AuditEntry[];
  /** Where to continue, or null at the end. */
  readonly next: FilesCursor | null;
}
export interface FilesQuery {
  readonly after: FilesCursor | null;
  readonly search: string;
  readonly limit: number;
}

/** A search pauses after this many entries or milliseconds, so that it does not delay the queue. The caller asks for more. */
const mostRead = 5000;
const mostMs = 10;

/**
 * The history for people: one row a file, the newest entry of its job, and one for each other act. A search finds a file
 * if one of its entries holds all terms, in three parts: entries that are not in the index yet, newest first; files with
 * the words in the index, newest file first; and all other entries, newest first, for parts of words.
 */
export function createFileSearch(
  db: DatabaseSync,
  deps: { sealer: Sealer; clock: Clock; index: WordIndex },
): (query: FilesQuery) => FilesPage {
  const { sealer, clock, index } = deps;
  const { marks } = index;
  const newest = db.prepare('SELECT seq FROM audit_log ORDER BY seq DESC LIMIT 1');
  const older = db.prepare(
    `SELECT ${entryColumns} FROM audit_log WHERE seq < ? AND seq > ? ORDER BY seq DESC`,
  );
  const newestOfFiles = db.prepare(
    `SELECT ${entryColumns} FROM audit_log AS entry WHERE seq < ? AND (job_id IS NULL OR NOT EXISTS
     (SELECT 1 FROM audit_log AS newer WHERE newer.job_id = entry.job_id AND newer.seq > entry.seq))
     ORDER BY seq DESC LIMIT ?`,
  );
  const one = db.prepare(`SELECT ${entryColumns} FROM audit_log WHERE seq = ?`);
  const ofJob = db.prepare(`SELECT ${entryColumns} FROM audit_log WHERE job_id = ? AND seq > ? ORDER BY seq`);
  const open = (row: Record<string, unknown>): AuditEntry => readEntry(row, sealer);
  const newerOf = (jobId: JobId, seq: number): AuditEntry[] => ofJob.all(jobId, seq).map(open);

  const listed = (before: number, limit: number): FilesPage => {
    const rows = newestOfFiles.all(before, limit).map(open);
    const last = rows.at(-1);
    return {
      rows,
      next: rows.length < limit || last === undefined ? null : { part: 'all', before: last.seq },
    };
  };

  return ({ after, search, limit }) => {
    const terms = termsOf(search);
    const start = Number(newest.get()?.['seq'] ?? 0) + 1;
    if (terms.length === 0) return listed(after?.before ?? start, limit);

    const wanted = marks.ofTerms(terms);
    const matches = (entry: AuditEntry): boolean => {
      const text = searchText(entry);
      return terms.every((term) => text.includes(term));
    };
    /** The row of a file is where its newest matching entry is. */
    const rowAt = (entry: AuditEntry): AuditEntry | null => {
      if (!matches(entry)) return null;
      if (entry.jobId === null) return entry;
      const newer = newerOf(entry.jobId, entry.seq);
      return newer.some(matches) ? null : (newer.at(-1) ?? entry);
    };
    /** The row of a file in the index, unless it was found by an entry that is not in it. */
    const rowOfFile = (file: number, indexedTo: number): AuditEntry | null => {
      const first = one.get(file);
      if (first === undefined) return null;
      const entry = open(first);
      const all = entry.jobId === null ? [entry] : [entry, ...newerOf(entry.jobId, file)];
      const found = all.findLast(matches);
      return found === undefined || found.seq > indexedTo ? null : (all.at(-1) ?? null);
    };

    const rows: AuditEntry[] = [];
    const endsAt = clock.monotonic() + mostMs;
    let looked = 0;
    /** Takes the row of the entry or file that was just read. True if the page is full, or its time is over. */
    const isOver = (row: AuditEntry | null): boolean => {
      looked += 1;
      if (row !== null) rows.push(row);
      return rows.length === limit || looked === mostRead || clock.monotonic() >= endsAt;
    };

    let at: FilesCursor = after ?? { part: 'new', before: start, indexedTo: index.indexedTo() };
    if (at.part === 'new') {
      for (const row of older.iterate(at.before, at.indexedTo)) {
        const entry = open(row);
        if (isOver(rowAt(entry))) return { rows, next: { ...at, before: entry.seq } };
      }
      at = { ...at, part: 'words', before: at.indexedTo + 1 };
    }
    if (at.part === 'words') {
      for (const file of index.filesWith(wanted, at.before)) {
        if (isOver(rowOfFile(file, at.indexedTo))) return { rows, next: { ...at, before: file } };
      }
      // Its rows are shown before the long part begins.
      return { rows, next: { ...at, part: 'parts', before: at.indexedTo + 1 } };
    }
    if (at.part === 'parts') {
      for (const row of older.iterate(at.before, 0)) {
        const entry = open(row);
        const found = rowAt(entry);
        const isKnown = found !== null && wanted.size > 0 && index.hasAll(wanted, index.fileOf(entry));
        if (isOver(isKnown ? null : found)) return { rows, next: { ...at, before: entry.seq } };
      }
    }
    return { rows, next: null };
  };
}
