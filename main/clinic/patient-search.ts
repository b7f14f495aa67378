import type { PatientRef } from '../../preload/contract/destination.ts';
import { patientIdSchema } from '../../preload/contract/ids.ts';
import { parseBirthDate } from './birth-date.ts';
import type { ClinicClient } from './client.ts';
import type { Filter, patientFields } from './filters.ts';
import type { CallOptions } from './http.ts';
import { collect } from './pages.ts';
import type { Patient } from './schemas.ts';

type PatientFilter = Filter<typeof patientFields>;

/** More matches than a person reads; the search says so by its length, and a longer query narrows it. */
const most = 100;

/**
 * The API calls that a person's words stand for, any of which may match, since its filters have no OR: a pasted address
 * of a patient's page or `chartdrop://` link, an id, a date of birth, `last, first`, `first last`, one name, or an old reference.
 */
export function searchFilters(query: string): PatientFilter[][] {
  const text = query.trim().normalize('NFC');
  if (text === '') return [];
  const pasted = patientIdSchema.safeParse(
    /(?:\/patients|^chartdrop:\/\/patient)\/(\d+)(?:[/?#]|$)/.exec(text)?.[1],
  );
  if (pasted.success) return [[equals('id', pasted.data)]];
  const dob = parseBirthDate(text);
  const born = dob === null ? [] : [[equals('date_of_birth', dob)]];
  const reference: PatientFilter[] = [equals('old_reference_id', text)];
  if (/^#?\d+$/.test(text)) {
    // Eight digits may be a date, an id and a reference at once.
    const id = patientIdSchema.safeParse(text.replace('#', ''));
    return [...(id.success ? [[equals('id', id.data)]] : []), ...born, reference];
  }
  if (dob !== null) return born;
  return [...nameFilters(text), reference];
}

function nameFilters(text: string): PatientFilter[][] {
  const [, lastName, firstName] = /^([^,]+),\s*([^,]+)$/.exec(text) ?? [];
  if (lastName !== undefined && firstName !== undefined) {
    return firstNames.map((field) => [contains('last_name', lastName.trim()), contains(field, firstName)]);
  }
  const words = text.replaceAll(',', ' ').trim().split(/\s+/);
  const first = words[0] ?? '';
  if (first === '') return [];
  const last = words.slice(1).join(' ');
  if (last === '') return (['last_name', ...firstNames] as const).map((field) => [contains(field, first)]);
  return [
    ...firstNames.map((field) => [contains(field, first), contains('last_name', last)]),
    // "citizen jane", and "mary ann smith": the last word alone is the family name, or the first.
    [contains('last_name', first), contains('first_name', last)],
    ...(words.length > 2
      ? [[contains('first_name', words.slice(0, -1).join(' ')), contains('last_name', words.at(-1) ?? '')]]
      : []),
  ];
}

const firstNames = ['first_name', 'preferred_first_name'] as const;

const equals = (field: 'id' | 'date_of_birth' | 'old_reference_id', value: string): PatientFilter =>
  field === 'old_reference_id' ? { field, operator: '=', value } : { field, operator: '=', value };
const contains = (field: 'last_name' | (typeof firstNames)[number], value: string): PatientFilter => ({
  field,
  operator: '~',
  value,
});

/** True for a patient that can be chosen: not archived, deleted or merged into another. */
export function isCurrent(patient: Patient): boolean {
  return patient.archived_at === null && patient.deleted_at === null && patient.merged_at === null;
}

/** What a person is shown of a patient: with two identifiers beside the name. */
export function patientRef(patient: Patient): PatientRef {
  const preferred = patient.preferred_first_name;
  const first =
    preferred === null || preferred === '' || preferred === patient.first_name
      ? patient.first_name
      : `${patient.first_name} (${preferred})`;
  return {
    id: patient.id,
    name: `${first} ${patient.last_name}`.trim(),
    dateOfBirth: patient.date_of_birth,
  };
}

/**
 * Current patients that fit a person's words, without doubles, by name. At most `most`, so that a single letter does not
 * spend the rate budget.
 */
export async function searchPatients(
  client: ClinicClient,
  query: string,
  options: CallOptions,
): Promise<Patient[]> {
  const found = new Map<string, Patient>();
  for (const filters of searchFilters(query)) {
    const rows = await collect(client.patients({ filters }, options), most);
    for (const patient of rows.filter(isCurrent)) found.set(patient.id, patient);
  }
  const order = new Intl.Collator();
  return [...found.values()].sort(
    (a, b) =>
      order.compare(a.last_name, b.last_name) ||
      order.compare(a.first_name, b.first_name) ||
      (a.date_of_birth ?? '').localeCompare(b.date_of_birth ?? ''),
  );
}
