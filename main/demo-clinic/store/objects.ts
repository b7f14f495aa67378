import { createHash, randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { privateFolder } from '../base/private-files.ts';

/**
 * An object of the store under its key. `blob` names the file with the bytes; posting a key again creates a new one.
 */
export interface StoredObject {
  blob: string;
  /** Bytes. */
  size: number;
}

export type Objects = ReturnType<typeof createObjects>;

/** The store's objects: keys in the database, bytes as files. */
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

    /** Removes the key, unless other bytes were posted under it since. The file stays, since an attachment uses it. */
    remove(key: string, blob: string): void {
      remove.run(key, blob);
    },

    /** Records an address of the store, ending in a slash. */
    addOrigin(url: string): void {
      addOrigin.run(url);
    },

    /**
     * The keys that an upload URL may mean: literal, or percent-encoded as in the store's `Location`. Empty if the URL
     * is not below an address that the store has or had.
     */
    keysOf(uploadUrl: string): string[] {
      const origin = origins.all().find(({ url }) => uploadUrl.startsWith(String(url)));
      if (origin === undefined) return [];
      const written = uploadUrl.slice(String(origin['url']).length);
      return [written, decoded(written)].filter((key) => get.get(key) !== undefined);
    },

    /** SHA-256 of the bytes in hex, computed on first request so that it does not delay an upload. */
    sha256(blob: string): string {
      const known = knownHash.get(blob);
      if (known !== undefined) return String(known['sha256']);
      const sha256 = hashFile(pathOf(blob));
      keepHash.run(blob, sha256);
      return sha256;
    },
  };
}

/** The text without percent-encoding, or unchanged if its encoding is invalid. */
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
