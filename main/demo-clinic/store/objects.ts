import { createHash, randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { privateFolder } from '../base/private-files.ts';

/** What lies under a key of the store. `blob` names the file with the bytes; a key that is posted again gets a new one. */
export interface StoredObject {
  blob: string;
  /** Bytes. */
  size: number;
}

export type Objects = ReturnType<typeof createObjects>;

/** The store's keys in the database, their bytes as files beside it. */
export function createObjects(db: DatabaseSync, directory: string) {
  const folder = join(directory, 'objects');
  privateFolder(folder);
  const put = db.prepare('INSERT OR REPLACE INTO objects (key, body) VALUES (?, ?)');
  const get = db.prepare('SELECT body FROM objects WHERE key = ?');
  const remove = db.prepare("DELETE FROM objects WHERE key = ? AND body ->> 'blob' = ?");
  const knownHash = db.prepare('SELECT sha256 FROM hashes WHERE blob = ?');
  const keepHash = db.prepare('INSERT OR REPLACE INTO hashes (blob, sha256) VALUES (?, ?)');
  const addOrigin = db.prepare('INSERT OR IGNORE INTO origins (url) VALUES (?)');
  const origins = db.prepare('SELECT url FROM origins');
  const pathOf = (blob: string) => join(folder, blob);

  return {
    pathOf,
    newBlob: (): string => randomUUID(),

    put(key: string, object: StoredObject): void {
      put.run(key, JSON.stringify(object));
    },

    get(key: string): StoredObject | null {
      const row = get.get(key);
      return row === undefined ? null : (JSON.parse(String(row['body'])) as StoredObject);
    },

    /** Forgets the key, unless other bytes were posted under it since. The file stays: an attachment has it now. */
    remove(key: string, blob: string): void {
      remove.run(key, blob);
    },

    /** Takes note of an address of the store, ending in a slash. */
    addOrigin(url: string): void {
      addOrigin.run(url);
    },

    /**
     * The keys under which something lies that an upload URL may mean: as it stands, or percent-encoded as in the
     * store's `Location`. None where it is not below an address that the store has, or had before a restart on another port.
     */
    keysOf(uploadUrl: string): string[] {
      const origin = origins.all().find(({ url }) => uploadUrl.startsWith(String(url)));
      if (origin === undefined) return [];
      const written = uploadUrl.slice(String(origin['url']).length);
      return [written, decoded(written)].filter((key) => get.get(key) !== undefined);
    },

    /** Hex SHA-256 of the bytes, worked out when first asked for: an upload must not wait for it. */
    sha256(blob: string): string {
      const known = knownHash.get(blob);
      if (known !== undefined) return String(known['sha256']);
      const sha256 = hashFile(pathOf(blob));
      keepHash.run(blob, sha256);
      return sha256;
    },
  };
}

/** A text without its percent-encoding; as it is where it has none that makes sense. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (thrown) {
    if (thrown instanceof URIError) return text;
    throw thrown;
  }
}

function hashFile(path: string): string {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(4 << 20);
  const file = openSync(path, 'r');
  try {
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) {
      hash.update(piece.subarray(0, read));
    }
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}
