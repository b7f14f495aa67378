import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { FolderId } from '../../preload/contract/ids.ts';
import type { Fingerprint } from '../files/job-file.ts';
import type { Clock } from '../base/ports.ts';
import { inTransaction } from './database.ts';
import type { Sealer } from './sealing.ts';

/** `taken`: it became a job. `left`: it was already in the folder when the folder was added, and is skipped. */
type Standing = 'taken' | 'left';

/** One known file. */
export interface KnownEntry {
  readonly fingerprint: Fingerprint;
  readonly standing: Standing;
  /** The mount on which inode and change time were read; `''` if they are unreliable. */
  readonly mount: string;
  /**
   * A keyed digest of parts of its bytes. For skipped files, null until they were read. Also for files that another
   * program filed, which have no job here.
   */
  readonly mark: string | null;
}

/** A file of one scan folder, by its path inside the folder, with `/` between parts. */
export interface KnownFile extends KnownEntry {
  readonly relativePath: string;
}

/** A skipped file that may have been renamed. */
interface LeftCandidate extends KnownEntry {
  /** Id of the row. */
  readonly key: Uint8Array;
  /** Its last known path. null once the file was no longer found there. */
  readonly relativePath: string | null;
}

/** The files that a folder's baseline covers. */
const scopeSchema = z.object({
  /** The folder's real path. */
  path: z.string(),
  subfolders: z.boolean(),
  types: z.array(z.string()),
  ignore: z.array(z.string()),
});
export type Scope = z.infer<typeof scopeSchema>;

/**
 * The files that were taken or skipped, kept between starts under keyed digests of their paths. A row ends when its
 * file is no longer found; an unavailable folder ends none (case 8).
 */
export interface KnownFiles {
  /** False until the folder's first listing was completely recorded. */
  hasBaseline(folder: FolderId): boolean;
  get(folder: FolderId, relativePath: string): KnownEntry | undefined;
  /** Adds files or replaces their entries, in one transaction. */
  remember(folder: FolderId, files: readonly KnownFile[]): void;
  /**
   * These paths no longer exist: entries of taken files end. Skipped files stay known by their content, since a
   * backup may restore them.
   */
  end(folder: FolderId, relativePaths: readonly string[]): void;
  /** Skipped files of this size in bytes, whether or not they exist now. */
  leftOfSize(folder: FolderId, size: number): LeftCandidate[];
  /** Records the new path of a skipped file. */
  move(folder: FolderId, from: Uint8Array, to: KnownFile): void;
  /** Paths of taken files in the order of their keys, after `after`. Includes only files whose paths were kept. */
  takenAfter(folder: FolderId, after: Uint8Array, limit: number): { key: Uint8Array; relativePath: string }[];
  /** The same for skipped files that were last found in the folder. */
  leftAfter(folder: FolderId, after: Uint8Array, limit: number): { key: Uint8Array; relativePath: string }[];
  /** Skipped files in the order of their keys, after `after`, whose bytes were not read yet. */
  unmarkedAfter(folder: FolderId, after: Uint8Array, limit: number): (KnownFile & { key: Uint8Array })[];
  setMarks(folder: FolderId, marks: readonly { key: Uint8Array; mark: string }[]): void;
  /** The keyed digest of a hash over parts of a file. */
  markOf(hash: string): string;
  /** Number of skipped files that exist in the folder. */
  countLeft(folder: FolderId): number;
  /** Forgets the skipped files: the next listing reports them as new. */
  dropLeft(folder: FolderId): void;
  /** null for folders recorded by versions that did not store the scope. */
  scope(folder: FolderId): Scope | null;
  completeBaseline(folder: FolderId, scope: Scope): void;
  /** Records part of a first listing. `get` does not return it yet. */
  addBaselinePart(folder: FolderId, part: BaselinePart): void;
  baselineParts(folder: FolderId): BaselinePart[];
  replaceBaselineParts(folder: FolderId, parts: readonly BaselinePart[]): void;
  /** Marks of the names that the last start met, in no order; null if none were kept. */
  expectedNames(folder: FolderId): Uint32Array | null;
  /** Keeps these marks instead of the earlier ones. */
  expectNames(folder: FolderId, marks: Uint32Array): void;
}

/** Files of a first listing that is not complete yet. */
interface BaselinePart {
  /** Epoch milliseconds. A file changed since then was not there before. */
  readonly listedAt: number;
  readonly relativePaths: readonly string[];
}
const partSchema = z.object({ listedAt: z.number(), relativePaths: z.array(z.string()) });

const bytes = z.instanceof(Uint8Array);
const hex = (blob: Uint8Array): string => Buffer.from(blob).toString('hex');
const rowSchema = z
  .object({
    path_digest: bytes,
    size: z.number(),
    modified_ns: z.string(),
    changed_ns: z.string(),
    inode: z.string(),
    standing: z.enum(['taken', 'left']),
    mount: z.string(),
    mark: bytes.nullable(),
    sealed_path: bytes.nullable(),
  })
  .transform((row) => ({
    key: row.path_digest,
    sealedPath: row.sealed_path,
    entry: {
      fingerprint: {
        size: row.size,
        modifiedNs: row.modified_ns,
        changedNs: row.changed_ns,
        inode: row.inode,
      },
      standing: row.standing,
      mount: row.mount,
      mark: row.mark === null ? null : hex(row.mark),
    } satisfies KnownEntry,
  }));

export function createKnownFileStore(
  db: DatabaseSync,
  { sealer, clock }: { sealer: Sealer; clock: Clock },
): KnownFiles {
  const baseline = db.prepare('SELECT 1 FROM baselines WHERE folder_id = ?');
  const complete = db.prepare(
    `INSERT INTO baselines (folder_id, taken_at, sealed_scope) VALUES (?, ?, ?)
     ON CONFLICT (folder_id) DO UPDATE SET sealed_scope = excluded.sealed_scope`,
  );
  const selectScope = db.prepare('SELECT sealed_scope FROM baselines WHERE folder_id = ?');
  const select = (rest: string) => {
    const statement = db.prepare(`SELECT * FROM known_files WHERE folder_id = ? AND ${rest}`);
    return (...values: (string | number | Uint8Array)[]) =>
      statement.all(...values).map((row) => rowSchema.parse(row));
  };
  const byPath = select('path_digest = ? AND is_gone = 0');
  const bySize = select(`standing = 'left' AND size = ?`);
  const taken = select(
    `standing = 'taken' AND path_digest > ? AND sealed_path IS NOT NULL ORDER BY path_digest LIMIT +?`,
  );
  const left = select(
    `standing = 'left' AND is_gone = 0 AND path_digest > ? AND sealed_path IS NOT NULL
     ORDER BY path_digest LIMIT +?`,
  );
  const unmarked = select(
    `standing = 'left' AND is_gone = 0 AND mark IS NULL AND path_digest > ? AND sealed_path IS NOT NULL
     ORDER BY path_digest LIMIT +?`,
  );
  const putMark = db.prepare('UPDATE known_files SET mark = ? WHERE folder_id = ? AND path_digest = ?');
  const countLeft = db.prepare(
    `SELECT count(*) AS n FROM known_files WHERE folder_id = ? AND standing = 'left' AND is_gone = 0`,
  );
  const dropLeft = db.prepare(`DELETE FROM known_files WHERE folder_id = ? AND standing = 'left'`);
  const putPart = db.prepare('INSERT INTO baseline_parts (folder_id, sealed) VALUES (?, ?)');
  const selectParts = db.prepare('SELECT sealed FROM baseline_parts WHERE folder_id = ? ORDER BY part');
  const dropParts = db.prepare('DELETE FROM baseline_parts WHERE folder_id = ?');
  const selectMarks = db.prepare('SELECT sealed FROM expected_names WHERE folder_id = ?');
  const putMarks = db.prepare('INSERT OR REPLACE INTO expected_names (folder_id, sealed) VALUES (?, ?)');
  const put = db.prepare(`
    INSERT OR REPLACE INTO known_files
      (folder_id, path_digest, size, modified_ns, changed_ns, inode, standing, mount, mark, sealed_path, remembered_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const drop = db.prepare('DELETE FROM known_files WHERE folder_id = ? AND path_digest = ?');
  const endTaken = db.prepare(
    `DELETE FROM known_files WHERE folder_id = ? AND path_digest = ? AND standing = 'taken'`,
  );
  // Stored under a separate key from now on, since another file may get this path.
  const endLeft = db.prepare(
    `UPDATE known_files SET is_gone = 1, sealed_path = NULL, path_digest = randomblob(32)
     WHERE folder_id = ? AND path_digest = ? AND standing = 'left'`,
  );

  const putFile = (folder: FolderId, file: KnownFile): void => {
    const { size, modifiedNs, changedNs, inode } = file.fingerprint;
    const mark = file.mark === null ? null : Buffer.from(file.mark, 'hex');
    const path = sealer.seal(file.relativePath);
    const key = sealer.digest(file.relativePath);
    const { standing, mount } = file;
    if (standing === 'taken') endLeft.run(folder, key);
    put.run(folder, key, size, modifiedNs, changedNs, inode, standing, mount, mark, path, clock.now());
  };
  const openPath = (sealed: Uint8Array): string => z.string().parse(sealer.open(sealed));
  const named = (rows: { key: Uint8Array; sealedPath: Uint8Array | null }[]) =>
    rows.flatMap(({ key, sealedPath }) =>
      sealedPath === null ? [] : [{ key, relativePath: openPath(sealedPath) }],
    );

  return {
    hasBaseline: (folder) => baseline.get(folder) !== undefined,
    get: (folder, relativePath) => byPath(folder, sealer.digest(relativePath))[0]?.entry,
    remember: (folder, files) =>
      inTransaction(db, () => {
        for (const file of files) putFile(folder, file);
      }),
    end(folder, relativePaths) {
      const end = (): void => {
        for (const relativePath of relativePaths) {
          const key = sealer.digest(relativePath);
          endTaken.run(folder, key);
          endLeft.run(folder, key);
        }
      };
      // After a power failure the next listing misses the name again.
      inTransaction(db, end, 'later');
    },
    leftOfSize: (folder, size) =>
      bySize(folder, size).map(({ key, entry, sealedPath }) => ({
        ...entry,
        key,
        relativePath: sealedPath === null ? null : openPath(sealedPath),
      })),
    move: (folder, from, to) =>
      inTransaction(db, () => {
        drop.run(folder, from);
        putFile(folder, to);
      }),
    takenAfter: (folder, after, limit) => named(taken(folder, after, limit)),
    leftAfter: (folder, after, limit) => named(left(folder, after, limit)),
    unmarkedAfter: (folder, after, limit) =>
      unmarked(folder, after, limit).flatMap(({ key, entry, sealedPath }) =>
        sealedPath === null ? [] : [{ ...entry, key, relativePath: openPath(sealedPath) }],
      ),
    setMarks: (folder, marks) =>
      inTransaction(db, () => {
        for (const { key, mark } of marks) putMark.run(Buffer.from(mark, 'hex'), folder, key);
      }),
    markOf: (hash) => hex(sealer.digest('mark', hash)),
    countLeft: (folder) => Number(countLeft.get(folder)?.['n']),
    dropLeft: (folder) => inTransaction(db, () => void dropLeft.run(folder)),
    scope(folder) {
      const sealed = selectScope.get(folder)?.['sealed_scope'];
      return sealed == null ? null : scopeSchema.parse(sealer.open(bytes.parse(sealed)));
    },
    completeBaseline: (folder, scope) =>
      inTransaction(db, () => void complete.run(folder, clock.now(), sealer.seal(scope))),
    addBaselinePart: (folder, part) => inTransaction(db, () => void putPart.run(folder, sealer.seal(part))),
    baselineParts: (folder) =>
      selectParts.all(folder).map(({ sealed }) => partSchema.parse(sealer.open(sealed as Uint8Array))),
    replaceBaselineParts: (folder, parts) =>
      inTransaction(db, () => {
        dropParts.run(folder);
        for (const part of parts) putPart.run(folder, sealer.seal(part));
      }),
    expectedNames(folder) {
      const sealed = selectMarks.get(folder)?.['sealed'];
      if (sealed === undefined) return null;
      // A copy, since a view of numbers must begin at a multiple of four.
      const packed = Uint8Array.from(
        Buffer.from(z.string().parse(sealer.open(bytes.parse(sealed))), 'base64'),
      );
      return new Uint32Array(packed.buffer);
    },
    expectNames: (folder, marks) =>
      inTransaction(
        db,
        () => void putMarks.run(folder, sealer.seal(Buffer.from(marks.buffer).toString('base64'))),
      ),
  };
}
