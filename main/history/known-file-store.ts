import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { FolderId } from '../../preload/contract/ids.ts';
import type { Fingerprint } from '../../preload/contract/job.ts';
import type { Clock } from '../ports.ts';
import { databaseError, inTransaction } from './database.ts';
import type { Sealer } from './sealing.ts';

/** A file of one scan folder: its path inside the folder, with `/` between parts, and what it was like. */
export interface KnownFile {
  readonly relativePath: string;
  readonly fingerprint: Fingerprint;
}

/**
 * The files that were taken, or left alone as they lay there before, kept from start to start as keyed digests of their
 * paths. A file that goes away stays known: a share that comes back, or an empty mount point, must not make old files
 * new (case 8).
 */
export interface KnownFiles {
  /** False until the folder's first listing was recorded in full. */
  hasBaseline(folder: FolderId): boolean;
  get(folder: FolderId, relativePath: string): Fingerprint | undefined;
  /** Adds files, or replaces what is known of them, in one transaction. */
  remember(folder: FolderId, files: readonly KnownFile[]): void;
  completeBaseline(folder: FolderId): void;
}

const rowSchema = z
  .object({ size: z.number(), modified_ns: z.string(), changed_ns: z.string(), inode: z.string() })
  .transform((row): Fingerprint => ({
    size: row.size,
    modifiedNs: row.modified_ns,
    changedNs: row.changed_ns,
    inode: row.inode,
  }));

export function createKnownFileStore(
  db: DatabaseSync,
  { sealer, clock }: { sealer: Sealer; clock: Clock },
): KnownFiles {
  const baseline = db.prepare('SELECT 1 FROM baselines WHERE folder_id = ?');
  const complete = db.prepare('INSERT OR IGNORE INTO baselines (folder_id, taken_at) VALUES (?, ?)');
  const select = db.prepare(
    'SELECT size, modified_ns, changed_ns, inode FROM known_files WHERE folder_id = ? AND path_digest = ?',
  );
  const put = db.prepare('INSERT OR REPLACE INTO known_files VALUES (?, ?, ?, ?, ?, ?)');

  return {
    hasBaseline: (folder) => baseline.get(folder) !== undefined,
    get(folder, relativePath) {
      const row = select.get(folder, sealer.digest(relativePath));
      return row === undefined ? undefined : rowSchema.parse(row);
    },
    remember(folder, files) {
      inTransaction(db, () => {
        for (const { relativePath, fingerprint } of files) {
          const { size, modifiedNs, changedNs, inode } = fingerprint;
          put.run(folder, sealer.digest(relativePath), size, modifiedNs, changedNs, inode);
        }
      });
    },
    completeBaseline(folder) {
      try {
        complete.run(folder, clock.now());
      } catch (thrown) {
        throw databaseError(thrown);
      }
    },
  };
}
