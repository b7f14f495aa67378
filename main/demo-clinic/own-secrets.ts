import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

export interface OwnSecrets {
  /** As the real service writes its keys, with the shard at the end. */
  readonly apiKey: string;
  readonly secretAccessKey: string;
}

/**
 * The key and the store's secret of one data directory, made at its first start: on a PC with several users nobody else can
 * ask this clinic for what was tried on it. A later start on the same directory has the same ones.
 */
export function ownSecrets(db: DatabaseSync): OwnSecrets {
  const keep = db.prepare('INSERT OR IGNORE INTO secrets (name, value) VALUES (?, ?)');
  const read = db.prepare('SELECT value FROM secrets WHERE name = ?');
  const secret = (name: string): string => {
    keep.run(name, randomBytes(24).toString('hex'));
    return String(read.get(name)?.['value']);
  };
  return { apiKey: `demo-${secret('api-key')}-au1`, secretAccessKey: secret('store') };
}
