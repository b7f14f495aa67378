import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contract } from './contract.ts';

const text = readFileSync('docs/contract.md', 'utf8');

/** The text below each second-level heading. */
const sections = new Map(
  text.split(/^## /m).map((section): [string, string] => {
    const end = section.indexOf('\n');
    return [section.slice(0, end), section.slice(end)];
  }),
);
const sectionOf = (title: string): string => sections.get(title) ?? '';

/** The names in backticks that a section lacks. */
const missing = (title: string, names: readonly string[]): string[] =>
  names.filter((name) => !sectionOf(title).includes(`\`${name}\``));

it('names only existing files, and tests that they contain', () => {
  const files = [...text.matchAll(/`((?:main|renderer|preload|test)\/[\w./-]+\.\w+)`/g)].map(
    ([, file = '']) => file,
  );
  expect(files.length).toBeGreaterThan(100);
  expect([...new Set(files)].filter((file) => !existsSync(file))).toEqual([]);
  const tests = [...text.matchAll(/`(test\/[\w./-]+)` “([^”]+)”/g)];
  expect(tests.length).toBeGreaterThan(50);
  for (const [, file = '', name = ''] of tests) {
    expect(readFileSync(file, 'utf8'), `${file}: ${name}`).toContain(name);
  }
});

it('has no empty cell, and no “No” without a reason', () => {
  const cells = text
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| -/.test(line))
    .flatMap((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  expect(cells.length).toBeGreaterThan(500);
  expect(cells.filter((cell) => cell === '' || /^no\.?$/i.test(cell))).toEqual([]);
  expect(
    cells.filter((cell) => /^No\b/.test(cell) && !/^No(: \S+ \S+|, for the same reason)/.test(cell)),
  ).toEqual([]);
});

describe('the table has everything in the reference', () => {
  it.each(contract.operations.map((one) => [`${one.method} ${one.path}`, one] as const))(
    '%s with its statuses',
    (name, { responses }) => {
      const row = sectionOf('Operations')
        .split('\n')
        .find((line) => line.startsWith(`| \`${name}\``));
      const statuses = row?.split('|')[2]?.trim().split(', ');
      expect(statuses).toEqual(Object.keys(responses));
    },
  );

  it('every parameter and operator', () => {
    const parameters = [...new Set(contract.operations.flatMap(({ query }) => query)), 'q[]'];
    expect(missing('Parameters of lists', parameters)).toEqual([]);
    for (const [type, operators] of Object.entries(contract.operators)) {
      const row = sectionOf('Operators of filters')
        .split('\n')
        .find((line) => new RegExp(`^\\| ${type} `).test(line));
      expect(
        operators.filter((operator) => row?.includes(`\`${operator}\``) !== true),
        type,
      ).toEqual([]);
    }
  });

  it.each([
    ['Filters of attachments', /patient_attachments$/],
    ['Filters of patients', /^\/patients$/],
    ['Filters of cases', /^\/patient_cases$/],
    ['Filters of users', /^\/users$/],
    ['Filters of practitioners', /^\/practitioners$/],
    ['Filters of businesses', /^\/businesses$/],
    ['Filters of appointments', /appointments$|bookings$/],
    ['Filter of a single record', /\/\{id\}$/],
  ])('%s', (title, paths) => {
    const operations = contract.operations.filter(({ method, path }) => method === 'GET' && paths.test(path));
    const filters = operations.flatMap((operation) => Object.entries(operation.filters));
    expect(filters.length).toBeGreaterThan(0);
    expect(
      missing(
        title,
        filters.map(([field]) => field),
      ),
    ).toEqual([]);
    expect(
      missing(
        title,
        operations.filter((one) => Object.keys(one.filters).length > 0).map(({ path }) => path),
      ),
    ).toEqual([]);
  });

  it.each([
    ['Fields of an attachment', ['UploadedPatientAttachment', 'FullPatientExport']],
    ['Fields of a presigned post', ['AttachmentPresignedPost']],
    ['Fields of a patient', ['Patient']],
    ['Fields of a case', ['PatientCase']],
    ['Fields of a user', ['User']],
    ['Fields of the public settings', ['PublicSettings']],
    ['Fields of a practitioner', ['Practitioner']],
    ['Fields of a business', ['Business']],
    ['Fields of appointments', ['IndividualAppointment', 'GroupAppointment', 'UnavailableBlock']],
  ])('%s', (title, names) => {
    const fields = names.flatMap((name) => Object.keys(contract.schemas[name]?.properties ?? {}));
    expect(fields.length).toBeGreaterThan(0);
    expect(missing(title, fields)).toEqual([]);
  });

  it('every field that is sent', () => {
    const fields = contract.operations.flatMap(({ body }) => Object.keys(body?.properties ?? {}));
    expect(missing('Fields that are sent', fields)).toEqual([]);
  });
});

it('names every switch of the demo clinic', () => {
  const source = readFileSync('main/demo-clinic/faults/switches.ts', 'utf8');
  const names = [...source.matchAll(/^ {2}readonly (\w+):/gm)].map(([, name = '']) => name);
  expect(names.length).toBeGreaterThan(8);
  expect(missing('What the contract leaves open', names)).toEqual([]);
});
