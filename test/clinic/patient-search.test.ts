import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PatientRef } from '../../preload/contract/destination.ts';
import { patientIdSchema } from '../../preload/contract/ids.ts';
import { listParameters } from '../../main/clinic/filters.ts';
import { isCurrent, patientRef, searchFilters, searchPatients } from '../../main/clinic/patient-search.ts';
import type { Patient } from '../../main/clinic/schemas.ts';
import { callOptions, clientOf, testClinic } from '../fixtures/upload-bench.ts';

/** The calls that a search makes, as the API sees their filters. */
const asked = (query: string) =>
  searchFilters(query).map((filters) => listParameters({ filters }).getAll('q[]').join(' & '));

const janeId = '1968645883121642782';
const reference = (text: string) => `old_reference_id:=${text}`;

describe('the words of a search', () => {
  it.each([
    ['', []],
    ['   ', []],
    [`https://demo.au1.cliniko.com/patients/${janeId}`, [`id:=${janeId}`]],
    [`  https://demo.au1.cliniko.com/patients/${janeId}/attachments?a=b#c `, [`id:=${janeId}`]],
    [`demo.au1.cliniko.com/patients/${janeId}?tab=1`, [`id:=${janeId}`]],
    [janeId, [`id:=${janeId}`, reference(janeId)]],
    [`#${janeId}`, [`id:=${janeId}`, reference(`#${janeId}`)]],
    ['42', ['id:=42', reference('42')]],
    // No id begins with a zero, but an old reference may.
    ['0042', [reference('0042')]],
    ['1980-02-03', ['date_of_birth:=1980-02-03']],
    ['1980-2-3', ['date_of_birth:=1980-02-03']],
    ['3.2.1980', ['date_of_birth:=1980-02-03']],
    ['03/02/1980', ['date_of_birth:=1980-02-03']],
    ['03-02-1980', ['date_of_birth:=1980-02-03']],
    // Eight digits are a date, an id and a reference alike.
    ['03021980', ['date_of_birth:=1980-02-03', reference('03021980')]],
    ['19800203', ['id:=19800203', 'date_of_birth:=1980-02-03', reference('19800203')]],
    ['31.02.1980', [...oneName('31.02.1980'), reference('31.02.1980')]],
    ['JC-1980', [...oneName('JC-1980'), reference('JC-1980')]],
    ['citizen', [...oneName('citizen'), reference('citizen')]],
    ['citizen,', [...oneName('citizen'), reference('citizen,')]],
    [', jane', [...oneName('jane'), reference(', jane')]],
    [',', [reference(',')]],
    [
      'citizen, jane',
      [
        'last_name:~citizen & first_name:~jane',
        'last_name:~citizen & preferred_first_name:~jane',
        reference('citizen, jane'),
      ],
    ],
    [
      'van der Berg ,Mary Ann',
      [
        'last_name:~van der Berg & first_name:~Mary Ann',
        'last_name:~van der Berg & preferred_first_name:~Mary Ann',
        reference('van der Berg ,Mary Ann'),
      ],
    ],
    [
      'jane  citizen',
      [
        'first_name:~jane & last_name:~citizen',
        'preferred_first_name:~jane & last_name:~citizen',
        'last_name:~jane & first_name:~citizen',
        reference('jane  citizen'),
      ],
    ],
    [
      'mary ann smith',
      [
        'first_name:~mary & last_name:~ann smith',
        'preferred_first_name:~mary & last_name:~ann smith',
        'last_name:~mary & first_name:~ann smith',
        'first_name:~mary ann & last_name:~smith',
        reference('mary ann smith'),
      ],
    ],
  ])('%j', (query, calls) => {
    expect(asked(query)).toEqual(calls);
  });

  it('are compared in NFC, as the service keeps names', () => {
    expect(asked('María'.normalize('NFD'))).toEqual(asked('María'.normalize('NFC')));
  });

  it.each([
    ['/patients/0', 'no id'],
    ['/patients/99999999999999999999', 'too long'],
    ['/patients/12abc', 'not a number'],
  ])('do not make an id of %s: %s', (query) => {
    expect(asked(query).filter((call) => call.startsWith('id:'))).toEqual([]);
  });

  it('never ask for nothing, which would find everybody, nor for a mangled id', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[ ,#\d/.-]{0,20}$/)),
        (query) => {
          for (const filters of searchFilters(query)) {
            expect(filters.length).toBeGreaterThan(0);
            for (const filter of filters) {
              expect('value' in filter ? filter.value : '').not.toBe('');
              if (filter.field === 'id' && 'value' in filter) expect(query).toContain(filter.value);
            }
          }
        },
      ),
    );
  });
});

function oneName(name: string): string[] {
  return [`last_name:~${name}`, `first_name:~${name}`, `preferred_first_name:~${name}`];
}

describe('what is found at the clinic', () => {
  async function search(...queries: string[]) {
    const demo = await testClinic();
    const { client } = clientOf(demo);
    const found: PatientRef[][] = [];
    for (const query of queries) {
      found.push((await searchPatients(client, query, callOptions())).map(patientRef));
    }
    return { demo, found };
  }
  const namesOf = (refs: PatientRef[] | undefined) => (refs ?? []).map(({ name }) => name);

  it('is Jane, whichever way she is asked for', async () => {
    const demo = await testClinic();
    const jane = demo.patients().find(({ lastName }) => lastName === 'Citizen');
    const id = jane?.id ?? '';
    const { client } = clientOf(demo);
    const ways = [
      id,
      `#${id}`,
      `https://demo.au1.cliniko.com/patients/${id}`,
      'Jane Citizen',
      'jane citizen',
      'citizen, jane',
      'citizen jane',
      'CITIZEN',
      'itize',
      'JC-1980',
    ];
    for (const way of ways) {
      const found = (await searchPatients(client, way, callOptions())).map(patientRef);
      expect([way, found]).toEqual([way, [{ id, name: 'Jane Citizen', dateOfBirth: '1980-02-03' }]]);
    }
    for (const dob of ['1980-02-03', '3/2/1980', '19800203']) {
      const found = await searchPatients(client, dob, callOptions());
      expect(found.map((patient) => String(patient.id))).toContain(id);
      expect(found.every(({ date_of_birth }) => date_of_birth === '1980-02-03')).toBe(true);
    }
  });

  it('shows namesakes, all of them, told apart by their date of birth (case 16)', async () => {
    const { found } = await search('john smith', 'garcía');
    const [smiths = [], garcias = []] = found;
    const born = smiths
      .filter(({ name }) => /^John (\(Johnny\) )?Smith$/.test(name))
      .map(({ dateOfBirth }) => dateOfBirth);
    expect(born).toEqual(expect.arrayContaining(['1951-04-17', '1984-11-30', '2011-01-09']));
    expect(born).toEqual([...born].sort());
    const marias = garcias.filter(({ name }) => /^María (\(.+\) )?García$/.test(name));
    expect(marias.map(({ dateOfBirth }) => dateOfBirth)).toEqual(
      expect.arrayContaining(['1969-07-22', '1996-07-22']),
    );
    expect(new Set(smiths.map(({ id }) => id)).size).toBe(smiths.length);
  });

  it('knows preferred names, and shows both', async () => {
    const { found } = await search('betty', "o'connor, betty", 'misaki 佐藤');
    expect(namesOf(found[0])).toContain("Elizabeth (Betty) O'Connor");
    expect(namesOf(found[1])).toEqual(["Elizabeth (Betty) O'Connor"]);
    expect(namesOf(found[2])).toEqual(['美咲 (Misaki) 佐藤']);
  });

  it('has nobody who is archived, deleted or merged', async () => {
    const { demo, found } = await search('Archie Archived', 'Dora Deleted', 'Mona Merged', '1970-07-07');
    expect(found.slice(0, 3)).toEqual([[], [], []]);
    expect(namesOf(found[3])).not.toContain('Mona Merged');
    for (const { id } of demo.patients().filter(({ lastName }) => lastName === 'Merged')) {
      expect(await searchPatients(clientOf(demo).client, id, callOptions())).toEqual([]);
    }
  });

  it('is nobody for nothing, without a call', async () => {
    const { demo, found } = await search('', '  ');
    expect(found).toEqual([[], []]);
    expect(demo.requests().api).toBe(0);
  });

  it('is at most a page for each call, so that one letter does not spend the budget; in order', async () => {
    const demo = await testClinic();
    const found = await searchPatients(clientOf(demo).client, 'a', callOptions());
    expect(demo.requests().api).toBe(4);
    expect(found.length).toBeGreaterThan(50);
    const lastNames = found.map(({ last_name }) => last_name);
    expect(lastNames).toEqual([...lastNames].sort(new Intl.Collator().compare));
  });
});

describe('a patient', () => {
  const patient: Patient = {
    id: patientIdSchema.parse(janeId),
    first_name: 'Jane',
    last_name: 'Citizen',
    preferred_first_name: null,
    date_of_birth: '1980-02-03',
    old_reference_id: null,
    archived_at: null,
    deleted_at: null,
    merged_at: null,
  };

  it.each([
    [{}, 'Jane Citizen'],
    [{ preferred_first_name: 'Jenny' }, 'Jane (Jenny) Citizen'],
    [{ preferred_first_name: 'Jane' }, 'Jane Citizen'],
    [{ preferred_first_name: '' }, 'Jane Citizen'],
    [{ first_name: '' }, 'Citizen'],
    [{ last_name: '' }, 'Jane'],
  ])('with %o is shown as %s', (change, name) => {
    expect(patientRef({ ...patient, ...change })).toEqual({ id: janeId, name, dateOfBirth: '1980-02-03' });
  });

  it('can be chosen unless archived, deleted or merged', () => {
    expect(isCurrent(patient)).toBe(true);
    for (const how of ['archived_at', 'deleted_at', 'merged_at']) {
      expect(isCurrent({ ...patient, [how]: 1 })).toBe(false);
    }
  });
});
