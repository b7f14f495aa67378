// Without zod, to keep the window small.

/** How the program reacts to an error: retry, wait for an outside cause, ask a person, or give up. */
export const advices = ['retry', 'wait', 'ask', 'fatal'] as const;
export type Advice = (typeof advices)[number];

/** Every error that a person can see, as a closed code. The sentences are in `preload/words/text.ts`. */
export const errorCodes = [
  // the clinic's API
  'key-missing',
  'key-store-missing',
  'key-store-locked',
  'key-malformed',
  'key-rejected',
  'permission-denied',
  'record-not-found',
  'record-refused',
  'rate-limited',
  'service-error',
  'answer-invalid',
  'address-forbidden',
  'address-not-clinic',
  // the connection
  'shard-unknown',
  'network-unreachable',
  'network-timeout',
  'certificate-refused',
  'name-not-found',
  'connection-not-secure',
  'proxy-unreachable',
  'proxy-credentials',
  'proxy-sign-in-unknown',
  'proxy-refused',
  'proxy-not-set',
  // the storage
  'policy-expired',
  'policy-refused',
  'size-refused',
  'storage-error',
  'storage-answer-invalid',
  'storage-not-secure',
  'presigned-post-missing',
  // the destination
  'patient-not-found',
  'patient-unavailable',
  'case-not-found',
  'case-unavailable',
  // the result
  'attachment-missing',
  'attachment-other-patient',
  'attachment-other-size',
  'attachment-unclear',
  'attachment-not-processed',
  'case-link-refused',
  'case-link-missing',
  // the file
  'file-missing',
  'file-exists',
  'file-locked',
  'file-denied',
  'file-empty',
  'file-changed',
  'file-replaced',
  'files-too-many',
  'file-not-regular',
  'file-path-too-long',
  'file-name-unknown',
  'file-unreadable',
  'file-in-cloud',
  'photo-not-converted',
  // previews
  'preview-damaged',
  'preview-too-large',
  'preview-protected',
  'preview-stopped',
  'preview-busy',
  // the scan folder
  'folder-watched-already',
  'folder-missing',
  'folder-denied',
  'folder-protected',
  'folder-unreadable',
  'pattern-invalid',
  // a filed file that is to be put away
  'filed-other-drive',
  'filed-no-folder',
  'filed-denied',
  'filed-full',
  'trash-refused',
  'trash-missing',
  // other PCs with the same scan folder
  'scan-claimed-elsewhere',
  'scan-taken-over',
  'claims-denied',
  'claims-full',
  'claims-alone',
  'claims-unsafe',
  'folder-not-open',
  // this machine
  'disk-full',
  'disk-read-only',
  'database-newer',
  'database-damaged',
  'data-key-wrong',
  'data-in-use',
  'data-on-network',
  'data-not-private',
  'data-not-guarded',
  'settings-invalid',
  'settings-managed',
  // cover sheets
  'sheet-key-file-invalid',
  'passphrase-wrong',
  // the request itself
  'job-not-found',
  'transition-refused',
  'choice-expired',
  'too-many-at-once',
  'present-key-needed',
  'not-confirmed',
  'request-invalid',
  'aborted',
  'unexpected',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** True if another try may succeed without a person. */
export const isTemporary = ({ advice }: { readonly advice: Advice }): boolean =>
  advice === 'retry' || advice === 'wait';
