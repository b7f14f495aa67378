import { z } from 'zod';
import { caseIdSchema, patientIdSchema } from './ids.ts';

/** The patient or case that a file name names. A name with a date of birth is no patient before it is looked up. */
const nameReadingSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('patient'), patientId: patientIdSchema }),
  /** `patientId` if the name holds both: then the case must be that patient's. */
  z.object({ kind: z.literal('case'), caseId: caseIdSchema, patientId: patientIdSchema.nullable() }),
  z.object({
    kind: z.literal('person'),
    lastName: z.string(),
    firstName: z.string(),
    /** `YYYY-MM-DD`. */
    dateOfBirth: z.string(),
  }),
]);
export type NameReading = z.infer<typeof nameReadingSchema>;

/** How a pattern reads an example and names of the folder; null: it does not match. */
export const triedPatternSchema = z.object({
  example: nameReadingSchema.nullable(),
  names: z.array(z.object({ name: z.string(), reading: nameReadingSchema.nullable() })),
});
export type TriedPattern = z.infer<typeof triedPatternSchema>;
