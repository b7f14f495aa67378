import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { AuditEntry, AuditKind } from '../../preload/contract/history.ts';
import type { AttachmentId, CaseId, JobId, PatientId } from '../../preload/contract/ids.ts';
import type { Actor, Clock } from '../base/ports.ts';
import { chainColumns, clearColumns, entryColumns, readEntry } from './audit-entry.ts';
import { readTail } from './audit-tail.ts';
import type { Sealer } from './sealing.ts';

/** The content of a history entry; actor and time are added. */
export interface AuditDraft {
  readonly kind: AuditKind;
  /** When it happened, in epoch milliseconds, if that was before the entry is written. */
  readonly at?: number;
  readonly jobId?: JobId;
  readonly patientId?: PatientId;
  readonly caseId?: CaseId;
  readonly attachmentId?: AttachmentId;
  /** Names, paths and words; stored encrypted. */
  readonly detail?: Readonly<Record<string, string>>;
}

export interface AuditLog {
  /** Call it inside the transaction of the change that it records. */
  append(draft: AuditDraft): void;
  /** The same for many, in this order. */
  appendAll(drafts: readonly AuditDraft[]): void;
  entries(query: { jobId?: JobId; afterSeq?: number; limit: number }): AuditEntry[];
  /** Number of entries, and the times of the first and last in epoch milliseconds. null if there are none. */
  extent(): { entries: number; from: number; to: number } | null;
  /** The `seq` of the first entry that was changed or removed, or null if all are intact. */
  firstTampered(): number | null;
}

/**
 * Append-only history. The `chain` of each entry is a keyed digest of the previous entry and its content: a
 * changed, removed or inserted entry breaks every later link, and only the key can repair it. The head names the
 * newest entry, so that removing the last entries is noticed too.
 */
export function createAuditLog(
  db: DatabaseSync,
  deps: { sealer: Sealer; clock: Clock; actor: () => Actor },
): AuditLog {
  const { sealer } = deps;
  const last = db.prepare('SELECT seq, chain FROM audit_log ORDER BY seq DESC LIMIT 1');
  const insert = db.prepare(
    `INSERT INTO audit_log (${clearColumns}, ${chainColumns}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)`,
  );

  const headOf = db.prepare('SELECT seq, digest FROM audit_head');
  const putHead = db.prepare('INSERT OR REPLACE INTO audit_head VALUES (1, ?, ?)');

  const headDigest = (seq: unknown, chain: Uint8Array): Buffer =>
    sealer.digest('audit head', String(seq), chain);
  const chainOf = (before: Uint8Array, clear: readonly unknown[], sealedDigest: Uint8Array): Buffer =>
    sealer.digest(before, JSON.stringify(clear), sealedDigest);

  const read = (row: Record<string, unknown>): AuditEntry => readEntry(row, sealer);

  /** Reads the newest entry and writes the head once for all, since 10,000 jobs can be added in one transaction. */
  const append = (drafts: readonly AuditDraft[]): void => {
    if (drafts.length === 0) return;
    const before = last.get();
    let seq = Number(before?.['seq'] ?? 0);
    let chain = bytes(before?.['chain']);
    for (const draft of drafts) {
      const actor = deps.actor();
      const clear = [
        (seq += 1),
        draft.at ?? deps.clock.now(),
        draft.kind,
        draft.jobId ?? null,
        draft.patientId ?? null,
        draft.caseId ?? null,
        draft.attachmentId ?? null,
        actor.apiUser,
        actor.osUser,
        actor.station,
      ] as const;
      const { person = null } = actor;
      const sealed = sealer.seal({ ...draft.detail, ...(person === null ? {} : { person }) });
      const digest = sealer.digest(sealed);
      chain = chainOf(chain, clear, digest);
      insert.run(...clear, sealed, digest, chain);
    }
    putHead.run(seq, headDigest(seq, chain));
  };

  return {
    append: (draft) => append([draft]),
    appendAll: append,
    entries({ jobId, afterSeq = 0, limit }) {
      const statement: StatementSync = db.prepare(
        `SELECT ${entryColumns} FROM audit_log WHERE seq > ? ${jobId ? 'AND job_id = ?' : ''} ORDER BY seq LIMIT ?`,
      );
      const rows = jobId ? statement.all(afterSeq, jobId, limit) : statement.all(afterSeq, limit);
      return rows.map(read);
    },
    extent() {
      const row = db.prepare('SELECT count(*) AS n, min(at) AS low, max(at) AS high FROM audit_log').get();
      const entries = Number(row?.['n']);
      return entries === 0 ? null : { entries, from: Number(row?.['low']), to: Number(row?.['high']) };
    },
    firstTampered() {
      // Read before the entries, so that entries appended meanwhile by another process are later ones, whose links
      // are checked.
      const head = headOf.get();
      const tail = readTail(db, sealer);
      // Jobs exist but no entries: retention cannot cause this, since it keeps the newest entry.
      if (head === undefined && last.get() === undefined) {
        return db.prepare('SELECT 1 FROM jobs LIMIT 1').get() === undefined ? null : 1;
      }
      const all = db.prepare(`SELECT ${clearColumns}, ${chainColumns} FROM audit_log ORDER BY seq`);
      let before: Uint8Array = tail?.chain ?? Buffer.alloc(0);
      let expected = (tail?.seq ?? 0) + 1;
      for (const row of all.iterate()) {
        const clear = clearColumns.split(', ').map((column) => row[column]);
        const digest = bytes(row['sealed_digest']);
        const chain = bytes(row['chain']);
        const { sealed } = row;
        const sound =
          row['seq'] === expected &&
          Buffer.from(chain).equals(chainOf(before, clear, digest)) &&
          (!(sealed instanceof Uint8Array) || sealer.digest(sealed).equals(Buffer.from(digest))) &&
          (expected !== head?.['seq'] || headDigest(expected, chain).equals(bytes(head['digest'])));
        if (!sound) return expected;
        before = chain;
        expected += 1;
      }
      const isCutOff =
        head === undefined ? expected > 1 && headOf.get() === undefined : Number(head['seq']) >= expected;
      return isCutOff ? expected : null;
    },
  };
}

const bytes = (value: unknown): Uint8Array => (value instanceof Uint8Array ? value : Buffer.alloc(0));
