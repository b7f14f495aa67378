import type { Advice, ErrorCode } from './error-codes.ts';
import { laterRetries, laterWaits, passingRetries, passingWaits } from './temporary-errors.ts';

interface ErrorRow {
  /** The default advice, which the queue follows for a job (`main/jobs/retry-policy.ts`). */
  readonly advice: Advice;
  /** See `passingRetries`. */
  readonly passes: boolean;
}

const row = (advice: Advice, passes = false): ErrorRow => ({ advice, passes });
const rows = <C extends ErrorCode>(codes: readonly C[], advice: Advice, passes: boolean) =>
  Object.fromEntries(codes.map((code) => [code, row(advice, passes)])) as Record<C, ErrorRow>;

/** The reaction to each error; `docs/reference/errors.md` shows what that means in each place. */
export const errorTable: Record<ErrorCode, ErrorRow> = {
  ...rows(passingRetries, 'retry', true),
  ...rows(passingWaits, 'wait', true),
  ...rows(laterRetries, 'retry', false),
  ...rows(laterWaits, 'wait', false),
  'key-missing': row('ask'),
  'key-store-missing': row('ask'),
  'key-malformed': row('ask'),
  'permission-denied': row('ask'),
  'record-not-found': row('ask'),
  'record-refused': row('ask'),
  'address-forbidden': row('fatal'),
  'address-not-clinic': row('ask'),
  'shard-unknown': row('ask'),
  'proxy-not-set': row('ask'),
  'size-refused': row('ask'),
  'storage-not-secure': row('ask'),
  'patient-not-found': row('ask'),
  'patient-unavailable': row('ask'),
  'case-not-found': row('ask'),
  'case-unavailable': row('ask'),
  'attachment-missing': row('ask'),
  'attachment-other-patient': row('ask'),
  'attachment-other-size': row('ask'),
  'attachment-unclear': row('ask'),
  'attachment-not-processed': row('ask'),
  'case-link-refused': row('ask'),
  'case-link-missing': row('ask'),
  'file-exists': row('ask'),
  'file-empty': row('ask'),
  'file-replaced': row('ask'),
  'file-not-regular': row('ask'),
  'file-path-too-long': row('ask'),
  'file-name-unknown': row('ask'),
  'photo-not-converted': row('ask'),
  'preview-damaged': row('ask'),
  'preview-too-large': row('ask'),
  'preview-protected': row('ask'),
  'preview-stopped': row('ask'),
  'folder-watched-already': row('ask'),
  'pattern-invalid': row('ask'),
  'scan-taken-over': row('fatal'),
  'disk-read-only': row('ask'),
  'database-newer': row('fatal'),
  'database-damaged': row('ask'),
  'data-key-wrong': row('ask'),
  'data-in-use': row('ask'),
  'data-on-network': row('ask'),
  'data-not-private': row('ask'),
  'data-not-guarded': row('ask'),
  'settings-invalid': row('ask'),
  'settings-managed': row('ask'),
  'sheet-key-file-invalid': row('ask'),
  'passphrase-wrong': row('ask'),
  'job-not-found': row('fatal'),
  'transition-refused': row('fatal'),
  'choice-expired': row('ask'),
  'too-many-at-once': row('ask'),
  'present-key-needed': row('ask'),
  'not-confirmed': row('ask'),
  'request-invalid': row('fatal'),
  aborted: row('fatal'),
};
