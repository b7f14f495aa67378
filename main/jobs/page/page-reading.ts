import { z } from 'zod';
import { patientRefSchema } from '../../../preload/contract/destination.ts';
import { patientIdSchema } from '../../../preload/contract/ids.ts';
import { pageLineSchema } from '../../../preload/contract/page-line.ts';

/** A birth date as `YYYY-MM-DD`. */
const day = z.string();

/** A place on a page that names current patients by full name and date of birth. */
const pagePersonSchema = z.object({
  /** The line with the date of birth. */
  line: pageLineSchema,
  /** Usually one. Several if the clinic has records that the page cannot tell apart. */
  fits: z.array(patientRefSchema).min(1),
  /** The name is spelled as the clinic has it, and no other patient fits, not even less well. */
  isSure: z.boolean().optional(),
});
export type PagePerson = z.infer<typeof pagePersonSchema>;

/** The result of reading a file, kept in its job (docs/decisions/page-reading.md). */
export const pageReadingSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('read'),
    people: z.array(pagePersonSchema),
    /** The possible birth dates of other people on the page, who fit no current patient. */
    otherBirthDates: z.array(day),
    /** Patients of the clinic whose number is on the page. */
    numbered: z.array(patientIdSchema),
    /** Every page was read, and every date on them was looked up. */
    isWhole: z.boolean().optional(),
    /** Somebody's date of birth is on the page and could not be read. */
    hasOpenLabel: z.boolean().optional(),
    /** False: a person wants no questions about pages. Default: true. */
    isGuarded: z.boolean().optional(),
  }),
  /** It cannot be read: damaged, protected, too large, or its bytes are gone. */
  z.object({ kind: z.literal('unreadable') }),
]);
export type PageReading = z.infer<typeof pageReadingSchema>;
