import type { DatabaseSync } from 'node:sqlite';
import { ChartdropError } from '../base/errors.ts';
import { inTransaction } from './database.ts';
import type { Sealer } from './sealing.ts';

/**
 * Throws `data-key-wrong` if the database was created with another key: its rows could not be read, and an entry
 * written with this key would look like tampering. Marks a new database with this key.
 */
export function proveDataKey(db: DatabaseSync, sealer: Sealer): void {
  const digest = sealer.digest('data key');
  const select = db.prepare('SELECT digest FROM data_key');
  if (select.get() === undefined) {
    inTransaction(db, () => db.prepare('INSERT OR IGNORE INTO data_key VALUES (1, ?)').run(digest));
  }
  const kept = select.get()?.['digest'];
  if (!(kept instanceof Uint8Array) || !digest.equals(kept)) throw new ChartdropError('data-key-wrong');
}
