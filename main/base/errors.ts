import type { Advice, ErrorCode, ErrorDto } from '../../preload/contract/errors.ts';

/** The default advice for each error code. */
const advices: Record<ErrorCode, Advice> = {
  'key-missing': 'ask',
  'key-store-missing': 'ask',
  'key-store-locked': 'retry',
  'key-malformed': 'ask',
  'key-rejected': 'wait',
  'permission-denied': 'ask',
  'record-not-found': 'ask',
  'record-refused': 'ask',
  'rate-limited': 'wait',
  'service-error': 'retry',
  'answer-invalid': 'retry',
  'address-forbidden': 'fatal',
  'address-not-clinic': 'ask',
  'shard-unknown': 'ask',
  'network-unreachable': 'retry',
  'network-timeout': 'retry',
  'certificate-refused': 'retry',
  'name-not-found': 'retry',
  'connection-not-secure': 'retry',
  'proxy-unreachable': 'retry',
  'proxy-credentials': 'wait',
  'proxy-sign-in-unknown': 'wait',
  'proxy-refused': 'wait',
  'proxy-not-set': 'ask',
  'policy-expired': 'retry',
  'policy-refused': 'retry',
  'size-refused': 'ask',
  'storage-error': 'retry',
  'storage-answer-invalid': 'retry',
  'storage-not-secure': 'ask',
  'presigned-post-missing': 'ask',
  'patient-not-found': 'ask',
  'patient-unavailable': 'ask',
  'case-not-found': 'ask',
  'case-unavailable': 'ask',
  'attachment-missing': 'ask',
  'attachment-other-patient': 'ask',
  'attachment-other-size': 'ask',
  'attachment-unclear': 'ask',
  'attachment-not-processed': 'ask',
  'case-link-refused': 'ask',
  'case-link-missing': 'ask',
  'file-missing': 'retry',
  'file-exists': 'ask',
  'file-locked': 'retry',
  'file-denied': 'retry',
  'file-empty': 'ask',
  'file-changed': 'wait',
  'file-replaced': 'ask',
  'files-too-many': 'retry',
  'file-not-regular': 'ask',
  'file-path-too-long': 'ask',
  'file-name-unknown': 'ask',
  'file-unreadable': 'retry',
  'photo-not-converted': 'ask',
  'preview-damaged': 'ask',
  'preview-too-large': 'ask',
  'preview-protected': 'ask',
  'preview-stopped': 'ask',
  'preview-busy': 'retry',
  'folder-watched-already': 'ask',
  'folder-missing': 'wait',
  'folder-denied': 'wait',
  'pattern-invalid': 'ask',
  'filed-other-drive': 'wait',
  'filed-no-folder': 'wait',
  'filed-denied': 'wait',
  'filed-full': 'wait',
  'trash-refused': 'wait',
  'scan-claimed-elsewhere': 'wait',
  'scan-taken-over': 'fatal',
  'claims-denied': 'wait',
  'claims-full': 'retry',
  'claims-alone': 'wait',
  'claims-unsafe': 'wait',
  'folder-not-open': 'wait',
  'disk-full': 'retry',
  'disk-read-only': 'ask',
  'database-newer': 'fatal',
  'database-damaged': 'ask',
  'data-key-wrong': 'ask',
  'data-in-use': 'ask',
  'data-on-network': 'ask',
  'data-not-private': 'ask',
  'settings-invalid': 'ask',
  'job-not-found': 'fatal',
  'transition-refused': 'fatal',
  'choice-expired': 'ask',
  'too-many-at-once': 'ask',
  'present-key-needed': 'ask',
  'not-confirmed': 'ask',
  'request-invalid': 'fatal',
  aborted: 'fatal',
  unexpected: 'retry',
};

interface Options {
  cause?: unknown;
  /**
   * The service's own words or the name of an option, to show to a person. Never patient data, a key or a presigned
   * field.
   */
  detail?: string;
  /** Epoch milliseconds. */
  retryAt?: number;
  advice?: Advice;
}

/** The only error class: a closed code, its cause and advice. Its message is the code, so it is safe to log. */
export class ChartdropError extends Error {
  override readonly name = 'ChartdropError';
  readonly code: ErrorCode;
  readonly advice: Advice;
  readonly detail: string | null;
  readonly retryAt: number | null;

  constructor(code: ErrorCode, options: Options = {}) {
    super(code, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.advice = options.advice ?? advices[code];
    this.detail = options.detail?.slice(0, 500) ?? null;
    this.retryAt = options.retryAt ?? null;
  }

  /** The error as data, for the database and the window. Leaves out the cause, which may contain anything. */
  toDto(): ErrorDto {
    return { code: this.code, advice: this.advice, detail: this.detail, retryAt: this.retryAt };
  }
}

/** Wraps any thrown value in the one error class; `unexpected` if no adapter translated it. */
export function asChartdropError(thrown: unknown): ChartdropError {
  return thrown instanceof ChartdropError ? thrown : new ChartdropError('unexpected', { cause: thrown });
}

/** For the default case of a switch over a union: compiles only if every case is handled. */
export function assertNever(value: never): never {
  throw new ChartdropError('unexpected', { cause: value });
}
