import { expect, it } from 'vitest';
import { historyCsv } from '../../main/database/audit/history-csv.ts';
import type { AuditEntry } from '../../preload/contract/history.ts';
import { attachmentIdSchema, patientIdSchema } from '../../preload/contract/ids.ts';

const entry = (seq: number, detail: AuditEntry['detail']): AuditEntry => ({
  seq,
  at: Date.UTC(2026, 10, 23, 9),
  kind: 'job-filed',
  jobId: null,
  patientId: patientIdSchema.parse('1968645883121642782'),
  caseId: null,
  attachmentId: attachmentIdSchema.parse('7'),
  apiUser: null,
  osUser: 'tester',
  station: 'test-pc',
  detail,
});

const csvOf = (entries: readonly AuditEntry[]): string =>
  [
    ...historyCsv({
      entries: ({ afterSeq = 0, limit }) => entries.filter(({ seq }) => seq > afterSeq).slice(0, limit),
    }),
  ].join('');

it('writes a header and a line for each entry, oldest first', () => {
  const [header, first, second, end] = csvOf([
    entry(1, { file: 'a.pdf', patient: 'Jane' }),
    entry(2, null),
  ]).split('\r\n');
  expect(header?.startsWith('\uFEFF"number","when (UTC)","what","file","patient"')).toBe(true);
  expect(first).toBe(
    `"1","2026-11-23T09:00:00.000Z","job-filed","a.pdf","Jane","'1968645883121642782","","7","","tester","test-pc",""`,
  );
  expect(second).toContain('"2",');
  expect(end).toBe('');
});

const formulas = [
  '=HYPERLINK("http://x")',
  '+1',
  '-1',
  '@SUM(A1)',
  '\tx',
  '\rx',
  '\nx',
  '"=1+1',
  `'=1`,
  ' =1',
  '＝1',
];
it.each(formulas)('makes no formula of a file called %j', (file) => {
  const csv = csvOf([entry(1, { file })]);
  expect(csv).toContain(`,"'${file.replaceAll('"', '""')}",`);
});

/** A line as a spreadsheet splits it at `separator`: quotes count at the start of a cell. */
const cellsOf = (line: string, separator: string): string[] => {
  const found: string[] = [];
  for (let at = 0; at <= line.length; at += 1) {
    let text = '';
    if (line[at] === '"') {
      for (at += 1; at < line.length; at += 1) {
        if (line[at] !== '"') text += line[at] ?? '';
        else if (line[at + 1] === '"') text += line[(at += 1)] ?? '';
        else break;
      }
      at += 1;
    }
    for (; at < line.length && line[at] !== separator; at += 1) text += line[at] ?? '';
    found.push(text);
  }
  return found;
};

it.each([',', ';', '\t'])(
  'has no cell that starts as a formula where %j separates the cells',
  (separator) => {
    const signs = ['=', '+', '-', '@', '\t=', '\r=', '"=', ' ='];
    const files = signs.flatMap((sign) => [
      `${sign}1+1`,
      `a;${sign}cmd|x`,
      `a";${sign}1`,
      `a\t${sign}1`,
      `a\n${sign}1`,
      `a",${sign}1`,
    ]);
    for (const file of files) {
      const csv = csvOf([entry(1, { file, folder: file })]).slice(1);
      for (const text of csv.split('\r\n').flatMap((line) => cellsOf(line, separator))) {
        expect(text).not.toMatch(/^[\s]*[=+\-@]/);
      }
    }
  },
);

it('holds the entries of a span only, its end excluded', () => {
  const at = Date.UTC(2026, 10, 23, 9);
  const entries = [0, 1, 2].map((number) => ({ ...entry(number + 1, null), at: at + number }));
  const audit = { entries: ({ afterSeq = 0 }) => entries.filter(({ seq }) => seq > afterSeq) };
  const csv = [...historyCsv(audit, { from: at + 1, to: at + 2 })].join('').split('\r\n');
  expect(csv.slice(1)).toEqual([expect.stringMatching(/^"2"/), '']);
});

it('keeps quotes, commas and line ends inside their cell', () => {
  expect(csvOf([entry(1, { file: 'a "b", c\n.pdf', folder: 'x' })])).toContain(',"a ""b"", c\n.pdf","",');
});

it('continues over more entries than one reading holds', () => {
  const many = Array.from({ length: 2500 }, (_, at) => entry(at + 1, null));
  expect(csvOf(many).split('\r\n')).toHaveLength(2502);
});
