import { createRandom, type Random } from '../../../main/demo-clinic/base/seeded-random.ts';
import type { Patient } from '../../../main/clinic/schemas.ts';
import { patientOf } from '../../reading/people.ts';
import type { People } from '../people.ts';

// Other names than those of the first generator: double ones, particles, apostrophes, and some that differ in one letter.
const women =
  'Aoife|Carlotta|Éloïse|Fatima|Gaëlle|Ingrid|Katharina|Niamh|Pénélope|Rosalie|Ursula|Wilhelmina|Anne-Marie|Marie Claire|Saoirse|Greta|Margarete|Isabelle|Anna Maria|Siân'.split(
    '|',
  ) as [string, ...string[]];
const men =
  'Benedikt|Dieter|Heinrich|Joaquín|Lukas|Mehmet|Oskar|Quentin|Søren|Théo|Vincent|Xaver|Yannick|Hans-Peter|Karl Heinz|Declan|Émile|Gregory|Alistair|Marc'.split(
    '|',
  ) as [string, ...string[]];
const families =
  "Andersen-Roth|von Stauffen|de la Tour|Mac Donald|O'Sullivan|Fernández López|Meyer-Lüdemann|van den Heuvel|Le Goff|D'Angelo|Özdemir|Brückner|Thompson|zu Hohenfels|Beauchamp|Kowalski|Sørensen|St. Clair|McAllister|Fitzgerald|Hofmann|Hoffmann|Petit|Petitjean|Arnold|Amold|Roux|Ross|Le Roux-Martin|Núñez".split(
    '|',
  ) as [string, ...string[]];
const shortOf: Readonly<Record<string, string>> = { Katharina: 'Käthe', Gregory: 'Greg', Wilhelmina: 'Mina' };

const two = (value: number): string => String(value).padStart(2, '0');
const dayIn = (random: Random, from: number, years: number): string =>
  `${from + random.below(years)}-${two(1 + random.below(12))}-${two(1 + random.below(28))}`;
const firstOf = (random: Random): string => random.pick(random.chance(0.5) ? women : men);

/** A clinic with families: couples, parents and children of one name, twins, and records that were archived. */
export function clinicOf(seed: number, households = 170): People {
  const random = createRandom(seed * 31 + 5);
  const patients: Patient[] = [];
  const add = (first: string, last: string, day: string, more: Partial<Patient> = {}): void => {
    const preferred_first_name = shortOf[first] ?? null;
    patients.push(
      patientOf(500_000 + patients.length, [first, last, day], { preferred_first_name, ...more }),
    );
  };
  for (let one = 0; one < households; one += 1) {
    const last = random.pick(families);
    const [mother, father] = [random.pick(women), random.pick(men)];
    const born = dayIn(random, 1935, 60);
    add(
      mother,
      last,
      born,
      random.chance(0.4) ? { old_reference_id: `H-${10_000 + random.below(90_000)}` } : {},
    );
    if (random.chance(0.6)) add(father, last, dayIn(random, 1935, 60));
    // A son with his father's name, or twins.
    if (random.chance(0.15)) add(father, last, dayIn(random, 1996, 25));
    if (random.chance(0.1)) {
      const day = dayIn(random, 1996, 29);
      add(random.pick(women), last, day);
      add(random.pick(men), last, day);
    }
    if (random.chance(0.08)) add(firstOf(random), random.pick(families), born);
    if (random.chance(0.04)) add(mother, last, born, { archived_at: 1 });
  }
  return { patients, born: Map.groupBy(patients, (patient) => patient.date_of_birth ?? '') };
}

/** Somebody whom the clinic does not know, perhaps with a name that it knows. */
export const outsider = (random: Random): Patient =>
  patientOf(800_000 + random.below(9000), [firstOf(random), random.pick(families), dayIn(random, 1935, 85)]);
