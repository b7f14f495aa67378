import type { PatientRef } from '../../../preload/contract/destination.ts';
import type { PatientId } from '../../../preload/contract/ids.ts';
import type { ClinicClient } from '../client.ts';
import { fit } from './folded-name.ts';
import type { CallOptions } from '../http.ts';
import { collect } from '../pages.ts';
import { searchPlan } from './search-plan.ts';
import type { Patient } from '../schemas.ts';

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
  const name = `${first} ${patient.last_name}`.trim();
  return {
    id: patient.id,
    name: name === '' ? null : name,
    dateOfBirth: patient.date_of_birth,
  };
}

/** What a search found, the best match first. */
export interface FoundPatients {
  readonly current: readonly Patient[];
  /** Archived, deleted or merged ones, which cannot be chosen; looked for only where no other fits. */
  readonly unavailable: readonly Patient[];
}

/** More matches than a person reads; the search says so by its length, and a longer query narrows it. */
const most = 100;

/**
 * Patients that fit a person's words, ranked, without doubles: three calls at once, and three more where those found
 * nobody. `todays`: patients met today, who come first among equals. Throws what the calls throw.
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

/** The whole last name, the whole first name, the beginning of either, the rest. */
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
  // Each word of a name counts; that of a single one alone.
  return (
    ranks.reduce((sum, rank) => sum + rank, 0) + (fitsWhole(patient, words) ? 0 : words.length > 1 ? 1 : 0)
  );
}

/** "jane citizen" and "citizen jane" are both Jane's whole name. */
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
