import { DatabaseSync } from 'node:sqlite';
import { createKnownFileStore, type KnownFiles } from '../../main/database/known-file-store.ts';
import { migrations } from '../../main/database/migrations.ts';
import { createSealer, newDataKey } from '../../main/database/sealing.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';

/** The real store with a database in memory; it survives a watch as it survives the program. */
export function createMemoryKnownFiles(): KnownFiles & { size(): number } {
  const db = new DatabaseSync(':memory:');
  for (const migration of migrations) db.exec(migration);
  const count = db.prepare('SELECT count(*) AS n FROM known_files');
  const known = createKnownFileStore(db, { sealer: createSealer(newDataKey()), clock: createFakeClock() });
  return { ...known, size: () => Number(count.get()?.['n']) };
}
