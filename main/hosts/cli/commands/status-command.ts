import { commandLine } from '../../../../preload/words/en/command-line.ts';
import { jobStates } from '../../../../preload/contract/job.ts';
import type { UploadJob } from '../../../jobs/job.ts';
import { errorText, retriedText } from '../../../../preload/words/text.ts';
import { words } from '../../../../preload/words/current.ts';
import { accountLines, needsHelp } from './account-lines.ts';
import { destinationText, failureText, patientText } from '../plain-text.ts';
import type { PendingArchive } from '../../../database/archive-store.ts';
import type { JobList } from '../../../jobs/store/job-rows.ts';
import type { Io } from '../io.ts';
import { type CommonOptions, openSession, sessionClinic, sessionHistory } from '../session.ts';

/** The states whose files are listed one by one, and the most lines. */
const listed: readonly JobList[] = ['inbox', 'queue'];
const most = 50;

/**
 * `chartdrop status`: prints the number of files in each state, lists those that need a person, and the account of each
 * scan folder. Makes no request to the clinic. Exit code 1 if an entry of a scan folder is stuck or a wrong document stays in a chart, else 0.
 */
export async function statusCommand(options: CommonOptions, io: Io): Promise<number> {
  const session = await openSession(options, io);
  try {
    const history = sessionHistory(session, 'beside', sessionClinic(session));
    try {
      const counts = Object.fromEntries(jobStates.map((state) => [state, history.jobs.count(state)]));
      const waiting = listed.flatMap((list) => history.jobs.page(list, { offset: 0, limit: most }));
      const folders = history.accounts.all();
      const archives = history.archives.all().filter(({ standing }) => standing !== 'left');
      if (options.json)
        io.out(
          JSON.stringify({
            counts,
            waiting: waiting.map(shown),
            archives: archives.map(shownArchive),
            folders,
          }),
        );
      else {
        const parts = jobStates.filter((state) => counts[state] !== 0);
        io.out(
          parts.map((state) => `${counts[state] ?? 0} ${words().states[state]}`).join(', ') ||
            commandLine.status.none,
        );
        for (const job of waiting) io.out(`  ${job.file.name}: ${shown(job).why}`);
        for (const one of archives) io.out(`  ${shownArchive(one).file}: ${shownArchive(one).why}`);
        for (const { path, at, account } of folders)
          accountLines(path, at, account).forEach((line) => io.out(line));
      }
      const isRefused = archives.some(({ standing }) => standing === 'refused');
      return isRefused || folders.some(({ account }) => needsHelp(account)) ? 1 : 0;
    } finally {
      history.close();
    }
  } finally {
    await session.close();
  }
}

function shown(job: UploadJob): { id: string; file: string; state: string; why: string } {
  return { id: job.id, file: job.file.name, state: job.state, why: why(job) };
}

function shownArchive(one: PendingArchive): { id: string; file: string; standing: string; why: string } {
  const { attachmentId: id, file, standing, patient, patientId, error } = one;
  const whose = patient === null ? (patientId ?? '') : patientText(patient);
  const reason = error === null ? '' : standing === 'refused' ? errorText(error) : retriedText(error);
  return { id, file: file ?? id, standing, why: commandLine.status.notArchived(whose, reason).trim() };
}

function why(job: UploadJob): string {
  if (job.state === 'inbox') return words().reasons[job.reason];
  if (job.state === 'failed') return failureText(job);
  const state = words().states[job.state];
  const where =
    'destination' in job ? commandLine.status.destination(state, destinationText(job.destination)) : state;
  const held = 'waiting' in job && job.waiting !== null ? `. ${retriedText(job.waiting)}` : '';
  return `${where}${held}`;
}
