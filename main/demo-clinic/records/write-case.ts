import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { CaseLinks } from './case-links.ts';
import { inTransaction } from '../base/database.ts';
import { errorsOf, type FieldErrors } from '../base/field-errors.ts';
import { utc, type PatientCase, type Records } from './records.ts';
import type { Switches } from '../faults/switches.ts';

export interface WriteCaseDeps {
  readonly db: DatabaseSync;
  readonly records: Records;
  readonly caseLinks: CaseLinks;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

type CaseWrite = Switches['caseWrite'];

/** Forms send every value as text. */
const flag = z
  .union(
    [z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')],
    'must be true or false',
  )
  .nullable();
const id = z.union([z.string(), z.number()], 'must be an id').transform(String);
const day = z.iso.date('must be a date').nullable();

const fields = {
  closed: flag,
  contact_id: id,
  expiry_date: day,
  include_cancelled_attendees: flag,
  include_dna_attendees: flag,
  issue_date: day,
  name: z.string('must be text').trim().min(1, "can't be blank"),
  notes: z.string('must be text').nullable(),
  max_invoiceable_amount: z
    .union([z.string(), z.number()])
    .transform(String)
    .refine((text) => Number(text) > 0, 'must be greater than 0')
    .nullable(),
  max_sessions: z.coerce.number().int().min(1).max(200).nullable(),
  patient_id: id,
  referral: flag,
  referral_type: z.enum(['dva', 'medicare'], 'is not included in the list').nullable(),
  attendee_ids: z.array(id).nullable(),
  patient_attachment_ids: z.array(id, 'must be a list of ids'),
};
const changeSchema = z.strictObject(fields).partial();
const newSchema = changeSchema.required({ name: true, patient_id: true });

export type WrittenCase = { patientCase: PatientCase } | { errors: FieldErrors };

/** `POST /patient_cases`. */
export function createCase(body: unknown, deps: WriteCaseDeps): WrittenCase {
  const parsed = newSchema.safeParse(body ?? {});
  if (!parsed.success) return { errors: errorsOf(parsed.error) };
  return inTransaction(deps.db, () => {
    const at = utc(deps.now());
    const { name, patient_id } = parsed.data;
    const empty: PatientCase = {
      id: deps.records.nextId(),
      created_at: at,
      updated_at: at,
      archived_at: null,
      patient_id,
      name,
      issue_date: at.slice(0, 10),
      expiry_date: null,
      closed: false,
      notes: null,
    };
    return write(empty, parsed.data, 'replaces', deps);
  });
}

/** `PATCH /patient_cases/{id}`: fields that are not named stay unchanged. */
export function updateCase(
  before: PatientCase,
  body: unknown,
  caseWrite: CaseWrite,
  deps: WriteCaseDeps,
): WrittenCase {
  const parsed = changeSchema.safeParse(body ?? {});
  if (!parsed.success) return { errors: errorsOf(parsed.error) };
  // Read again inside the transaction, since another process may have written meanwhile.
  return inTransaction(deps.db, () =>
    write(deps.records.get('case', before.id) ?? before, parsed.data, caseWrite, deps),
  );
}

type Change = z.infer<typeof changeSchema>;

/** Refuses without any change: if one attachment in the list is not the patient's, none is linked. */
function write(before: PatientCase, change: Change, caseWrite: CaseWrite, deps: WriteCaseDeps): WrittenCase {
  const { records, caseLinks, now } = deps;
  const { patient_attachment_ids: given, contact_id, attendee_ids, ...changed } = change;
  const patientCase: PatientCase = { ...before, ...withoutUndefined(changed), updated_at: utc(now()) };
  if (records.get('patient', patientCase.patient_id) === null)
    return { errors: { patient_id: 'is invalid' } };
  // The demo clinic has no contacts, and no attendees apart from its appointments.
  if (contact_id !== undefined) return { errors: { contact_id: 'is invalid' } };
  if (attendee_ids?.length) return { errors: { attendee_ids: 'is invalid' } };

  const kept = given === undefined || caseWrite === 'adds' ? caseLinks.of(before.id) : [];
  const linked = [...new Set([...kept, ...(given ?? [])])];
  const found = records.list('attachment', { ids: linked });
  const isTheirs = found.every(({ patient_id }) => patient_id === patientCase.patient_id);
  if (found.length < linked.length || !isTheirs) return { errors: { patient_attachment_ids: 'is invalid' } };

  records.put('case', patientCase);
  caseLinks.replace(before.id, linked);
  return { patientCase };
}

const withoutUndefined = <T extends object>(given: T) =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
