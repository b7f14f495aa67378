import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

export interface OwnSecrets {
  /** In the form of the real service's keys, with the shard at the end. */
  readonly apiKey: string;
  readonly secretAccessKey: string;
}

/**
 * The key and the store's secret of one data directory, created at its first start and kept. On a PC with several
 * users, other users cannot read this clinic.
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
