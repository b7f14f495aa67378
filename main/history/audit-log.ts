import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type AuditEntry, auditEntrySchema, type AuditKind } from '../../preload/contract/history.ts';
import type { AttachmentId, CaseId, JobId, PatientId } from '../../preload/contract/ids.ts';
import type { Actor, Clock } from '../ports.ts';
import type { Sealer } from './sealing.ts';

/** What is to be written down of an act or a change; who and when are added. */
export interface AuditDraft {
  readonly kind: AuditKind;
  readonly jobId?: JobId;
  readonly patientId?: PatientId;
  readonly caseId?: CaseId;
  readonly attachmentId?: AttachmentId;
  /** Names, paths and words, stored sealed. */
  readonly detail?: Readonly<Record<string, string>>;
}

export interface AuditLog {
  /** To be called inside the transaction of the change that it records. */
  append(draft: AuditDraft): void;
  entries(query: { jobId?: JobId; afterSeq?: number; limit: number }): AuditEntry[];
  /** The `seq` of the first entry that is not as it was written, or null where all are. */
  firstTampered(): number | null;
}

type Row = Record<string, unknown>;
const clearColumns =
  'seq, at, kind, job_id, patient_id, case_id, attachment_id, api_user, os_user, station' as const;

/**
 * Append-only history. Each entry's `chain` is a keyed digest of the entry before and of its own content, so that a
 * changed, removed or inserted one breaks every later link, and nobody without the key can mend it.
 */
export function createAuditLog(
  db: DatabaseSync,
  deps: { sealer: Sealer; clock: Clock; actor: () => Actor },
): AuditLog {
  const { sealer } = deps;
  const last = db.prepare('SELECT seq, chain FROM audit_log ORDER BY seq DESC LIMIT 1');
  const insert = db.prepare(
    `INSERT INTO audit_log (${clearColumns}, sealed, sealed_digest, chain) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)`,
  );

  const chainOf = (before: Uint8Array, clear: readonly unknown[], sealedDigest: Uint8Array): Buffer =>
    sealer.digest(before, JSON.stringify(clear), sealedDigest);

  const read = (row: Row): AuditEntry => {
    const { sealed } = row;
    return auditEntrySchema.parse({
      seq: row['seq'],
      at: row['at'],
      kind: row['kind'],
      jobId: row['job_id'],
      patientId: row['patient_id'],
      caseId: row['case_id'],
      attachmentId: row['attachment_id'],
      apiUser: row['api_user'],
      osUser: row['os_user'],
      station: row['station'],
      detail: sealed instanceof Uint8Array ? sealer.open(sealed) : null,
    });
  };

  return {
    append(draft) {
      const before = last.get();
      const actor = deps.actor();
      const clear = [
        Number(before?.['seq'] ?? 0) + 1,
        deps.clock.now(),
        draft.kind,
        draft.jobId ?? null,
        draft.patientId ?? null,
        draft.caseId ?? null,
        draft.attachmentId ?? null,
        actor.apiUser,
        actor.osUser,
        actor.station,
      ] as const;
      const sealed = sealer.seal(draft.detail ?? {});
      const digest = sealer.digest(sealed);
      insert.run(...clear, sealed, digest, chainOf(bytes(before?.['chain']), clear, digest));
    },
    entries({ jobId, afterSeq = 0, limit }) {
      const statement: StatementSync = db.prepare(
        `SELECT ${clearColumns}, sealed FROM audit_log WHERE seq > ? ${jobId ? 'AND job_id = ?' : ''} ORDER BY seq LIMIT ?`,
      );
      const rows = jobId ? statement.all(afterSeq, jobId, limit) : statement.all(afterSeq, limit);
      return rows.map(read);
    },
    firstTampered() {
      const all = db.prepare(
        `SELECT ${clearColumns}, sealed, sealed_digest, chain FROM audit_log ORDER BY seq`,
      );
      let before: Uint8Array = Buffer.alloc(0);
      let expected = 1;
      for (const row of all.iterate()) {
        const clear = clearColumns.split(', ').map((column) => row[column]);
        const digest = bytes(row['sealed_digest']);
        const chain = bytes(row['chain']);
        const { sealed } = row;
        const sound =
          row['seq'] === expected &&
          Buffer.from(chain).equals(chainOf(before, clear, digest)) &&
          (!(sealed instanceof Uint8Array) || sealer.digest(sealed).equals(Buffer.from(digest)));
        if (!sound) return expected;
        before = chain;
        expected += 1;
      }
      return null;
    },
  };
}

const bytes = (value: unknown): Uint8Array => (value instanceof Uint8Array ? value : Buffer.alloc(0));
