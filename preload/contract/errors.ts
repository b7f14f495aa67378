import { z } from 'zod';
import { advices, errorCodes } from './error-codes.ts';

export type { Advice, ErrorCode } from './error-codes.ts';

export const errorCodeSchema = z.enum(errorCodes);

/**
 * An error as data, for database and window. `detail` holds only the service's words about a refused record or the name
 * of an option. It may be shown and is stored encrypted, but is never logged.
 */
export const errorDtoSchema = z.object({
  code: errorCodeSchema,
  advice: z.enum(advices),
  detail: z.string().max(500).nullable(),
  /** Epoch milliseconds of the next possible try, if the service named it. */
  retryAt: z.number().nullable(),
});
export type ErrorDto = z.infer<typeof errorDtoSchema>;

/** The answer to every request of the contract: a value, or an error as data. Nothing is thrown across it. */
export type Result<T> = { ok: true; value: T } | { ok: false; error: ErrorDto };
