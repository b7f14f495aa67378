import { describe, expect, it } from 'vitest';
import { nameFit, pageWords } from '../../main/reading/evidence/name-fit.ts';

const named = (first_name: string, last_name: string, preferred_first_name: string | null = null) => ({
  ...{ first_name, last_name, preferred_first_name },
});

describe('a full name in a line', () => {
  it.each([
    ['RE: Jane Citizen', named('Jane', 'Citizen')],
    ['CITIZEN, JANE', named('Jane', 'Citizen')],
    ['Frau Dr. Jane Citizen', named('Jane', 'Citizen')],
    ['Surname: Citizen  First name: Jane', named('Jane', 'Citizen')],
    ['Hans Mueller', named('Hans', 'Müller')],
    ['HANS MÜLLER', named('Hans', 'Mueller')],
    ['Anna van der Berg', named('Anna', 'van der Berg')],
    ['Anna Vanderberg', named('Anna', 'van der Berg')],
    ['Marie-Claire Dupont', named('Marie Claire', 'Dupont')],
    ['Sean O’Brien', named('Sean', "O'Brien")],
    ['José García', named('Jose', 'Garcia')],
    ['Jenny Citizen', named('Jennifer', 'Citizen', 'Jenny')],
    ['Li Wei', named('Li', 'Wei')],
  ])('%s is complete', (text, patient) => {
    expect(nameFit(pageWords(text), patient)).toBe(4);
  });

  it.each([
    ['Jane Mary Citizen', named('Jane', 'Citizen')],
    ['Jane K. Citizen', named('Jane', 'Citizen')],
    ['Jane Citizen', named('Jane Mary', 'Citizen')],
  ])('%s has one name more or less', (text, patient) => {
    expect(nameFit(pageWords(text), patient)).toBe(3);
  });

  it.each([
    ['Mario Bernmann', named('Mario', 'Bemmann')],
    ['W1lliam C0llins', named('William', 'Collins')],
    ['Frangois Groß', named('François', 'Groß')],
    ['Aoife Briickner', named('Aoife', 'Brückner')],
  ])('%s is read with similar letters', (text, patient) => {
    expect(nameFit(pageWords(text), patient)).toBe(2);
  });

  it.each([
    ['Jane', named('Jane', 'Citizen')],
    ['Citizen', named('Jane', 'Citizen')],
    ['Jane Smith and John Citizen', named('Jane', 'Citizen')],
    ['Janet Citizen', named('Jane', 'Citizen')],
    ['Jane Citizens', named('Jane', 'Citizen')],
    ['Anna Mueller', named('Anna', 'Miiller')],
    ['Anna Miller', named('Anna', 'Müller')],
    ['Jane lives with Citizen', named('Jane', 'Citizen')],
    ['Jane Citizen', named('', 'Citizen')],
    ['Jane Citizen', named('Jane', '')],
    ['Citizen', named('Citizen', 'Citizen')],
  ])('%s is not the name of %o', (text, patient) => {
    expect(nameFit(pageWords(text), patient)).toBe(0);
  });
});
