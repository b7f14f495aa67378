import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PatientRef } from '../../preload/contract/destination.ts';
import { patientIdSchema } from '../../preload/contract/ids.ts';
import { listParameters } from '../../main/clinic/filters.ts';
import { isCurrent, patientRef, searchPatients } from '../../main/clinic/people/patient-search.ts';
import { type SearchCall, searchPlan } from '../../main/clinic/people/search-plan.ts';
import type { Patient } from '../../main/clinic/schemas.ts';
import { callOptions, clientOf, testClinic } from '../fixtures/upload-bench.ts';

const now = 2026;
const callsOf = (calls: readonly SearchCall[]) =>
  calls.map((filters) => listParameters({ filters }).getAll('q[]').join(' & '));
/** The calls of a search's first round, as the API receives their filters. */
const asked = (query: string) => callsOf(searchPlan(query, now).first);
const askedThen = (query: string) => callsOf(searchPlan(query, now).second);

const janeId = '1968645883121642782';
const reference = (text: string) => `old_reference_id:=${text}`;
const born = (date: string) => `date_of_birth:=${date}`;

describe('the words of a search', () => {
  it.each([
    ['', []],
    ['   ', []],
    ['%', []],
    ['%%jane%', oneName('jane')],
    [`https://demo.au1.cliniko.com/patients/${janeId}`, [`id:=${janeId}`]],
    [`  https://demo.au1.cliniko.com/patients/${janeId}/attachments?a=b#c `, [`id:=${janeId}`]],
    [`demo.au1.cliniko.com/patients/${janeId}?tab=1`, [`id:=${janeId}`]],
    [`chartdrop://patient/${janeId}`, [`id:=${janeId}`]],
    [janeId, [`id:=${janeId}`, reference(janeId)]],
    [`#${janeId}`, [`id:=${janeId}`, reference(`#${janeId}`)]],
    ['42', ['id:=42', reference('42')]],
    // No id starts with a zero, but an old reference may.
    ['0042', [reference('0042')]],
    ...['1980-02-03', '1980-2-3', '3.2.1980', '03/02/1980', '03-02-1980', '3.2.80', '3/2/80', '3 feb 1980']
      .concat(['3 Feb 80', '3. Februar 1980', '3 févr. 1980', 'Feb 3, 1980', 'February 3rd 1980', '3feb1980'])
      .map((text): [string, string[]] => [text, [born('1980-02-03')]]),
    // Two digits can mean two years of birth.
    ['3.2.15', [born('2015-02-03'), born('1915-02-03')]],
    // Eight digits may be a date, an id or a reference.
    ['03021980', [born('1980-02-03'), reference('03021980')]],
    ['19800203', ['id:=19800203', born('1980-02-03'), reference('19800203')]],
    ['jane@example.org', ['email:~jane@example.org']],
    // A date that does not exist is searched as a name with digits, or a reference.
    ['31.02.1980', [reference('31.02.1980'), ...oneName('31.02.1980').slice(0, 2)]],
    ['JC-1980', [reference('JC-1980'), ...oneName('JC-1980').slice(0, 2)]],
    ['citizen', oneName('citizen')],
    ['citizen,', oneName('citizen')],
    [', jane', oneName('jane')],
    [',', []],
    // Characters that are not letters must not match every name.
    ...['%', '%%', "'%", "%'%", '%, %', '% ,'].map((text): [string, string[]] => [
      text,
      text.includes("'") ? oneName("'") : [],
    ]),
    ['ci%zen 3/2/1980', [born('1980-02-03')]],
    ["o'%", oneName('').map((call) => call.replace('~', '~~%o%%'))],
    ['Citizen 3/2/1980', [born('1980-02-03')]],
    ['3 Feb 1980 jane citizen', [born('1980-02-03')]],
    [
      'citizen 1980',
      oneName('citizen').map((call) => `date_of_birth:>=1980-01-01 & date_of_birth:<=1980-12-31 & ${call}`),
    ],
    [
      'citizen, jane',
      ['first_name:~jane & last_name:~citizen', 'preferred_first_name:~jane & last_name:~citizen'],
    ],
    [
      'van der Berg ,Mary Ann',
      [
        'first_name:~Mary Ann & last_name:~van der Berg',
        'preferred_first_name:~Mary Ann & last_name:~van der Berg',
      ],
    ],
    [
      'jane  citizen',
      [
        'first_name:~jane & last_name:~citizen',
        'first_name:~citizen & last_name:~jane',
        'preferred_first_name:~jane & last_name:~citizen',
      ],
    ],
    [
      'mary ann smith',
      [
        'first_name:~mary & last_name:~ann smith',
        'first_name:~smith & last_name:~mary ann',
        'first_name:~mary ann & last_name:~smith',
      ],
    ],
    ["o'connor", ['last_name', 'first_name', 'preferred_first_name'].map((f) => `${f}:~~%o%connor%`)],
    ['o’connor', ['last_name', 'first_name', 'preferred_first_name'].map((f) => `${f}:~~%o%connor%`)],
  ])('%j', (query, calls) => {
    expect(asked(query)).toEqual(calls);
  });

  it('are loosened if no patient matches: accents, and archived patients', () => {
    const loose = (pattern: string) =>
      ['last_name', 'first_name', 'preferred_first_name'].map((f) => `${f}:~~${pattern} & archived_at:*`);
    expect(askedThen('garcia')).toEqual(loose('g%r%'));
    expect(askedThen('munoz')).toEqual(loose('m%z%'));
    expect(askedThen('lukasz')).toEqual(loose('%k%sz%'));
    expect(askedThen('Müller')).toEqual(loose('m%ll%r%'));
    expect(askedThen('maria garcia')).toEqual([
      'first_name:~~m%r% & last_name:~~g%r% & archived_at:*',
      'first_name:~~g%r% & last_name:~~m%r% & archived_at:*',
      'preferred_first_name:~~m%r% & last_name:~~g%r% & archived_at:*',
    ]);
    expect(askedThen(janeId)[0]).toBe(`id:=${janeId} & archived_at:*`);
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

  it('never match every patient, use a changed id, or cost more than three calls', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[ ,#\d/.\-@a-e]{0,20}$/)),
        (query) => {
          const plan = searchPlan(query, now);
          for (const calls of [plan.first, plan.second]) {
            expect(calls.length).toBeLessThanOrEqual(3);
            for (const filters of calls) {
              const asking = filters.filter(({ field }) => field !== 'archived_at');
              expect(asking.length).toBeGreaterThan(0);
              for (const filter of asking) {
                expect('value' in filter ? String(filter.value).replaceAll('%', '') : '').not.toBe('');
                if (filter.field === 'id' && 'value' in filter) expect(query).toContain(filter.value);
              }
            }
          }
        },
      ),
      { numRuns: 1000 },
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
      found.push((await searchPatients(client, query, callOptions())).current.map(patientRef));
    }
    return { demo, found };
  }
  const namesOf = (refs: PatientRef[] | undefined) => (refs ?? []).map(({ name }) => name);

  it('is Jane, for every way of searching her', async () => {
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
      const found = (await searchPatients(client, way, callOptions())).current.map(patientRef);
      expect([way, found]).toEqual([way, [{ id, name: 'Jane Citizen', dateOfBirth: '1980-02-03' }]]);
    }
    for (const dob of ['1980-02-03', '3/2/1980', '19800203']) {
      const found = (await searchPatients(client, dob, callOptions())).current;
      expect(found.map((patient) => String(patient.id))).toContain(id);
      expect(found.every(({ date_of_birth }) => date_of_birth === '1980-02-03')).toBe(true);
    }
  });

  it('shows all namesakes with their date of birth (case 16)', async () => {
    const { found } = await search('john smith', 'garcía');
    const [smiths = [], garcias = []] = found;
    const born = smiths
      .filter(({ name }) => /^John (\(Johnny\) )?Smith$/.test(name ?? ''))
      .map(({ dateOfBirth }) => dateOfBirth);
    expect(born).toEqual(expect.arrayContaining(['1951-04-17', '1984-11-30', '2011-01-09']));
    expect(born).toEqual([...born].sort());
    const marias = garcias.filter(({ name }) => /^María (\(.+\) )?García$/.test(name ?? ''));
    expect(marias.map(({ dateOfBirth }) => dateOfBirth)).toEqual(
      expect.arrayContaining(['1969-07-22', '1996-07-22']),
    );
    expect(new Set(smiths.map(({ id }) => id)).size).toBe(smiths.length);
  });

  it('finds preferred names, and shows both', async () => {
    const { found } = await search('betty', "o'connor, betty", 'misaki 佐藤');
    expect(namesOf(found[0])).toContain("Elizabeth (Betty) O'Connor");
    expect(namesOf(found[1])).toEqual(["Elizabeth (Betty) O'Connor"]);
    expect(namesOf(found[2])).toEqual(['美咲 (Misaki) 佐藤']);
  });

  it('leaves out archived, deleted and merged patients', async () => {
    const { demo, found } = await search('Archie Archived', 'Dora Deleted', 'Mona Merged', '1970-07-07');
    expect(found.slice(0, 3)).toEqual([[], [], []]);
    expect(namesOf(found[3])).not.toContain('Mona Merged');
    for (const { id } of demo.patients().filter(({ lastName }) => lastName === 'Merged')) {
      const merged = await searchPatients(clientOf(demo).client, id, callOptions());
      expect([merged.current, merged.unavailable.map((one) => String(one.id))]).toEqual([[], [id]]);
    }
  });

  it('is empty for an empty search, without a call', async () => {
    const { demo, found } = await search('', '  ');
    expect(found).toEqual([[], []]);
    expect(demo.requests().api).toBe(0);
  });

  it('is at most a page for each call, in order, so that one letter does not spend the budget', async () => {
    const demo = await testClinic();
    const found = await searchPatients(clientOf(demo).client, 'a', callOptions());
    expect(demo.requests().api).toBe(3);
    expect(found.current.length).toBeGreaterThan(50);
  });

  it.each([
    ['maria', 'María García'],
    ['garcia', 'García'],
    ['maria garcia', 'María García'],
    ['garcia, maria', 'María García'],
    ['jurgen', 'Jürgen'],
    ['juergen', 'Jürgen'],
    ['mueller', 'Müller'],
    ['o’connor', "O'Connor"],
    ["o'connor", "O'Connor"],
    ['oconnor', "O'Connor"],
    ['3 feb 1980', 'Jane Citizen'],
    ['3.2.80', 'Jane Citizen'],
    ['citizen 1980', 'Jane Citizen'],
    ['Citizen 3/2/1980', 'Jane Citizen'],
    ['garcia 1969', 'María García'],
    ['li', 'Wei Li'],
    ['wei', 'Wei Li'],
    ['li, wei', 'Wei Li'],
    ['JC-1980', 'Jane Citizen'],
  ])('%j finds %s, in the first row, in at most three calls where it is as typed', async (query, name) => {
    const demo = await testClinic();
    const { current } = await searchPatients(clientOf(demo).client, query, callOptions());
    const [best] = current.map((patient) => patientRef(patient).name);
    expect(best?.replace(/ \(.*\)/, '')).toContain(name);
    const isAsTyped = !/^(maria|garcia|jurgen|juergen|mueller|oconnor)/.test(query);
    expect(demo.requests().api).toBeLessThanOrEqual(isAsTyped ? 3 : 6);
  });

  it('finds by e-mail', async () => {
    const demo = await testClinic();
    const [someone] = demo.patients().filter(({ email }) => email !== null);
    if (typeof someone?.email !== 'string') throw new Error('nobody has an e-mail');
    const { current } = await searchPatients(clientOf(demo).client, someone.email, callOptions());
    expect(current.map(({ id }) => String(id))).toContain(someone.id);
  });

  it('puts full last names first, then full first names, then beginnings, and today’s patients among equals', async () => {
    const demo = await testClinic();
    const { client } = clientOf(demo);
    const { current } = await searchPatients(client, 'li', callOptions());
    const names = current.map(({ last_name }) => last_name);
    expect(names.slice(0, 2)).toEqual(['Li', 'Li']);
    expect(names.indexOf('Jovanović')).toBeGreaterThan(1);
    const [first, second] = current;
    if (first === undefined || second === undefined) throw new Error('fewer than two');
    const again = await searchPatients(client, 'li', callOptions(), new Set([second.id]));
    expect(again.current.slice(0, 2).map(({ id }) => id)).toEqual([second.id, first.id]);
  });

  it('names an archived, deleted or merged patient only if no other matches', async () => {
    const demo = await testClinic();
    const { client } = clientOf(demo);
    for (const name of ['Archie Archived', 'Dora Deleted', 'Mona Merged', 'archived']) {
      const found = await searchPatients(client, name, callOptions());
      expect(found.current).toEqual([]);
      expect(found.unavailable.map((patient) => patientRef(patient).name).join()).toMatch(
        /Archived|Deleted|Merged/,
      );
    }
  });

  it('sends the calls of a round together: a slow service is awaited once', async () => {
    const demo = await testClinic();
    let [open, most] = [0, 0];
    const { client } = clientOf(demo);
    const counted = {
      async *patients(...given: Parameters<typeof client.patients>) {
        open += 1;
        most = Math.max(most, open);
        try {
          yield* client.patients(...given);
        } finally {
          open -= 1;
        }
      },
    };
    await searchPatients(counted, 'jane citizen', callOptions());
    expect(most).toBe(3);
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
