import type { Advice, ErrorCode } from './error-codes.ts';

export interface ErrorRow<A = Advice> {
  /** The default advice, which the queue follows for a job (`main/jobs/retry-policy.ts`). */
  readonly advice: A;
  /**
   * The cause is temporary: the same request may succeed a moment later. A list is then loaded again, a command tries
   * again for a while, and the error of an act says so.
   */
  readonly passes: boolean;
}

const row = (advice: 'retry' | 'wait', passes = false): ErrorRow<'retry' | 'wait'> => ({ advice, passes });

/** The errors that do not need a person: the part of the table that a window loads. */
export const temporaryErrors = {
  'key-store-locked': row('retry', true),
  'key-rejected': row('wait'),
  'rate-limited': row('wait', true),
  'service-error': row('retry', true),
  'answer-invalid': row('retry', true),
  'network-unreachable': row('retry', true),
  'network-timeout': row('retry', true),
  'certificate-refused': row('retry'),
  'name-not-found': row('retry', true),
  'connection-not-secure': row('retry'),
  'proxy-unreachable': row('retry', true),
  'proxy-credentials': row('wait'),
  'proxy-sign-in-unknown': row('wait'),
  'proxy-refused': row('wait'),
  'policy-expired': row('retry'),
  'policy-refused': row('retry'),
  'storage-error': row('retry', true),
  'storage-answer-invalid': row('retry', true),
  'presigned-post-missing': row('retry'),
  'file-missing': row('retry'),
  'file-locked': row('retry', true),
  'file-denied': row('retry'),
  'file-changed': row('wait'),
  'files-too-many': row('retry'),
  'file-unreadable': row('retry'),
  'file-in-cloud': row('wait'),
  'preview-busy': row('retry'),
  'folder-missing': row('wait'),
  'folder-denied': row('wait'),
  'folder-protected': row('wait'),
  'folder-unreadable': row('wait'),
  'filed-other-drive': row('wait'),
  'filed-no-folder': row('wait'),
  'filed-denied': row('wait'),
  'filed-full': row('wait'),
  'trash-refused': row('wait'),
  'trash-missing': row('wait'),
  'scan-claimed-elsewhere': row('wait'),
  'claims-denied': row('wait'),
  'claims-full': row('retry', true),
  'claims-alone': row('wait'),
  'claims-unsafe': row('wait'),
  'folder-not-open': row('wait'),
  'disk-full': row('retry', true),
  unexpected: row('retry'),
} as const satisfies Partial<Record<ErrorCode, ErrorRow>>;

const temporary: Partial<Record<ErrorCode, ErrorRow>> = temporaryErrors;

/** True if the cause is temporary: the same request may succeed a moment later. */
export const isPassing = (code: ErrorCode): boolean => temporary[code]?.passes === true;

/** True if a waiting file or folder is tried again without a person. Without a working key, nothing is. */
export const isRetried = (code: ErrorCode): boolean => code !== 'key-rejected' && code in temporary;
