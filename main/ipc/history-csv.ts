import type { AuditEntry } from '../../preload/contract/history.ts';
import type { AuditLog } from '../history/audit-log.ts';

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

/** History as CSV (RFC 4180), oldest first, in pieces, so that seven years of it need no memory. */
export function* historyCsv(audit: Pick<AuditLog, 'entries'>): Generator<string, void, void> {
  // A byte order mark, or spreadsheets take the accents for something else.
  yield `\uFEFF${row(header)}`;
  let afterSeq = 0;
  for (;;) {
    const entries = audit.entries({ afterSeq, limit: 1000 });
    const last = entries.at(-1);
    if (last === undefined) return;
    yield entries.map((entry) => row(cells(entry))).join('');
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
 * (OWASP, CSV injection). Long ids would lose their last digits as numbers.
 */
function cell(value: string): string {
  const isFormula = /^[=+\-@\t\r]/.test(value);
  const isLongNumber = /^\d{16,}$/.test(value);
  return `"${isFormula || isLongNumber ? "'" : ''}${value.replaceAll('"', '""')}"`;
}
