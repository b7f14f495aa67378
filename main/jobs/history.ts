import { join } from 'node:path';
import type { Actor, Clock, Stop } from '../base/ports.ts';
import { createAudit } from '../database/audit/audit.ts';
import type { AuditDraft, AuditLog } from '../database/audit/audit-log.ts';
import { type ArchiveStore, createArchiveStore } from '../database/archive-store.ts';
import { proveDataKey } from '../database/data-key.ts';
import { databaseError, inTransaction, type OpenedDatabase, openDatabase } from '../database/database.ts';
import { createJobStore, type JobStore } from './store/job-store.ts';
import { createKnownFileStore, type KnownFiles } from '../database/known-file-store.ts';
import { createRetention, type Retention } from './retention/retention.ts';
import { isRunLocked, takeRunLock } from '../database/run-lock.ts';
import { createFileSearch, type FilesPage, type FilesQuery } from '../database/search/file-search.ts';
import { createWordIndex, type WordIndex } from '../database/search/word-index.ts';
import { createSealer } from '../database/sealing.ts';
import { createStorageHosts } from '../database/storage-hosts.ts';
import { createStoredAccounts, type StoredAccounts } from '../database/stored-accounts.ts';

export interface History {
  readonly jobs: JobStore;
  readonly audit: AuditLog;
  /** A page of the history for people: see `createFileSearch`. */
  readonly files: (query: FilesQuery) => FilesPage;
  readonly index: WordIndex;
  /** Attachments that are to be archived. */
  readonly archives: ArchiveStore;
  readonly knownFiles: KnownFiles;
  readonly retention: Retention;
  /** The last accounts of the scan folders. */
  readonly accounts: StoredAccounts;
  /** Records a storage host, as in its URL, at the first upload to it. */
  meetStorage(host: string): void;
  /** Records an act that changes no job. */
  record(draft: AuditDraft): void;
  /** Where a damaged database was moved at this opening; null if it was intact. */
  readonly setAside: string | null;
  close(): void;
}

/** The file of a clinic's jobs and history. */
export const databaseFile = (directory: string): string => join(directory, 'chartdrop.sqlite');

/**
 * `work` reserves the directory's jobs for this process; `beside` reads and records acts while another process works.
 */
export type Access = 'work' | 'beside';

interface HistoryOptions {
  readonly directory: string;
  readonly dataKey: string;
  readonly access: Access;
  readonly clock: Clock;
  readonly actor: () => Actor;
}

/**
 * Opens the database of a data directory. Throws `data-in-use` if another process works on it, `database-newer`, and
 * `data-key-wrong`.
 */
export function openHistory(given: HistoryOptions): History {
  try {
    return openOnce(given);
  } catch (thrown) {
    // It was not checked, since a complete close had left it sound. The next opening checks it, and moves it aside.
    if (given.access === 'work' && databaseError(thrown).code === 'database-damaged') return openOnce(given);
    throw thrown;
  }
}

function openOnce(given: HistoryOptions): History {
  const sealer = createSealer(given.dataKey);
  const lock = join(given.directory, 'lock.sqlite');
  const unlock: Stop = given.access === 'work' ? takeRunLock(lock) : () => {};
  let opened: OpenedDatabase | null = null;
  try {
    opened = openDatabase(databaseFile(given.directory), {
      by: given.access === 'work' ? 'worker' : isRunLocked(lock) ? 'beside-worker' : 'alone',
      now: given.clock.now(),
    });
    const { db, setAside, flushed, close } = opened;
    proveDataKey(db, sealer);
    const { clock, actor } = given;
    const { log: audit, entries, blocks } = createAudit(db, { sealer, clock, actor });
    const index = createWordIndex(db, { sealer, clock, entries });
    const storages = createStorageHosts(db, { sealer, clock, audit });
    return {
      jobs: createJobStore(db, { sealer, clock, audit, flushed }),
      audit,
      files: createFileSearch(db, { clock, entries, index }),
      index,
      archives: createArchiveStore(db, { sealer, audit }),
      knownFiles: createKnownFileStore(db, { sealer, clock }),
      retention: createRetention(db, { sealer, audit, index, blocks, clock }),
      accounts: createStoredAccounts(db, sealer),
      meetStorage: (host) => storages.meet(host),
      record: (draft) => inTransaction(db, () => audit.append(draft)),
      setAside,
      close() {
        close();
        unlock();
      },
    };
  } catch (thrown) {
    opened?.db.close();
    unlock();
    throw thrown;
  }
}
