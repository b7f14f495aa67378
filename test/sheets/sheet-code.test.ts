import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caseIdSchema, patientIdSchema } from '../../preload/contract/ids.ts';
import { readSheetCode, type SheetCode, sheetCodeText } from '../../main/sheets/sheet-code.ts';

const [key, other] = [randomBytes(32), randomBytes(32)];
const random = randomBytes(6);
const patientId = patientIdSchema.parse('1968645883121642782');
const target: SheetCode = { kind: 'target', patientId, caseId: null, useBy: '2026-12-24' };
const inCase: SheetCode = { ...target, caseId: caseIdSchema.parse('9223372036854775807') };

describe('the code of a sheet', () => {
  it.each<[string, SheetCode]>([
    ['a patient', target],
    ['a case', inCase],
    ['a separator', { kind: 'separator' }],
    ['a mark', { kind: 'mark' }],
  ])('names %s, signed with the key of this clinic', (_what, code) => {
    const text = sheetCodeText(code, key, random);
    expect(readSheetCode(text, key)).toEqual({ kind: 'ours', code });
    expect(readSheetCode(text, other)).toEqual({ kind: 'strange', code });
    expect(readSheetCode(text, null)).toEqual({ kind: 'strange', code });
    // Small enough for the same size of QR code, and without letters that need more room in it.
    expect(text).toMatch(/^CD1\.[A-Z2-7]{16,63}$/);
  });

  it('differs for each sheet', () => {
    expect(sheetCodeText(target, key, randomBytes(6))).not.toBe(sheetCodeText(target, key, randomBytes(6)));
  });

  it('is strange once a letter of it was changed, whatever it says then', () => {
    const text = sheetCodeText(inCase, key, random);
    fc.assert(
      fc.property(
        fc.nat(text.length - 6),
        fc.constantFrom('A', 'B', 'C', 'X', 'Y', 'Z', '2', '7'),
        (at, letter) => {
          const place = at + 4;
          fc.pre(text[place] !== letter);
          const changed = text.slice(0, place) + letter + text.slice(place + 1);
          expect(readSheetCode(changed, key)?.kind).not.toBe('ours');
        },
      ),
    );
  });

  it.each([
    '',
    'https://example.org',
    'CD1.',
    'CD1.AAAA',
    'CD1.0189',
    'CD2.AAAAAAAAAAAAAAAAAAAAAAAA',
    'cd1.aaaa',
  ])('is none in %j', (text) => {
    expect(readSheetCode(text, key)).toBeNull();
  });

  it('of any text is read without an error', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('A', 'B', 'E', 'K', 'Q', 'Z', '2', '7') }), (text) => {
        expect(readSheetCode(`CD1.${text}`, key)?.kind).not.toBe('ours');
      }),
    );
  });
});
