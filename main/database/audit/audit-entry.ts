import { type AuditEntry, auditEntrySchema } from '../../../preload/contract/history.ts';
import type { Sealer } from '../sealing.ts';

/** The columns of an entry that are not encrypted, in the order of the history's chain. */
export const clearColumns =
  'seq, at, kind, job_id, patient_id, case_id, attachment_id, api_user, os_user, station' as const;

/** The other columns of an entry. */
const chainColumns = 'sealed, sealed_digest, chain' as const;

export const allColumns = `${clearColumns}, ${chainColumns}` as const;

/** Opens a row of `audit_log`. Throws `data-key-wrong`. */
export function readEntry(row: Readonly<Record<string, unknown>>, sealer: Sealer): AuditEntry {
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
}
