import { commandLine } from '../../../../preload/words/en/command-line.ts';
import { emptyAccount } from '../../../../preload/contract/folder-account.ts';
import type { HeicPhotos } from '../../../../preload/contract/settings.ts';
import { type ErrorCode, isTemporary } from '../../../../preload/contract/error-codes.ts';
import { errorText, retriedText, stuckNewsText } from '../../../../preload/words/text.ts';
import type { App } from '../../../core/app.ts';
import { asChartdropError } from '../../../base/errors.ts';
import { createWakeableSleep } from '../../../base/wakeable-sleep.ts';
import { backoff } from '../../../jobs/retry-policy.ts';
import { systemClock } from '../../system-clock.ts';
import { askDestination, type DestinationOption, readDestinationOption } from '../destination-option.ts';
import { needsHelp, stuckLines } from './account-lines.ts';
import { folderOf, type FolderOptions, routeOf } from '../folder-options.ts';
import { aborted } from '../aborted.ts';
import { compileSoon, letNewSpaceGrow } from '../v8-flags.ts';
import type { Io } from '../io.ts';
import { type CommonOptions, openSession, startSessionApp } from '../session.ts';
import { followTimeline, timeText } from '../timeline.ts';

export interface WatchOptions extends CommonOptions, DestinationOption, FolderOptions {
  readonly existing: boolean;
  /** Seconds from assignment to upload: the undo period. */
  readonly hold: number;
  readonly heic: HeicPhotos;
}

/**
 * `chartdrop watch`: files the scans in a folder until it is stopped. Exit code 0 if no file that it found is left to
 * file, and no entry of the folder is stuck, else 1. Unfinished files resume at the next start.
 */
export async function watchCommand(path: string, options: WatchOptions, io: Io): Promise<number> {
  const choice = options.route === undefined ? readDestinationOption(options) : null;
  if (choice === null) routeOf(options, null);
  letNewSpaceGrow();
  compileSoon();
  const session = await openSession(options, io);
  try {
    const app = startSessionApp(session, { holdSeconds: options.hold, heicPhotos: options.heic });
    try {
      if (app.history.setAside !== null) {
        io.err(
          commandLine.watch.setAside(
            errorText({ code: 'database-damaged', detail: null }),
            app.history.setAside,
          ),
        );
        io.err(commandLine.watch.rebuilt);
      }
      await identified(app, io);
      const destination = choice === null ? null : await askDestination(choice, app.clinic.client, io.signal);
      const folder = await folderOf(path, options, routeOf(options, destination));
      const unfollow = followTimeline(app, (entry) => {
        const { at, file, text } = entry;
        io.out(options.json ? JSON.stringify(entry) : `${timeText(at)}  ${file}  ${text}`);
      });
      const unlisten = warnings(app, io);
      app.start({ folders: [folder.id], others: 'unknown' });
      // A folder that disappears now cannot be listed until it is back. Ctrl-C must not wait for that.
      const listed = app.scans.watch(folder, { takeExisting: options.existing });
      await Promise.race([listed.then(({ existing }) => begun(existing, options, io)), aborted(io.signal)]);
      await aborted(io.signal);
      unfollow();
      unlisten();
      const account = app.scans.account(folder.id) ?? emptyAccount;
      if (account.stuckCount > 0) {
        io.err(commandLine.watch.stuck(folder.path, account.stuckCount));
        for (const line of stuckLines(folder.path, account)) io.err(`  ${line}`);
      }
      return waiting(app) === 0 && !needsHelp(account) ? 0 : 1;
    } finally {
      await app.stop();
    }
  } finally {
    await session.close();
  }
}

/**
 * Finds out the key's user, for the history and for finding an upload whose answer was lost. Without a network the
 * watch starts anyway and asks again later. A wrong key ends it.
 */
async function identified(app: App, io: Io): Promise<void> {
  try {
    await app.clinic.identify({ priority: 'background', signal: io.signal });
  } catch (thrown) {
    const error = asChartdropError(thrown);
    if (!isTemporary(error)) throw error;
    io.err(retriedText(error));
    void identifiedLater(app, io.signal);
  }
}

/** Asks until it gets an answer or the watch ends. Never rejects. */
async function identifiedLater(app: App, signal: AbortSignal): Promise<void> {
  const pause = createWakeableSleep(systemClock, signal);
  for (let tries = 0; ; tries += 1) {
    await pause.for(backoff(tries, Math.random()));
    if (signal.aborted) return;
    try {
      await app.clinic.identify({ priority: 'background', signal });
      return;
    } catch (thrown) {
      // A refused key pauses the queue too; this prints the reason.
      if (!isTemporary(asChartdropError(thrown))) return;
    }
  }
}

function begun(existing: number, options: WatchOptions, io: Io): void {
  if (io.signal.aborted) return;
  if (existing > 0 && !options.existing) {
    io.err(commandLine.watch.skipped(existing));
  }
  io.err(commandLine.watch.begun);
}

function warnings(app: App, io: Io): () => void {
  let before: ErrorCode | null = null;
  let wasGone = false;
  return app.listen({
    onPauseChanged() {
      if (app.uploads.queue.pausedBy().includes('key')) {
        io.err(commandLine.watch.keyRejected(errorText({ code: 'key-rejected', detail: null })));
      }
    },
    onFolderChanged(folder) {
      const trouble = app.scans.trouble(folder.id);
      if (trouble !== null && trouble !== before) io.err(retriedText({ code: trouble, detail: null }));
      if (trouble === null && before !== null) io.err(commandLine.watch.troubleOver);
      before = trouble;
      const status = app.scans.status(folder.id);
      const isGone = status?.kind === 'vanished';
      if (isGone && !wasGone) io.err(commandLine.watch.missing(timeText(status.since)));
      if (!isGone && wasGone) io.err(commandLine.watch.back);
      wasGone = isGone;
    },
    onStuck({ folder, kind, code, count }) {
      // Told above: a missing folder, and the reason why PCs cannot agree.
      if (kind === 'folder' && app.scans.status(folder.id)?.kind === 'vanished') return;
      if (code === app.scans.trouble(folder.id)) return;
      io.err(stuckNewsText({ path: folder.path, kind, code, count }));
    },
  });
}

const waiting = (app: App): number =>
  (['inbox', 'queue'] as const).reduce(
    (sum, list) => sum + app.history.jobs.page(list, { offset: 0, limit: 1 }).length,
    0,
  );
