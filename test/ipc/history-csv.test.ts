import { expect, it } from 'vitest';
import { historyCsv } from '../../main/ipc/history-csv.ts';
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

it.each(['=HYPERLINK("http://x")', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
  'makes no formula of a file called %j',
  (file) => {
    expect(csvOf([entry(1, { file })])).toContain(`,"'${file.replaceAll('"', '""')}",`);
  },
);

it('keeps quotes, commas and line ends inside their cell', () => {
  expect(csvOf([entry(1, { file: 'a "b", c\n.pdf', folder: 'x' })])).toContain(',"a ""b"", c\n.pdf","",');
});

it('goes on over more entries than one reading holds', () => {
  const many = Array.from({ length: 2500 }, (_, at) => entry(at + 1, null));
  expect(csvOf(many).split('\r\n')).toHaveLength(2502);
});
