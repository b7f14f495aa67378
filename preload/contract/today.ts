import { z } from 'zod';
import { errorDtoSchema } from './errors.ts';
import { practitionerIdSchema } from './ids.ts';
import { foundPatientSchema } from './views.ts';

/** A patient with an appointment today. Choosing one goes by the patient's id, as in a search. */
const todaysPatientSchema = z.object({
  patient: foundPatientSchema,
  /** Epoch milliseconds. */
  startsAt: z.number(),
  /** In which the place of the appointment tells the time; null: as this PC. */
  timeZone: z.string().nullable(),
  kind: z.enum(['individual', 'group']),
  /** `absent`: did not arrive. Group appointments do not tell who arrived. */
  standing: z.enum(['expected', 'arrived', 'absent']),
});
export type TodaysPatient = z.infer<typeof todaysPatientSchema>;

/** Today's patients. `hidden`: switched off, or the key's user may not read appointments. */
export const todaySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hidden'), nextInMs: z.number() }),
  z.object({
    kind: z.literal('list'),
    /** By time, of the chosen practitioners only. */
    rows: z.array(todaysPatientSchema),
    /** All that the clinic has; empty if the key's user may not read them. */
    practitioners: z.array(z.object({ id: practitionerIdSchema, name: z.string() })),
    /** Empty: all. */
    chosen: z.array(practitionerIdSchema),
    /** When the clinic answered, in epoch milliseconds. */
    readAt: z.number(),
    /** Milliseconds until it is worth asking again. */
    nextInMs: z.number(),
    /** Why the last refresh failed; the rows are then older. */
    failure: errorDtoSchema.nullable(),
  }),
]);
export type TodayView = z.infer<typeof todaySchema>;
