import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { patientIdSchema } from '../../preload/contract/ids.ts';
import { type SheetCode, sheetCodeText } from '../../main/sheets/sheet-code.ts';
import { planOf, type StackPage } from '../../main/sheets/stack-plan.ts';

const [key, strangeKey] = [randomBytes(32), randomBytes(32)];
const codeOf = (code: SheetCode, by = key): string => sheetCodeText(code, by, randomBytes(6));
const targetOf = (id: string): SheetCode => ({
  kind: 'target',
  patientId: patientIdSchema.parse(id),
  caseId: null,
  useBy: '2026-12-24',
});
const page = (...codes: string[]): StackPage => ({ codes, isBlank: false });
const sheet = (id: string): StackPage => page(codeOf(targetOf(id)), codeOf({ kind: 'mark' }));
const [text, blank] = [page(), { codes: [], isBlank: true }];
const separator = page(codeOf({ kind: 'separator' }));
/** The parts in short: the patient's id or the kind of sheet, and the pages. */
const short = (pages: readonly StackPage[]) =>
  planOf(pages, key)?.map(({ sheet: one, pages: some }) => [
    one.kind === 'target' ? one.target.patientId : one.kind,
    ...some,
  ]);

describe('the parts of a stack', () => {
  it('are none without a sheet, whatever other codes the pages have', () => {
    expect(planOf([text, blank, page('https://example.org')], key)).toBeNull();
  });

  it('have the pages after their own sheet, and the sheets are left out', () => {
    expect(short([sheet('1'), text, text, sheet('2'), text])).toEqual([
      ['1', 2, 3],
      ['2', 5],
    ]);
  });

  it('are none for sheets one behind the other, or at the end', () => {
    expect(short([sheet('1'), sheet('2'), text, separator, separator, sheet('3')])).toEqual([['2', 3]]);
    expect(short([sheet('1')])).toEqual([]);
    expect(short([sheet('1'), blank])).toEqual([]);
  });

  it('never get the code of another part: pages before the first sheet and after a separator have none', () => {
    expect(short([text, sheet('1'), text, separator, text])).toEqual([
      ['none', 1],
      ['1', 3],
      ['none', 5],
    ]);
  });

  it('lose the blank back of their sheet', () => {
    expect(short([text, sheet('1'), blank, text, blank, text])).toEqual([
      ['none', 1],
      ['1', 4, 5, 6],
    ]);
  });

  it('lose their blank backs if each sheet has one, but no blank front', () => {
    expect(short([sheet('1'), blank, text, blank, text, text, sheet('2'), blank, text, blank])).toEqual([
      ['1', 3, 5, 6],
      ['2', 9],
    ]);
    expect(short([sheet('1'), blank, text, text, blank, text])).toEqual([['1', 3, 4, 5, 6]]);
  });

  it('wait for a person if only the mark of their sheet can be read, or its codes contradict each other', () => {
    expect(short([page(codeOf({ kind: 'mark' })), text])).toEqual([['unreadable', 2]]);
    expect(short([page(codeOf(targetOf('1')), codeOf(targetOf('2'))), text])).toEqual([['unreadable', 2]]);
  });

  it('keep a page with a code that this clinic did not sign, and only propose its patient', () => {
    const strange = page(codeOf(targetOf('7'), strangeKey));
    expect(planOf([sheet('1'), text, strange, text], key)).toMatchObject([
      { pages: [2] },
      { sheet: { kind: 'strange', target: { patientId: '7' } }, pages: [3, 4] },
    ]);
    expect(short([page(codeOf(targetOf('7'), strangeKey), codeOf(targetOf('1'))), text])).toEqual([['1', 2]]);
  });
});
