import { utc, type Patient, type Records, type User } from '../records/records.ts';
import { firstNames, lastNames } from './seed-names.ts';
import type { Random } from '../base/seeded-random.ts';

const dayMs = 86_400_000;
const firstDay = Date.UTC(2024, 5, 3);

/** A moment between the clinic's first day and 27 October 2026, as UTC text. */
export const seedTime = (random: Random): string => utc(firstDay + random.below(876 * 86_400) * 1000);

/** `YYYY-MM-DD`, `days` after 1 January 1930. */
const seedDate = (days: number): string => utc(Date.UTC(1930, 0, 1) + days * dayMs).slice(0, 10);

/** The patients that always exist. The three John Smiths, two Marías and two Weis differ only by date of birth. */
const known: readonly Partial<Patient>[] = [
  { first_name: 'Jane', last_name: 'Citizen', date_of_birth: '1980-02-03', old_reference_id: 'JC-1980' },
  { first_name: 'John', last_name: 'Smith', date_of_birth: '1951-04-17' },
  { first_name: 'John', last_name: 'Smith', date_of_birth: '1984-11-30' },
  { first_name: 'John', last_name: 'Smith', date_of_birth: '2011-01-09', preferred_first_name: 'Johnny' },
  { first_name: 'María', last_name: 'García', date_of_birth: '1969-07-22' },
  { first_name: 'María', last_name: 'García', date_of_birth: '1996-07-22' },
  { first_name: 'Wei', last_name: 'Li', date_of_birth: '1975-09-09' },
  { first_name: 'Wei', last_name: 'Li', date_of_birth: '2003-09-09' },
  {
    first_name: 'Elizabeth',
    last_name: "O'Connor",
    date_of_birth: '1944-12-25',
    preferred_first_name: 'Betty',
  },
  { first_name: '美咲', last_name: '佐藤', date_of_birth: '1990-05-05', preferred_first_name: 'Misaki' },
  { first_name: 'Nobody', last_name: 'Born', date_of_birth: null },
  {
    first_name: 'Dora',
    last_name: 'Deleted',
    date_of_birth: '1960-06-06',
    deleted_at: '2026-03-01T01:00:00Z',
  },
  { first_name: 'Mona', last_name: 'Merged', date_of_birth: '1970-07-07', merged_at: '2026-04-01T02:00:00Z' },
  {
    first_name: 'Archie',
    last_name: 'Archived',
    date_of_birth: '1955-05-15',
    archived_at: '2026-02-01T03:00:00Z',
  },
];
const patientCount = 200;

/** Creates the 200 patients: the fixed ones first, then random ones. */
export function seedPatients(records: Records, random: Random): Patient[] {
  const patients = Array.from({ length: patientCount }, (_, at): Patient => ({
    ...chancePatient(records.nextId(), random),
    ...known[at],
  }));
  const survivor = patients.find(({ first_name }) => first_name === 'Wei');
  for (const patient of patients) {
    if (patient.merged_at !== null && survivor !== undefined) patient.merged_with_patient_id = survivor.id;
    records.put('patient', patient);
  }
  return patients;
}

function chancePatient(id: string, random: Random): Patient {
  const created_at = seedTime(random);
  return {
    id,
    created_at,
    updated_at: created_at,
    archived_at: null,
    deleted_at: null,
    merged_at: null,
    first_name: random.pick(firstNames),
    last_name: random.pick(lastNames),
    preferred_first_name: random.chance(0.1) ? random.pick(firstNames) : null,
    date_of_birth: random.chance(0.05) ? null : seedDate(random.below(34_000)),
    email: random.chance(0.7) ? `patient${id.slice(-6)}@example.com` : null,
    old_reference_id: random.chance(0.4) ? `R${1000 + random.below(9000)}` : null,
  };
}

/** Creates the clinic's users. The first one owns the API key. */
export function seedUsers(records: Records): User[] {
  const common = {
    created_at: utc(firstDay),
    updated_at: utc(firstDay),
    active: true,
    time_zone: 'Sydney',
    time_zone_identifier: 'Australia/Sydney',
  };
  return [
    { first_name: 'Frankie', last_name: 'Desk', role: 'receptionist' },
    { first_name: 'Pat', last_name: 'Practitioner', role: 'practitioner' },
    { first_name: 'Morgan', last_name: 'Manager', role: 'administrator' },
  ].map((person) => {
    const email = `${person.first_name}@demo-clinic.example`.toLowerCase();
    const user = { id: records.nextId(), ...common, ...person, email };
    records.put('user', user);
    return user;
  });
}
