import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { PDFDocument } from 'pdf-lib';
import { expect, it } from 'vitest';
import { seedFile } from '../../main/demo-clinic/seed/seed-files.ts';
import { createRandom } from '../../main/demo-clinic/base/seeded-random.ts';
import { startTestClinic } from './test-clinic.ts';

it('is the same clinic on every machine', async () => {
  const [one, other] = await Promise.all([startTestClinic(), startTestClinic()]);
  expect(one.patients()).toEqual(other.patients());
  expect(one.cases()).toEqual(other.cases());
  expect(one.attachments()).toEqual(other.attachments());
});

it('has the people and the papers that the program must cope with', async () => {
  const clinic = await startTestClinic();
  const [patients, cases, attachments] = [clinic.patients(), clinic.cases(), clinic.attachments()];
  const named = (first: string, last: string) =>
    patients.filter(({ firstName, lastName }) => firstName === first && lastName === last);
  expect([patients.length, cases.length, attachments.length]).toEqual([200, 80, 500]);
  expect(named('Jane', 'Citizen').map(({ dateOfBirth }) => dateOfBirth)).toEqual(['1980-02-03']);
  expect(new Set(named('John', 'Smith').map(({ dateOfBirth }) => dateOfBirth)).size).toBe(3);
  expect(patients.some(({ archivedAt }) => archivedAt !== null)).toBe(true);
  expect(patients.filter(({ deletedAt }) => deletedAt !== null)).toHaveLength(1);
  expect(patients.filter(({ mergedAt }) => mergedAt !== null)).toHaveLength(1);
  expect(patients.some(({ dateOfBirth }) => dateOfBirth === null)).toBe(true);
  expect(patients.some(({ preferredFirstName }) => preferredFirstName !== null)).toBe(true);
  for (const sign of ["'", '-', 'é', '佐']) {
    expect(patients.some(({ firstName, lastName }) => `${firstName} ${lastName}`.includes(sign))).toBe(true);
  }
  expect(cases.some(({ closed }) => closed)).toBe(true);
  expect(cases.some(({ expiryDate }) => expiryDate !== null && expiryDate < '2026-11-01')).toBe(true);
  expect(cases.some(({ archivedAt }) => archivedAt !== null)).toBe(true);
  expect(
    attachments.every(({ processed, size, filename }) => processed && Number(size) > 0 && filename !== null),
  ).toBe(true);
  expect(attachments.filter(({ filename }) => filename?.startsWith('patient-export'))).toHaveLength(2);
  expect(new Set(attachments.map(({ userId }) => userId)).size).toBe(3);
});

it('gives no records to archived, deleted or merged patients', async () => {
  const clinic = await startTestClinic();
  const gone = clinic
    .patients()
    .filter((patient) => [patient.archivedAt, patient.deletedAt, patient.mergedAt].some((at) => at !== null));
  const goneIds = new Set(gone.map(({ id }) => id));
  expect(goneIds.size).toBeGreaterThanOrEqual(3);
  expect(
    [...clinic.cases(), ...clinic.attachments()].filter(({ patientId }) => goneIds.has(patientId)),
  ).toEqual([]);
});

it('has the right size and type for every attachment’s bytes', async () => {
  const clinic = await startTestClinic();
  for (const { id, sha256, size } of clinic.attachments().slice(0, 40)) {
    const bytes = await clinic.readBytes(id);
    expect([bytes.length, createHash('sha256').update(bytes).digest('hex')]).toEqual([size, sha256]);
  }
});

it('writes letters that a PDF library reads', async () => {
  for (const number of [0, 1, 499]) {
    const document = await PDFDocument.load(seedFile('pdf', number), { throwOnInvalidObject: true });
    expect(document.getPageCount()).toBe(1);
  }
});

it.each([
  ['png', '89504e470d0a1a0a', '49454e44ae426082'],
  ['jpg', 'ffd8fffe', 'ffd9'],
  ['tif', '49492a00', ''],
  ['zip', '504b0304', ''],
  ['pdf', '255044462d', '2525454f460a'],
] as const)('writes a %s that begins and ends correctly, and differs for each number', (type, start, end) => {
  const file = seedFile(type, 7);
  expect(file.toString('hex').startsWith(start)).toBe(true);
  expect(file.toString('hex').endsWith(end)).toBe(true);
  expect(file.equals(seedFile(type, 7))).toBe(true);
  expect(file.equals(seedFile(type, 8))).toBe(false);
});

it('fills a picture with as many rows as it says', () => {
  const file = seedFile('png', 3);
  const data = file.indexOf('IDAT');
  const rows = inflateSync(file.subarray(data + 4, data + 4 + file.readUInt32BE(data - 4)));
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)];
  expect(rows.length % height).toBe(0);
  expect(rows.length).toBeGreaterThan(width * height);
});

it('draws the same numbers for the same seed, all within their limit', () => {
  const [one, same, other] = [createRandom(5), createRandom(5), createRandom(6)];
  const draw = (random: typeof one) => Array.from({ length: 100 }, () => random.below(1000));
  const drawn = draw(one);
  expect(draw(same)).toEqual(drawn);
  expect(draw(other)).not.toEqual(drawn);
  expect(drawn.every((number) => Number.isInteger(number) && number >= 0 && number < 1000)).toBe(true);
  expect([createRandom(1).chance(0), createRandom(1).chance(1)]).toEqual([false, true]);
});
