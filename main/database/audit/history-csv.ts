import type { AuditEntry } from '../../../preload/contract/history.ts';
import { visibleLines } from '../../../preload/contract/visible-text.ts';
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
 * Yields the history as CSV (RFC 4180), oldest first, in pieces, so that seven years need little memory. `span`:
 * epoch milliseconds, the end excluded.
 */
export function* historyCsv(
  audit: Pick<AuditLog, 'entries'>,
  span: { from: number; to: number } = { from: -Infinity, to: Infinity },
): Generator<string, void, void> {
  // A byte order mark, without which spreadsheets misread accents.
  yield `\uFEFF${row(header)}`;
  let afterSeq = 0;
  for (;;) {
    const entries = audit.entries({ afterSeq, limit: 1000 });
    const last = entries.at(-1);
    if (last === undefined) return;
    // A clock that was set back makes times unordered, so every entry is checked.
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
 * A spreadsheet reads a cell that starts with these characters as a formula, and anyone can choose a file name. An
 * apostrophe makes the cell text (OWASP, CSV injection; the wide signs come from East Asian keyboards). In
 * spreadsheets that separate cells by semicolons or tabs, a quoted cell is split at those, so the text after them
 * gets an apostrophe too. Long ids would lose their last digits as numbers.
 */
function cell(value: string): string {
  const isFormula = /^(?:[\t\r\n]|["'\s]*[=+\-@＝＋－＠])/u.test(value);
  const isLongNumber = /^\d{16,}$/.test(value);
  const safe = value.replaceAll(/([;\t\r\n]["'\s]*)(?=[=+\-@＝＋－＠])/gu, "$1'");
  return `"${isFormula || isLongNumber ? "'" : ''}${safe.replaceAll('"', '""')}"`;
}
