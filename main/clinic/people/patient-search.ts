import type { PatientRef } from '../../../preload/contract/destination.ts';
import type { PatientId } from '../../../preload/contract/ids.ts';
import type { ClinicClient } from '../client.ts';
import { fit } from './folded-name.ts';
import type { CallOptions } from '../http.ts';
import { collect } from '../pages.ts';
import { searchPlan } from './search-plan.ts';
import type { Patient } from '../schemas.ts';

/** True if the patient can be chosen: not archived, deleted or merged. */
export function isCurrent(patient: Patient): boolean {
  return patient.archived_at === null && patient.deleted_at === null && patient.merged_at === null;
}

/** The patient's name and two identifiers, for display. */
export function patientRef(patient: Patient): PatientRef {
  const preferred = patient.preferred_first_name;
  const first =
    preferred === null || preferred === '' || preferred === patient.first_name
      ? patient.first_name
      : `${patient.first_name} (${preferred})`;
  const name = `${first} ${patient.last_name}`.trim();
  return {
    id: patient.id,
    name: name === '' ? null : name,
    dateOfBirth: patient.date_of_birth,
  };
}

/** The results of a search, best match first. */
export interface FoundPatients {
  readonly current: readonly Patient[];
  /** Archived, deleted or merged patients, which cannot be chosen. Searched only if no other patient matches. */
  readonly unavailable: readonly Patient[];
}

/** The most matches that are shown. A longer query narrows them. */
const most = 100;

/**
 * Searches patients by a person's words, ranked and without duplicates: three calls at once, and three more if
 * those find no patient. `todays`: patients with an appointment today, who come first among equal matches. Throws
 * what the calls throw.
 */
export async function searchPatients(
  client: Pick<ClinicClient, 'patients'>,
  query: string,
  options: CallOptions,
  todays: ReadonlySet<PatientId> = new Set(),
): Promise<FoundPatients> {
  const plan = searchPlan(query);
  const ask = async (round: 'first' | 'second'): Promise<Patient[]> => {
    const answers = await Promise.all(
      plan[round].map((filters) => collect(client.patients({ filters, perPage: most }, options), most)),
    );
    return unique(answers.flat()).filter((patient) => plan.isMeant(patient, round));
  };
  const first = await ask('first');
  const found = first.some(isCurrent) ? first : unique([...first, ...(await ask('second'))]);
  const ranked = byRank(found, plan.words, todays);
  return { current: ranked.filter(isCurrent), unavailable: ranked.filter((one) => !isCurrent(one)) };
}

const unique = (patients: readonly Patient[]): Patient[] => [
  ...new Map(patients.map((patient) => [patient.id, patient])).values(),
];

/** Ranks the complete last name, the complete first name, the start of either, then the rest. */
function rankOf(patient: Patient, words: readonly string[]): number {
  const firsts = [patient.first_name, patient.preferred_first_name ?? ''];
  const ranks = words.map((word): number => {
    const last = fit(patient.last_name, word);
    const first = firsts.map((name) => (name === '' ? null : fit(name, word)));
    if (last === 'whole') return 0;
    if (first.includes('whole')) return 1;
    if (last === 'beginning') return 2;
    return first.includes('beginning') ? 3 : 4;
  });
  // Every word of a name counts, or the name as one word.
  return (
    ranks.reduce((sum, rank) => sum + rank, 0) + (fitsWhole(patient, words) ? 0 : words.length > 1 ? 1 : 0)
  );
}

/** "jane citizen" and "citizen jane" are both Jane's full name. */
const fitsWhole = (patient: Patient, words: readonly string[]): boolean =>
  [patient.first_name, patient.preferred_first_name ?? patient.first_name].some((first) =>
    [`${first} ${patient.last_name}`, `${patient.last_name} ${first}`].some(
      (name) => fit(name, words.join(' ')) === 'whole',
    ),
  );

function byRank(
  patients: readonly Patient[],
  words: readonly string[],
  todays: ReadonlySet<PatientId>,
): Patient[] {
  const order = new Intl.Collator();
  const ranks = new Map(patients.map((patient) => [patient.id, rankOf(patient, words)]));
  const rank = ({ id }: Patient): number => ranks.get(id) ?? Infinity;
  return patients.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      Number(todays.has(b.id)) - Number(todays.has(a.id)) ||
      order.compare(a.last_name, b.last_name) ||
      order.compare(a.first_name, b.first_name) ||
      (a.date_of_birth ?? '').localeCompare(b.date_of_birth ?? ''),
  );
}
