import type { AuditEntry } from '../../preload/contract/history.ts';
import { visibleLines } from '../../preload/contract/visible-text.ts';
import type { AuditLog } from './audit-log.ts';

const header = [
  'number',
  'when (UTC)',
  'what',
  'file',
  'patient',
  'patient id',
  'case id',
  'attachment id',
  'API user id',
  'user',
  'station',
  'details',
];

/**
 * History as CSV (RFC 4180), oldest first, in pieces, so that seven years of it need no memory. `span`: epoch
 * milliseconds, the end excluded.
 */
export function* historyCsv(
  audit: Pick<AuditLog, 'entries'>,
  span: { from: number; to: number } = { from: -Infinity, to: Infinity },
): Generator<string, void, void> {
  // A byte order mark, or spreadsheets take the accents for something else.
  yield `\uFEFF${row(header)}`;
  let afterSeq = 0;
  for (;;) {
    const entries = audit.entries({ afterSeq, limit: 1000 });
    const last = entries.at(-1);
    if (last === undefined) return;
    // A clock that was set back puts times out of order, so that each entry is asked.
    const inSpan = entries.filter(({ at }) => at >= span.from && at < span.to);
    if (inSpan.length > 0) yield inSpan.map((entry) => row(cells(entry).map(visibleLines))).join('');
    afterSeq = last.seq;
  }
}

function cells(entry: AuditEntry): string[] {
  const { file = '', patient = '', ...rest } = entry.detail ?? {};
  return [
    String(entry.seq),
    new Date(entry.at).toISOString(),
    entry.kind,
    file,
    patient,
    entry.patientId ?? '',
    entry.caseId ?? '',
    entry.attachmentId ?? '',
    entry.apiUser ?? '',
    entry.osUser,
    entry.station,
    Object.entries(rest)
      .map(([name, value]) => `${name}: ${value}`)
      .join('; '),
  ];
}

const row = (values: readonly string[]): string => `${values.map(cell).join(',')}\r\n`;

/**
 * A spreadsheet takes a cell that begins so for a formula, and file names come from anybody: an apostrophe makes it text
 * (OWASP, CSV injection; the wide signs are those of East Asian keyboards). Where semicolons or tabs part the cells, a
 * quoted one is cut at those inside it, so that what follows them is made text too. Long ids would lose their last digits
 * as numbers.
 */
function cell(value: string): string {
  const isFormula = /^(?:[\t\r\n]|["'\s]*[=+\-@＝＋－＠])/u.test(value);
  const isLongNumber = /^\d{16,}$/.test(value);
  const safe = value.replaceAll(/([;\t\r\n]["'\s]*)(?=[=+\-@＝＋－＠])/gu, "$1'");
  return `"${isFormula || isLongNumber ? "'" : ''}${safe.replaceAll('"', '""')}"`;
}
