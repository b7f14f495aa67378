import { z } from 'zod';
import { caseIdSchema, patientIdSchema } from './ids.ts';

/** A patient as a person must always see one: with two identifiers beside the name. */
export const patientRefSchema = z.object({
  id: patientIdSchema,
  name: z.string(),
  /** `YYYY-MM-DD`, or null where the clinic never recorded one. */
  dateOfBirth: z.string().nullable(),
});
export type PatientRef = z.infer<typeof patientRefSchema>;

const caseRefSchema = z.object({ id: caseIdSchema, name: z.string() });
export type CaseRef = z.infer<typeof caseRefSchema>;

export const caseDestinationSchema = z.object({
  kind: z.literal('case'),
  patient: patientRefSchema,
  case: caseRefSchema,
});
export type CaseDestination = z.infer<typeof caseDestinationSchema>;

/** Where a job goes: a patient, or a case and with it its patient. Frozen into the job that carries it. */
export const destinationSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('patient'), patient: patientRefSchema }),
  caseDestinationSchema,
]);
export type Destination = z.infer<typeof destinationSchema>;
