import { errorTable } from '../../preload/contract/error-table.ts';
import type { Advice, ErrorCode, ErrorDto } from '../../preload/contract/errors.ts';

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
    this.advice = options.advice ?? errorTable[code].advice;
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
