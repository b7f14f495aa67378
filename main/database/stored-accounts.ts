import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { type FolderAccount, folderAccountSchema } from '../../preload/contract/folder-account.ts';
import type { FolderId } from '../../preload/contract/ids.ts';
import { inTransaction } from './database.ts';
import type { Sealer } from './sealing.ts';

/** The last account of a scan folder. */
export interface StoredAccount {
  readonly path: string;
  /** Epoch milliseconds at which the program that watches the folder wrote it. */
  readonly at: number;
  readonly account: FolderAccount;
}

/** The accounts of the scan folders, for programs that do not watch them, such as `chartdrop status`. */
export interface StoredAccounts {
  put(folder: FolderId, stored: StoredAccount): void;
  drop(folder: FolderId): void;
  all(): StoredAccount[];
}

const sealedSchema = z.object({ path: z.string(), account: folderAccountSchema });
const rowSchema = z.object({ at: z.number(), sealed: z.instanceof(Uint8Array) });

export function createStoredAccounts(db: DatabaseSync, sealer: Sealer): StoredAccounts {
  const put = db.prepare('INSERT OR REPLACE INTO folder_accounts (folder_id, at, sealed) VALUES (?, ?, ?)');
  const drop = db.prepare('DELETE FROM folder_accounts WHERE folder_id = ?');
  const all = db.prepare('SELECT at, sealed FROM folder_accounts ORDER BY folder_id');
  return {
    put: (folder, { path, at, account }) =>
      inTransaction(db, () => void put.run(folder, at, sealer.seal({ path, account }))),
    drop: (folder) => inTransaction(db, () => void drop.run(folder)),
    all: () =>
      all.all().map((row) => {
        const { at, sealed } = rowSchema.parse(row);
        return { at, ...sealedSchema.parse(sealer.open(sealed)) };
      }),
  };
}
