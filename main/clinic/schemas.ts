import { z } from 'zod';
import {
  attachmentIdSchema,
  businessIdSchema,
  caseIdSchema,
  patientIdSchema,
  practitionerIdSchema,
  userIdSchema,
} from '../../preload/contract/ids.ts';

// Unknown fields are dropped. Only ids are required: the reference allows null in every other field of an
// attachment, and the fields that decide the destination are then checked in another way (case 32).

/** Longer than any name, description or address. The service sends no such row. */
const mostCharacters = 5_000;
/**
 * Uses a refinement: zod's `max` reads the length of any value, and deeply nested lists would overflow the stack.
 */
const upTo = <T extends z.ZodType<string>>(text: T, most: number) =>
  text.refine(({ length }) => length <= most);
const bounded = upTo(z.string(), mostCharacters);

const text = bounded.nullish().transform((value) => value ?? '');
const optional = bounded.nullish().transform((value) => value ?? null);
/** UTC, as epoch milliseconds. */
const instant = z.iso.datetime({ offset: true }).transform((value) => Date.parse(value));
/**
 * An unreadable moment still counts as a moment, so that an archived patient stays archived. It becomes 0, as epoch
 * milliseconds.
 */
const optionalInstant = z
  .union([instant, z.unknown().transform((value) => (value === null || value === undefined ? null : 0))])
  .optional()
  .transform((value) => value ?? null);

/** A relation is `{"links": {"self": URL}}`. The id is the last segment of the path. */
const related = <T extends z.ZodType<string, string>>(id: T) =>
  z
    .object({ links: z.object({ self: bounded }) })
    .transform(
      ({ links }) =>
        links.self
          .replace(/[?#].*$/s, '')
          .split('/')
          .at(-1) ?? '',
    )
    .pipe(id);

export const userSchema = z.object({ id: userIdSchema, first_name: text, last_name: text, role: optional });
export type ClinicUser = z.infer<typeof userSchema>;

export const publicSettingsSchema = z.object({
  account: z.object({ name: text, country: optional }).nullish(),
});
export type PublicSettings = z.infer<typeof publicSettingsSchema>;

export const patientSchema = z.object({
  id: patientIdSchema,
  first_name: text,
  last_name: text,
  preferred_first_name: optional,
  date_of_birth: optional,
  old_reference_id: optional,
  archived_at: optionalInstant,
  deleted_at: optionalInstant,
  merged_at: optionalInstant,
});
export type Patient = z.infer<typeof patientSchema>;

export const caseSchema = z.object({
  id: caseIdSchema,
  name: text,
  closed: z
    .boolean()
    .nullish()
    .transform((value) => value ?? false),
  issue_date: optional,
  expiry_date: optional,
  archived_at: optionalInstant,
  patient: related(patientIdSchema),
});
export type PatientCase = z.infer<typeof caseSchema>;

export const attachmentSchema = z.object({
  id: attachmentIdSchema,
  created_at: instant,
  updated_at: instant,
  archived_at: optionalInstant,
  pinned_at: optionalInstant,
  processed_at: optionalInstant,
  processing_completed: z
    .boolean()
    .nullish()
    .transform((value) => value ?? null),
  content_type: optional,
  description: optional,
  filename: optional,
  size: z
    .number()
    .int()
    .nullish()
    .transform((value) => value ?? null),
  content: z
    .object({ links: z.object({ self: bounded.nullish() }) })
    .nullish()
    .transform((value) => value?.links.self ?? null),
  patient: related(patientIdSchema)
    .nullish()
    .transform((value) => value ?? null),
  user: related(userIdSchema)
    .nullish()
    .transform((value) => value ?? null),
});
export type AttachmentRecord = z.infer<typeof attachmentSchema>;

/** True once the service has processed the file. The flag may be null; then the completion time decides. */
export const isProcessed = (
  record: Pick<AttachmentRecord, 'processing_completed' | 'processed_at'>,
): boolean => record.processing_completed ?? record.processed_at !== null;

/** The only part of a row that is needed to write a case's list back, so that an unreadable row is not lost. */
export const attachmentIdRowSchema = z.object({ id: attachmentIdSchema });

/** Limits of a presigned post: S3 accepts 20 kB of fields in total, and the policy is the longest. */
const [mostFields, mostFieldName, mostFieldValue] = [50, 200, 20_000] as const;
const hasFewFields = (fields: Record<string, string>): boolean => Object.keys(fields).length <= mostFields;

/**
 * Every field is sent to the storage unchanged, so each only has to be text. The reference allows null for the
 * object, the URL and the fields.
 */
export const presignedPostSchema = z
  .object({
    url: upTo(z.url({ protocol: /^https?$/ }), mostCharacters).nullish(),
    fields: z
      .record(upTo(z.string(), mostFieldName), upTo(z.string(), mostFieldValue))
      .refine(hasFewFields)
      .nullish(),
  })
  .nullable();
export interface PresignedPost {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

export const namedUserSchema = z.object({ id: userIdSchema, first_name: text, last_name: text });
export type NamedUser = z.infer<typeof namedUserSchema>;

/** A practitioner, with the names that the clinic may give. */
export const practitionerSchema = z.object({
  id: practitionerIdSchema,
  label: optional,
  display_name: optional,
  first_name: text,
  last_name: text,
});
export type Practitioner = z.infer<typeof practitionerSchema>;

/** A place of the clinic. Its time zone, such as `Australia/Sydney`, says when its day begins. */
export const businessSchema = z.object({ id: businessIdSchema, time_zone_identifier: optional });
export type Business = z.infer<typeof businessSchema>;

const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);
const ofAppointment = {
  starts_at: instant,
  archived_at: optionalInstant,
  deleted_at: optionalInstant,
  practitioner: related(practitionerIdSchema)
    .nullish()
    .transform((value) => value ?? null),
  business: related(businessIdSchema)
    .nullish()
    .transform((value) => value ?? null),
};

/** An appointment of one patient. Its patient's name is not read: a name alone identifies no one. */
export const individualAppointmentSchema = z.object({
  ...ofAppointment,
  cancelled_at: optionalInstant,
  patient: related(patientIdSchema),
  patient_arrived: flag,
  did_not_arrive: flag,
});
export type IndividualAppointment = z.infer<typeof individualAppointmentSchema>;

/** An appointment of several patients. It does not tell who arrived. */
export const groupAppointmentSchema = z.object({
  ...ofAppointment,
  patient_ids: z
    .array(patientIdSchema)
    .refine(({ length }) => length <= 1_000)
    .nullish()
    .transform((value) => value ?? []),
});
export type GroupAppointment = z.infer<typeof groupAppointmentSchema>;

/** The fields that every list has beside its rows, which have the resource's name. */
export const pageSchema = z.object({
  total_entries: z.number().int(),
  links: z.object({ next: bounded.nullish() }),
});
