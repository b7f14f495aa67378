import { z } from 'zod';

/** What the program does about an error: try again, wait for something outside, ask a person, or give up. */
const adviceSchema = z.enum(['retry', 'wait', 'ask', 'fatal']);
export type Advice = z.infer<typeof adviceSchema>;

/** Every error that can reach a person, by a closed code. The words for each live in `preload/words/text.ts`. */
export const errorCodeSchema = z.enum([
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
  // the way there
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
  // what came of it
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
  'file-unreadable',
  'photo-not-converted',
  'content-filed-already',
  // a page of it, drawn
  'preview-damaged',
  'preview-too-large',
  'preview-protected',
  'preview-stopped',
  'preview-busy',
  // the scan folder
  'folder-watched-already',
  'folder-missing',
  'folder-denied',
  'pattern-invalid',
  // other PCs on the same scan folder
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
  'settings-invalid',
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
]);
export type ErrorCode = z.infer<typeof errorCodeSchema>;

/**
 * An error as data, for the store and for the window. `detail` holds only the service's own words about a refused
 * record or an option's name: it may be shown to a person and is stored encrypted, but never logged.
 */
export const errorDtoSchema = z.object({
  code: errorCodeSchema,
  advice: adviceSchema,
  detail: z.string().max(500).nullable(),
  /** Epoch milliseconds at which it may be tried again, where the other side said so. */
  retryAt: z.number().nullable(),
});
export type ErrorDto = z.infer<typeof errorDtoSchema>;

/** The answer to every request over the contract: a value, or an error as data; nothing is thrown across it. */
export type Result<T> = { ok: true; value: T } | { ok: false; error: ErrorDto };
