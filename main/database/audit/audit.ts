import type { DatabaseSync } from 'node:sqlite';
import type { Actor, Clock } from '../../base/ports.ts';
import type { Sealer } from '../sealing.ts';
import { type AuditLog, createAuditLog } from './audit-log.ts';
import { createEntryBlocks, type EntryBlocks } from './entry-blocks.ts';
import { createStoredEntries, type StoredEntries } from './stored-entries.ts';

/** The history and the places where its entries are. */
export interface Audit {
  readonly log: AuditLog;
  readonly entries: StoredEntries;
  readonly blocks: EntryBlocks;
}

export function createAudit(
  db: DatabaseSync,
  deps: { sealer: Sealer; clock: Clock; actor: () => Actor },
): Audit {
  const blocks = createEntryBlocks(db, deps.sealer);
  const entries = createStoredEntries(db, { sealer: deps.sealer, blocks });
  return { log: createAuditLog(db, { ...deps, entries, blocks }), entries, blocks };
}
