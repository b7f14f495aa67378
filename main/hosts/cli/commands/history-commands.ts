import { commandLine } from '../../../../preload/words/en/command-line.ts';
import { open } from 'node:fs/promises';
import type { History } from '../../../jobs/history.ts';
import { historyCsv } from '../../../database/audit/history-csv.ts';
import { fileError } from '../../../files/file-errors.ts';
import type { Io } from '../io.ts';
import { type CommonOptions, openSession, sessionClinic, sessionHistory } from '../session.ts';

export interface ExportOptions extends CommonOptions {
  readonly csv: string;
  readonly from?: Date;
  /** The last day, inclusive. */
  readonly to?: Date;
}

/** Runs `work` on the history while another process may add to it. Makes no request to the clinic. */
async function onHistory(
  options: CommonOptions,
  io: Io,
  work: (history: History) => Promise<number> | number,
): Promise<number> {
  const session = await openSession(options, io);
  try {
    const history = sessionHistory(session, 'beside', sessionClinic(session));
    try {
      return await work(history);
    } finally {
      history.close();
    }
  } finally {
    await session.close();
  }
}

const momentText = (at: number): string => new Date(at).toISOString();

/** `chartdrop history verify`: exit code 0 if every entry is intact, else 1 and the first entry that is not. */
export function verifyHistoryCommand(options: CommonOptions, io: Io): Promise<number> {
  return onHistory(options, io, (history) => {
    const firstTampered = history.audit.firstTampered();
    const extent = history.audit.extent();
    if (options.json) {
      const span = extent === null ? null : { from: momentText(extent.from), to: momentText(extent.to) };
      io.out(
        JSON.stringify({ sound: firstTampered === null, firstTampered, entries: extent?.entries ?? 0, span }),
      );
    } else if (firstTampered !== null) {
      io.out(commandLine.history.tampered(firstTampered));
    } else if (extent === null) io.out(commandLine.history.none);
    else {
      const { entries, from, to } = extent;
      io.out(
        entries === 1
          ? commandLine.history.oneSound(momentText(from))
          : commandLine.history.sound(entries, momentText(from), momentText(to)),
      );
    }
    return firstTampered === null ? 0 : 1;
  });
}

/** `chartdrop history export`: the entries of these days as CSV. Throws the file system's errors. */
export function exportHistoryCommand(options: ExportOptions, io: Io): Promise<number> {
  return onHistory(options, io, async (history) => {
    const to = options.to === undefined ? null : new Date(options.to);
    // The next day by the calendar, since a day with a clock change has not 24 hours.
    to?.setDate(to.getDate() + 1);
    const span = { from: options.from?.getTime() ?? -Infinity, to: to?.getTime() ?? Infinity };
    if (options.csv === '-') {
      // The line printer adds the second half of each line end.
      for (const piece of historyCsv(history.audit, span)) {
        for (const line of piece.split('\r\n').slice(0, -1)) io.out(`${line}\r`);
      }
      return 0;
    }
    try {
      // The file names patients, so only its owner may read it.
      await using file = await open(options.csv, 'w', 0o600);
      for (const piece of historyCsv(history.audit, span)) await file.writeFile(piece);
    } catch (thrown) {
      throw fileError(thrown);
    }
    return 0;
  });
}
