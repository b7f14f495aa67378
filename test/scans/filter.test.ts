import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFilter, type FilterSettings } from '../../main/scans/watch/filter.ts';
import { defaultIgnores, defaultTypes } from '../../preload/contract/scan-folder-defaults.ts';

const settings = (changes: Partial<FilterSettings> = {}): FilterSettings => ({
  subfolders: true,
  types: [...defaultTypes],
  ignore: [...defaultIgnores],
  ...changes,
});
const verdict = (path: string, changes: Partial<FilterSettings> = {}) => {
  const acceptance = createFilter(settings(changes)).accepts(path);
  return acceptance.kind === 'accepted' ? 'accepted' : acceptance.why;
};

describe('which names may become scans', () => {
  it.each([
    ['scan.pdf', 'accepted'],
    ['SCAN.PDF', 'accepted'],
    ['Letters/Smith/scan.Tiff', 'accepted'],
    ['scan.pdf.part', 'type'],
    ['scan', 'no-type'],
    ['scan.exe', 'type'],
    ['.scan.pdf', 'hidden'],
    ['.pdf', 'hidden'],
    ['.sync/scan.pdf', 'hidden'],
    ['~$letter.docx', 'ignored'],
    ['Letters/~$letter.docx', 'ignored'],
    ['Filed/2026-11-23/scan.pdf', 'filed'],
    ['filed/scan.pdf', 'filed'],
    ['Letters/Filed/scan.pdf', 'accepted'],
    ['Filed.pdf', 'accepted'],
  ])('%s: %s', (path, expected) => {
    expect(verdict(path)).toBe(expected);
  });

  it.each([
    'Überweisung é.pdf',
    'Überweisung é.pdf'.normalize('NFD'),
    '漢字.pdf',
    '🩻 knee.pdf',
    "O'Brien & son.pdf",
    '100 % + more #2.pdf',
    '"quoted".pdf',
    '${filename}.pdf',
    '[1] {2} (3) !.pdf',
    `${'a'.repeat(251)}.pdf`,
  ])('case 20: %s is an ordinary name', (name) => {
    expect(verdict(name)).toBe('accepted');
  });

  it('ignores subfolders if they are off, and Filed in any case', () => {
    expect(verdict('a/scan.pdf', { subfolders: false })).toBe('subfolder');
    expect(verdict('Filed/scan.pdf', { subfolders: false })).toBe('filed');
    expect(verdict('scan.pdf', { subfolders: false })).toBe('accepted');
  });

  it.each([
    ['draft.pdf', 'draft.pdf', 'ignored'],
    ['DRAFT.pdf', 'draft.pdf', 'ignored'],
    ['draft*', 'Draft 1.pdf', 'ignored'],
    ['*-copy.pdf', 'a-copy.pdf', 'ignored'],
    ['a?c.pdf', 'abc.pdf', 'ignored'],
    ['a?c.pdf', 'abbc.pdf', 'accepted'],
    ['page-[0-9].pdf', 'page-3.pdf', 'ignored'],
    ['{a,b}.pdf', 'b.pdf', 'ignored'],
    ['old/*.pdf', 'old/x.pdf', 'ignored'],
    ['old/*.pdf', 'new/x.pdf', 'accepted'],
    ['old', 'old/deep/x.pdf', 'ignored'],
    ['Entwürfe*', 'Entwürfe.pdf'.normalize('NFD'), 'ignored'],
  ])('the pattern %s on %s: %s', (pattern, path, expected) => {
    expect(verdict(path, { ignore: [pattern] })).toBe(expected);
  });

  it.each([
    ['Letters', true],
    ['Letters/2026', true],
    ['Filed', false],
    ['Filed/2026-11-23', false],
    ['.sync', false],
    ['Letters/.trash', false],
    ['x.tmp', false],
  ])('looks into the subfolder %s: %s', (path, expected) => {
    expect(createFilter(settings()).enters(path)).toBe(expected);
    expect(createFilter(settings({ subfolders: false })).enters(path)).toBe(false);
  });

  it('judges any name without throwing, and the same in NFC and NFD', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (name) => {
        const path = `${name.replaceAll('/', '')}.pdf`;
        expect(verdict(path.normalize('NFC'))).toBe(verdict(path.normalize('NFD')));
      }),
    );
  });
});
