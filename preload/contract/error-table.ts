import { type Advice, type ErrorCode, isTemporary } from './error-codes.ts';

interface ErrorRow {
  /** The default advice, which the queue follows for a job (`main/jobs/retry-policy.ts`). */
  readonly advice: Advice;
  /**
   * The cause is temporary: the same request may succeed a moment later. A list is then loaded again, a command tries
   * again for a while, and the error of an act says so.
   */
  readonly passes: boolean;
}

const row = (advice: Advice, passes = false): ErrorRow => ({ advice, passes });

/** The reaction to each error; `docs/reference/errors.md` shows what that means in each place. */
export const errorTable: Record<ErrorCode, ErrorRow> = {
  'key-missing': row('ask'),
  'key-store-missing': row('ask'),
  'key-store-locked': row('retry', true),
  'key-malformed': row('ask'),
  'key-rejected': row('wait'),
  'permission-denied': row('ask'),
  'record-not-found': row('ask'),
  'record-refused': row('ask'),
  'rate-limited': row('wait', true),
  'service-error': row('retry', true),
  'answer-invalid': row('retry', true),
  'address-forbidden': row('fatal'),
  'address-not-clinic': row('ask'),
  'shard-unknown': row('ask'),
  'network-unreachable': row('retry', true),
  'network-timeout': row('retry', true),
  'certificate-refused': row('retry'),
  'name-not-found': row('retry', true),
  'connection-not-secure': row('retry'),
  'proxy-unreachable': row('retry', true),
  'proxy-credentials': row('wait'),
  'proxy-sign-in-unknown': row('wait'),
  'proxy-refused': row('wait'),
  'proxy-not-set': row('ask'),
  'policy-expired': row('retry'),
  'policy-refused': row('retry'),
  'size-refused': row('ask'),
  'storage-error': row('retry', true),
  'storage-answer-invalid': row('retry', true),
  'storage-not-secure': row('ask'),
  'presigned-post-missing': row('retry'),
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
  'file-missing': row('retry'),
  'file-exists': row('ask'),
  'file-locked': row('retry', true),
  'file-denied': row('retry'),
  'file-empty': row('ask'),
  'file-changed': row('wait'),
  'file-replaced': row('ask'),
  'files-too-many': row('retry'),
  'file-not-regular': row('ask'),
  'file-path-too-long': row('ask'),
  'file-name-unknown': row('ask'),
  'file-unreadable': row('retry'),
  'file-in-cloud': row('wait'),
  'photo-not-converted': row('ask'),
  'preview-damaged': row('ask'),
  'preview-too-large': row('ask'),
  'preview-protected': row('ask'),
  'preview-stopped': row('ask'),
  'preview-busy': row('retry'),
  'folder-watched-already': row('ask'),
  'folder-missing': row('wait'),
  'folder-denied': row('wait'),
  'folder-protected': row('wait'),
  'folder-unreadable': row('wait'),
  'pattern-invalid': row('ask'),
  'filed-other-drive': row('wait'),
  'filed-no-folder': row('wait'),
  'filed-denied': row('wait'),
  'filed-full': row('wait'),
  'trash-refused': row('wait'),
  'trash-missing': row('wait'),
  'scan-claimed-elsewhere': row('wait'),
  'scan-taken-over': row('fatal'),
  'claims-denied': row('wait'),
  'claims-full': row('retry', true),
  'claims-alone': row('wait'),
  'claims-unsafe': row('wait'),
  'folder-not-open': row('wait'),
  'disk-full': row('retry', true),
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
  'job-not-found': row('fatal'),
  'transition-refused': row('fatal'),
  'choice-expired': row('ask'),
  'too-many-at-once': row('ask'),
  'present-key-needed': row('ask'),
  'not-confirmed': row('ask'),
  'request-invalid': row('fatal'),
  aborted: row('fatal'),
  unexpected: row('retry'),
};

/** True if the cause is temporary: the same request may succeed a moment later. */
export const isPassing = (code: ErrorCode): boolean => errorTable[code].passes;

/** True if a waiting file or folder is tried again without a person. Without a working key, nothing is. */
export const isRetried = (code: ErrorCode): boolean =>
  code !== 'key-rejected' && isTemporary(errorTable[code]);
