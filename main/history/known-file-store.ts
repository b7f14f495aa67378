import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { FolderId } from '../../preload/contract/ids.ts';
import type { Fingerprint } from '../../preload/contract/job.ts';
import type { Clock } from '../ports.ts';
import { inTransaction } from './database.ts';
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
  /** Writes names of a first listing down in one piece, which `get` does not find. */
  addBaselinePart(folder: FolderId, part: BaselinePart): void;
  baselineParts(folder: FolderId): BaselinePart[];
  replaceBaselineParts(folder: FolderId, parts: readonly BaselinePart[]): void;
}

/** Files of a first listing that are only noted yet. */
export interface BaselinePart {
  /** Epoch milliseconds; what changed since is not what lay there. */
  readonly listedAt: number;
  readonly relativePaths: readonly string[];
}
const partSchema = z.object({ listedAt: z.number(), relativePaths: z.array(z.string()) });

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
  const putPart = db.prepare('INSERT INTO baseline_parts (folder_id, sealed) VALUES (?, ?)');
  const selectParts = db.prepare('SELECT sealed FROM baseline_parts WHERE folder_id = ? ORDER BY part');
  const dropParts = db.prepare('DELETE FROM baseline_parts WHERE folder_id = ?');
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
    completeBaseline: (folder) => inTransaction(db, () => void complete.run(folder, clock.now())),
    addBaselinePart: (folder, part) => inTransaction(db, () => void putPart.run(folder, sealer.seal(part))),
    baselineParts: (folder) =>
      selectParts.all(folder).map(({ sealed }) => partSchema.parse(sealer.open(sealed as Uint8Array))),
    replaceBaselineParts: (folder, parts) =>
      inTransaction(db, () => {
        dropParts.run(folder);
        for (const part of parts) putPart.run(folder, sealer.seal(part));
      }),
  };
}
