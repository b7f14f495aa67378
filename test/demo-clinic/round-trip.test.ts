import fc from 'fast-check';
import { expect, it } from 'vitest';
import { boundary, exchange, formBody, formHeaders } from './raw-http.ts';
import { janeOf, keyIn, startTestClinic } from './test-clinic.ts';

/** The text that a client may put between the quotes: any characters that do not end or cut the name. */
const name = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
  .filter((text) => !/[";\\/\p{Cc}]/u.test(text) && text.trim() === text && text.isWellFormed());

/** Bytes with frequent pieces of the boundary. */
const bytes = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 50 }),
      fc.constantFrom('\r\n', '\r', `\r\n--${boundary.slice(0, 5)}`, '--'),
    ),
    {
      maxLength: 20,
    },
  )
  .map((pieces) => Buffer.concat(pieces.map((piece) => Buffer.from(piece as Uint8Array))));

it('stores every name and every byte in the chart as sent', async () => {
  const clinic = await startTestClinic();
  const jane = janeOf(clinic);
  await fc.assert(
    fc.asyncProperty(name, bytes, async (filename, file) => {
      const presigned = await clinic.presign(jane);
      const body = formBody(Object.entries(presigned.fields), { name: filename, bytes: file });
      const answer = await exchange(presigned.url, { method: 'POST', headers: formHeaders(body), body });
      expect(answer.status).toBe(201);
      const key = keyIn(answer.body);
      expect(key).toBe(presigned.fields['key']?.replace('${filename}', () => filename));
      const created = await clinic.create(jane, `${clinic.storageUrl}${key}`);
      expect(created.status).toBe(201);
      const { body: record } = await clinic.get(created.body.links.self);
      expect([record['filename'], record['size']]).toEqual([filename, file.length]);
      expect(file.equals(await clinic.readBytes(record.id))).toBe(true);
    }),
    { numRuns: 60, examples: [['one\u2028two\u2029three.pdf', Buffer.from('bytes')]] },
  );
});

it('never mixes up uploads that run at the same time', async () => {
  const clinic = await startTestClinic();
  const patients = clinic.patients().slice(0, 5);
  const uploads = Array.from({ length: 40 }, (_, at) => ({
    patientId: patients[at % patients.length]?.id ?? '',
    file: { name: `scan ${at}.pdf`, bytes: Buffer.alloc(1 + at * 9001, `${at},`) },
  }));
  const made = await Promise.all(
    uploads.map(async ({ patientId, file }) => {
      const { body } = await clinic.create(patientId, await clinic.store(patientId, file), file.name);
      return { id: body.id, patientId, file };
    }),
  );
  const held = new Map(clinic.attachments().map((attachment) => [attachment.id, attachment]));
  for (const { id, patientId, file } of made) {
    expect(held.get(id)).toMatchObject({
      patientId,
      filename: file.name,
      description: file.name,
      size: file.bytes.length,
    });
    expect(file.bytes.equals(await clinic.readBytes(id))).toBe(true);
  }
});
