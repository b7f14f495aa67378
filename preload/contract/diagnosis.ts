import { z } from 'zod';
import { errorCodeSchema } from './errors.ts';

/** The steps of an upload, in order. */
export const diagnosisSteps = [
  /** Looks up the clinic's address. */
  'lookup',
  'proxy',
  'connection',
  'tls',
  'key',
  /** The key's user may see patients and request uploads. */
  'permission',
  /** The storage can be reached. Stores nothing. */
  'storage',
] as const;

/**
 * `not-needed`: this clinic does not need the step. `not-reached`: an earlier step failed, or there is no patient to
 * test with.
 */
export const diagnosisSchema = z.object({
  /** Epoch milliseconds. */
  at: z.number(),
  steps: z.array(
    z.object({
      step: z.enum(diagnosisSteps),
      state: z.enum(['ok', 'failed', 'not-reached', 'not-needed']),
      code: errorCodeSchema.nullable(),
    }),
  ),
});
export type Diagnosis = z.infer<typeof diagnosisSchema>;
export type DiagnosisStep = (typeof diagnosisSteps)[number];
export type DiagnosisState = Diagnosis['steps'][number]['state'];
