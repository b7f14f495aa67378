import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../base/ports.ts';
import type { AuditLog } from './audit/audit-log.ts';
import { inTransaction } from './database.ts';
import type { Sealer } from './sealing.ts';

/**
 * Records a storage host in the history before the first upload to it: the service chooses the hosts, and the
 * history shows which. `host` as in a URL, with its port.
 */
export function createStorageHosts(
  db: DatabaseSync,
  deps: { sealer: Sealer; clock: Clock; audit: AuditLog },
): { meet(host: string): void } {
  const known = db.prepare('SELECT 1 FROM storage_hosts WHERE host_digest = ?');
  const add = db.prepare('INSERT OR IGNORE INTO storage_hosts VALUES (?, ?)');
  return {
    meet(host) {
      const digest = deps.sealer.digest('storage host', host);
      if (known.get(digest) !== undefined) return;
      inTransaction(db, () => {
        const { changes } = add.run(digest, deps.clock.now());
        if (changes > 0) deps.audit.append({ kind: 'storage-met', detail: { host } });
      });
    },
  };
}
