import { createRandom, type Random } from '../../main/demo-clinic/base/seeded-random.ts';
import type { Patient } from '../../main/clinic/schemas.ts';
import { patientOf } from '../reading/people.ts';

// Names that the standard letters of a PDF can write.
const firsts = [
  ...[
    'Anna',
    'André',
    'Björn',
    'Chloë',
    'Daniel',
    'Emily',
    'François',
    'Grace',
    'Hannah',
    'Jack',
    'Jean-Luc',
  ],
  ...[
    'Jürgen',
    'Lena',
    'María',
    'Mary Ann',
    'Noah',
    'Olivia',
    'Óscar',
    'Priya',
    'Renée',
    'Sofia',
    'Thomas',
    'Zoë',
  ],
] as const;
const lasts = [
  ...[
    'Becker',
    'Bernard',
    'Citizen',
    'Dubois',
    'García',
    'Groß',
    'Lefèvre',
    'Li',
    'Müller',
    'Nguyen',
    "O'Connor",
  ],
  ...['Patel', 'Schäfer', 'Smith', 'Taylor', 'van der Berg', 'Weber', 'Wilson'],
] as const;

const two = (value: number): string => String(value).padStart(2, '0');
const birthday = (random: Random): string =>
  `${1930 + random.below(94)}-${two(1 + random.below(12))}-${two(1 + random.below(28))}`;

/** The people of a made-up clinic: also twins, namesakes, and some who share a birthday. */
export interface People {
  readonly patients: readonly Patient[];
  readonly born: ReadonlyMap<string, readonly Patient[]>;
}

export function peopleOf(seed: number, count = 400): People {
  const random = createRandom(seed);
  const patients: Patient[] = [];
  const add = (first: string, last: string, day: string, more: Partial<Patient> = {}): void => {
    patients.push(patientOf(patients.length + 1, [first, last, day], more));
  };
  while (patients.length < count) {
    const [first, last, day] = [random.pick(firsts), random.pick(lasts), birthday(random)];
    const old_reference_id = random.chance(0.4) ? `R${1000 + random.below(9000)}` : null;
    add(first, last, day, { old_reference_id });
    if (random.chance(0.05)) add(random.pick(firsts), last, day);
    if (random.chance(0.05)) add(first, last, birthday(random));
    if (random.chance(0.03)) add(random.pick(firsts), random.pick(lasts), day, { archived_at: 1 });
  }
  return { patients, born: Map.groupBy(patients, (one) => one.date_of_birth ?? '') };
}

/** Somebody whom the clinic does not know. */
export const stranger = (random: Random): Patient =>
  patientOf(90_000 + random.below(9000), [random.pick(firsts), `${random.pick(lasts)}son`, birthday(random)]);
