import { describe, expect, it } from 'vitest';
import { caseIdSchema, patientIdSchema } from '../../preload/contract/ids.ts';
import { pagesText } from '../../preload/words/format.ts';
import { dayAfter, printedSheet } from '../../renderer/state/cover-sheets.ts';

const patient = {
  id: patientIdSchema.parse('1968645883121642782'),
  name: 'Jane Citizen',
  dateOfBirth: '1980-02-03',
};
const codes = { code: 'CD1.A', mark: 'CD1.B' };

describe('a printed cover sheet', () => {
  it('names the patient with two identifiers, the case and the last day', () => {
    const knee = { id: caseIdSchema.parse('7'), name: 'Knee 2026' };
    const sheet = printedSheet(
      { destination: { kind: 'case', patient, case: knee }, ...codes },
      '2026-12-24',
    );
    expect(sheet.title).toBe('Cover sheet');
    expect(sheet.lines.join('\n')).toMatch(
      /^Jane Citizen\nBorn .*1980\nPatient number 1968645883121642782\nCase Knee 2026\nUse by .*2026$/,
    );
  });

  it('without a date of birth says so, and a separator sheet names no patient', () => {
    const undated = { kind: 'patient' as const, patient: { ...patient, dateOfBirth: null } };
    expect(printedSheet({ destination: undated, ...codes }, '2026-12-24').lines[1]).toBe('no date of birth');
    expect(printedSheet({ destination: null, code: 'CD1.A', mark: null }, '2026-12-24')).toMatchObject({
      title: 'Separator sheet',
      lines: [],
    });
  });

  it('is valid for the given days of the calendar', () => {
    expect(dayAfter(new Date(2026, 11, 15, 23, 59).getTime(), 30)).toBe('2027-01-14');
    expect(dayAfter(new Date(2026, 2, 1).getTime(), 0)).toBe('2026-03-01');
  });

  it('tells the pages of a part in short', () => {
    expect(pagesText([2, 3, 4, 7, 9, 10])).toBe('2–4, 7, 9–10');
    expect(pagesText([])).toBe('');
  });
});
