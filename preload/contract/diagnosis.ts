import { z } from 'zod';
import { errorCodeSchema } from './errors.ts';

/** What an upload needs, in the order in which it needs it. */
export const diagnosisSteps = [
  /** The clinic's address is looked up. */
  'lookup',
  'proxy',
  'connection',
  'tls',
  'key',
  /** The key's user may see patients and ask to upload for one. */
  'permission',
  /** The storage can be reached; nothing is stored. */
  'storage',
] as const;

/** `not-needed`: this clinic is reached without it. `not-reached`: an earlier step failed, or there is no patient to ask for. */
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
