import { buffer, text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { readSheetCode } from '../../main/sheets/sheet-code.ts';
import type { RequestOutput } from '../../preload/contract/requests.ts';
import { errorOf } from '../fixtures/error-of.ts';
import { testDecoder } from '../fixtures/test-decoder.ts';
import { caseIdSchema, patientIdSchema } from '../../preload/contract/ids.ts';
import { type TestDesk, testDesk } from './test-desk.ts';

async function opened(): Promise<TestDesk> {
  const desk = await testDesk();
  await desk.call('clinic:useKey', { apiKey: desk.demo.apiKey });
  return desk;
}
const idOf = (desk: TestDesk, lastName: string) =>
  patientIdSchema.parse(desk.demo.patients().find((one) => one.lastName === lastName)?.id);
const pdfOf = async (desk: TestDesk, signed: RequestOutput<'sheets:sign'>): Promise<Buffer> => {
  const sheets = signed.map(({ destination, code, mark }) => {
    const name = destination?.patient.name ?? 'Separator';
    return { title: 'Cover sheet', lines: [name, '漢字'], notes: [], code, mark };
  });
  const { file } = await desk.call('sheets:draw', { sheets });
  return buffer(desk.bytes.made(file).stream);
};

describe('cover sheets of the window', () => {
  it('are signed for patients and cases as the clinic names them, and can be read when printed', async () => {
    const desk = await opened();
    const jane = idOf(desk, 'Citizen');
    const inCase = desk.demo.cases().find((one) => one.patientId === jane && one.archivedAt === null);
    const caseId = caseIdSchema.parse(inCase?.id);
    expect(await desk.call('sheets:readKey', null)).toEqual({ hasKey: false });
    const signed = await desk.call('sheets:sign', {
      sheets: [{ patientId: jane, caseId: null }, { patientId: jane, caseId }, null],
      useBy: '2026-12-24',
    });
    expect(signed.map(({ destination }) => destination?.kind ?? null)).toEqual(['patient', 'case', null]);
    expect(signed[0]?.destination?.patient).toMatchObject({ id: jane, dateOfBirth: '1980-02-03' });
    expect(await desk.call('sheets:readKey', null)).toEqual({ hasKey: true });

    const pdf = await pdfOf(desk, signed);
    const key = await desk.desk.app().sheetKeys.read();
    const read = async (page: number) => {
      const given = { file: `sheets ${desk.demo.apiUrl}`, read: () => Promise.resolve(pdf), page };
      const { codes, pages } = await testDecoder.codes(given, new AbortController().signal);
      expect(pages).toBe(3);
      return codes.map((code) => readSheetCode(code.text, key));
    };
    const target = { kind: 'target', patientId: jane, caseId: null, useBy: '2026-12-24' };
    expect(await read(1)).toContainEqual({ kind: 'ours', code: target });
    expect(await read(1)).toContainEqual({ kind: 'ours', code: { kind: 'mark' } });
    expect(await read(2)).toContainEqual({ kind: 'ours', code: { ...target, caseId } });
    expect(await read(3)).toEqual([{ kind: 'ours', code: { kind: 'separator' } }]);
  });

  it('are written into the history, with the patient', async () => {
    const desk = await opened();
    const jane = idOf(desk, 'Citizen');
    await desk.call('sheets:sign', { sheets: [{ patientId: jane, caseId: null }], useBy: '2026-12-24' });
    const { rows } = await desk.call('history:page', { after: null, search: '', limit: 5 });
    expect(rows[0]).toMatchObject({
      kind: 'sheet-printed',
      patientId: jane,
      detail: { dateOfBirth: '1980-02-03', useBy: '2026-12-24' },
    });
  });

  it('are refused for a patient who is archived, or unknown', async () => {
    const desk = await opened();
    const archived = patientIdSchema.parse(desk.demo.patients().find((one) => one.archivedAt !== null)?.id);
    for (const patientId of [archived, patientIdSchema.parse('1')]) {
      const answer = await desk.ask('sheets:sign', {
        sheets: [{ patientId, caseId: null }],
        useBy: '2026-12-24',
      });
      expect(answer).toMatchObject({ ok: false, error: { code: 'patient-unavailable' } });
    }
  });

  it('have a key that another PC gets in a file, and that replaces its own', async () => {
    const [first, second] = [await opened(), await opened()];
    await second.desk.app().sheetKeys.ready();
    const { file } = await first.call('sheets:exportKey', { passphrase: 'correct horse' });
    const made = await text(first.bytes.made(file).stream);
    await second.call('sheets:importKey', { text: made, passphrase: 'correct horse' });
    expect(second.secrets.get('sheet-key')).toBe(first.secrets.get('sheet-key'));
    expect(await second.ask('sheets:importKey', { text: made, passphrase: 'wrong horse' })).toMatchObject({
      ok: false,
      error: { code: 'passphrase-wrong' },
    });
    expect(await first.ask('sheets:exportKey', { passphrase: 'short' })).toMatchObject({ ok: false });
    expect(errorOf(() => first.bytes.made('unknown')).code).toBe('choice-expired');
  });
});
