import type { DatabaseSync } from 'node:sqlite';
import type { AuditEntry, FilesCursor } from '../../../preload/contract/history.ts';
import type { Clock } from '../../base/ports.ts';
import type { StoredEntries } from '../audit/stored-entries.ts';
import { inSnapshot } from '../database.ts';
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
  deps: { clock: Clock; entries: StoredEntries; index: WordIndex },
): (query: FilesQuery) => FilesPage {
  const { clock, entries, index } = deps;

  const listed = (before: number, limit: number): FilesPage => {
    const rows: AuditEntry[] = [];
    for (const row of entries.before(before, 0)) {
      if (entries.isNewest(row)) rows.push(entries.open(row));
      if (rows.length === limit) break;
    }
    const last = rows.at(-1);
    return {
      rows,
      next: rows.length < limit || last === undefined ? null : { part: 'all', before: last.seq },
    };
  };

  const page = ({ after, search, limit }: FilesQuery): FilesPage => {
    const terms = termsOf(search);
    const start = entries.newest() + 1;
    if (terms.length === 0) return listed(after?.before ?? start, limit);

    const wanted = index.marksOfTerms(terms);
    const matches = (entry: AuditEntry): boolean => {
      const text = searchText(entry);
      return terms.every((term) => text.includes(term));
    };
    /** The row of a file is where its newest matching entry is. */
    const rowAt = (entry: AuditEntry): AuditEntry | null => {
      if (!matches(entry)) return null;
      if (entry.jobId === null) return entry;
      const newer = entries.ofJob(entry.jobId, entry.seq);
      return newer.some(matches) ? null : (newer.at(-1) ?? entry);
    };
    /** The row of a file in the index, unless it was found by an entry that is not in it. */
    const rowOfFile = (file: number, indexedTo: number): AuditEntry | null => {
      const first = entries.one(file);
      if (first === null) return null;
      const all = first.jobId === null ? [first] : [first, ...entries.ofJob(first.jobId, file)];
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
      for (const row of entries.before(at.before, at.indexedTo)) {
        const entry = entries.open(row);
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
      for (const row of entries.before(at.before, 0)) {
        const entry = entries.open(row);
        const found = rowAt(entry);
        const isKnown = found !== null && wanted.size > 0 && index.hasAll(wanted, index.fileOf(entry));
        if (isOver(isKnown ? null : found)) return { rows, next: { ...at, before: entry.seq } };
      }
    }
    return { rows, next: null };
  };

  return (query) => inSnapshot(db, () => page(query));
}
