import type { ErrorCode } from './error-codes.ts';

// The errors that need no person, by the default advice: the part of `errorTable` that a window loads.

/**
 * The cause is temporary: the same request may succeed a moment later. A list is then loaded again, a command tries
 * again for a while, and the error of an act says so.
 */
export const passingRetries = [
  'key-store-locked',
  'service-error',
  'answer-invalid',
  'network-unreachable',
  'network-timeout',
  'name-not-found',
  'proxy-unreachable',
  'storage-error',
  'storage-answer-invalid',
  'file-locked',
  'claims-full',
  'disk-full',
] as const satisfies ErrorCode[];
export const passingWaits = ['rate-limited'] as const satisfies ErrorCode[];
/** The same request fails until something outside changes. */
export const laterRetries = [
  'certificate-refused',
  'connection-not-secure',
  'policy-expired',
  'policy-refused',
  'presigned-post-missing',
  'file-missing',
  'file-denied',
  'files-too-many',
  'file-unreadable',
  'preview-busy',
  'unexpected',
] as const satisfies ErrorCode[];
export const laterWaits = [
  'key-rejected',
  'proxy-credentials',
  'proxy-sign-in-unknown',
  'proxy-refused',
  'file-changed',
  'file-in-cloud',
  'folder-missing',
  'folder-denied',
  'folder-protected',
  'folder-unreadable',
  'filed-other-drive',
  'filed-no-folder',
  'filed-denied',
  'filed-full',
  'trash-refused',
  'trash-missing',
  'scan-claimed-elsewhere',
  'claims-denied',
  'claims-alone',
  'claims-unsafe',
  'folder-not-open',
] as const satisfies ErrorCode[];

const passing: ReadonlySet<ErrorCode> = new Set([...passingRetries, ...passingWaits]);
const retried: ReadonlySet<ErrorCode> = new Set([...passing, ...laterRetries, ...laterWaits]);

/** True if the cause is temporary: the same request may succeed a moment later. */
export const isPassing = (code: ErrorCode): boolean => passing.has(code);

/** True if a waiting file or folder is tried again without a person. Without a working key, nothing is. */
export const isRetried = (code: ErrorCode): boolean => code !== 'key-rejected' && retried.has(code);
