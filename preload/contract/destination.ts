import { z } from 'zod';
import { caseIdSchema, patientIdSchema } from './ids.ts';

/** A patient as it must always be shown: with two identifiers after the name. */
export const patientRefSchema = z.object({
  id: patientIdSchema,
  /** null if the clinic has none, or if the record is redacted. */
  name: z.string().nullable(),
  /** `YYYY-MM-DD`, or null if the clinic has no date of birth. */
  dateOfBirth: z.string().nullable(),
});
export type PatientRef = z.infer<typeof patientRefSchema>;

const caseRefSchema = z.object({ id: caseIdSchema, name: z.string().nullable() });
export type CaseRef = z.infer<typeof caseRefSchema>;

export const caseDestinationSchema = z.object({
  kind: z.literal('case'),
  patient: patientRefSchema,
  case: caseRefSchema,
});
export type CaseDestination = z.infer<typeof caseDestinationSchema>;

/** The destination of a job: a patient, or a case with its patient. Never changes inside a job. */
export const destinationSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('patient'), patient: patientRefSchema }),
  caseDestinationSchema,
]);
export type Destination = z.infer<typeof destinationSchema>;
