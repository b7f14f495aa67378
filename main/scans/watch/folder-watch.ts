import { relative, sep } from 'node:path';
import type { ErrorCode } from '../../../preload/contract/errors.ts';
import type { ScanFolder } from '../../../preload/contract/scan-folder.ts';
import { asChartdropError } from '../../base/errors.ts';
import type { Clock } from '../../base/ports.ts';
import type { ExpectedNames } from '../identity/expected-names.ts';
import { fileError } from '../../files/file-errors.ts';
import { createFolderIdentity } from '../identity/folder-identity.ts';
import { driveKind } from '../../files/drive-kind.ts';
import { createFilter } from './filter.ts';
import { createFolderFinder, inFolder, type Place, isAway } from '../identity/find-folder.ts';
import { createEventSource, listAfterMs, type WatchMethod } from './event-source.ts';
import { watchFolderEvents, type NameEvent } from './folder-events.ts';
import { createFreshNames } from './fresh-names.ts';
import { inspectFile } from '../settle/inspect-file.ts';
import { likeness } from '../identity/identity.ts';
import { listTree } from './list-tree.ts';
import { createPassRequests } from './pass-requests.ts';
import { createHandover } from '../../base/handover.ts';
import { createWakeableSleep } from '../../base/wakeable-sleep.ts';
import { createSeenNames, type SeenNames, splitPath } from './seen-names.ts';
import { createSettling, type Settling } from '../settle/settling.ts';
import type { FinishedScan, FolderWatch, FolderWatchDeps } from './watched-folder.ts';

const settleMs = { local: 2_000, network: 10_000 } as const;
/** A listing takes at most a sixth of the time, even if listing the folder takes seconds; but the next one begins within a minute. */
const restMs = (passMs: number): number => Math.min(passMs * 5, listAfterMs.events);
/** Milliseconds until a refused name is counted. */
const recountMs = 2_000;
/** 1 s doubling to 60 s. */
const backoffMs = (tries: number) => Math.min(1_000 * 2 ** tries, 60_000);
const sampleSize = 200;
/** Milliseconds that a name may be missing until its file appears under another one: an event, or two listings. */
const renameMs = { events: 5_000, listing: 15_000 } as const;

/** Why the folder cannot be read, since when in epoch milliseconds. */
interface Trouble {
  readonly since: number;
  readonly code: ErrorCode;
}

/** The files that the folder's settings include at its present place. */
const scopeOf = ({ path, subfolders, types, ignore }: ScanFolder, place: Place | null) => ({
  path: place?.realPath ?? path,
  ...{ subfolders, types, ignore },
});

const countsOf = (settling: Settling, seen: SeenNames) => ({
  unfinished: settling.size(),
  stuck: settling.stuck(),
  refused: seen.refused(),
  unlisted: seen.unlisted(),
});

/** Milliseconds between two listings: a subfolder whose name is not UTF-8 sends no events. */
const gapMs = (seen: SeenNames, method: WatchMethod): number =>
  listAfterMs[seen.hasSilent() ? 'listing' : method];

/** When the file of an event certainly did not exist yet, in monotonic milliseconds. `lastPass`: of the last listing. */
function sinceOf(
  relativePath: string,
  event: NameEvent,
  deps: { clock: Clock; seen: SeenNames; settling: Settling; expected: ExpectedNames; lastPass: number },
): number {
  const { clock, seen, settling } = deps;
  if (event === 'renamed' || settling.has(relativePath)) return clock.monotonic();
  // It may have been written before the start as well.
  if (deps.expected.isDeferred(relativePath)) return -Infinity;
  if (seen.has(relativePath)) return clock.monotonic();
  // Only a write, or a new subfolder, revealed the name: it may be as old as the last listing.
  const [directory] = splitPath(relativePath);
  return seen.directory(directory)?.listedAt ?? deps.lastPass;
}

/** Watches one scan folder; never touches its files, and never creates the folder (case 28). */
export function watchFolder<Token>(
  folder: ScanFolder,
  options: { takeExisting: boolean },
  deps: FolderWatchDeps<Token>,
): FolderWatch<Token> {
  const { clock, log } = deps;
  const end = new AbortController();
  const { signal } = end;
  const filter = createFilter(folder);
  const seen = createSeenNames();
  let place: Place | null = null;
  const mount = () => place?.mount ?? '';
  const pause = createWakeableSleep(clock, signal);
  const ready = Promise.withResolvers<{ existing: number }>();
  const find = createFolderFinder(folder.path, deps.driveKind ?? driveKind);
  let [vanished, blocked]: [Trouble | null, Trouble | null] = [null, null];
  let [lastPass, passMs, listed] = [-Infinity, 0, false];
  const onAccount = () => deps.onAccount?.();
  const requests = createPassRequests();
  const finished = createHandover<FinishedScan<Token>>(signal);

  const drive = () => place?.drive ?? 'network';
  const relativeOf = (path: string): string => relative(folder.path, path).replaceAll(sep, '/');

  const known = createFolderIdentity({
    ...{ folder, known: deps.known, clock, log, signal, find, opened: () => place, onRecorded: onAccount },
    ...{ renameMs: () => renameMs[events.method()], untaken: () => settling, seen },
    compareDeferred: (goesOn) => fresh.compareDeferred(goesOn),
  });
  const { baseline, departures, expected, lateStart } = known;
  const onGone = (relativePath: string) => {
    if (!settling.has(relativePath)) departures.add(relativePath, false);
  };
  const settling = createSettling<Token>({
    ...{ clock, log, signal, folderPath: folder.path, onTrouble: onAccount },
    inspect: deps.inspect ?? ((path) => inspectFile(path, folder.path)),
    settleMs: () => folder.settleMs ?? settleMs[drive() === 'network' ? 'network' : 'local'],
    known: (path) => baseline.get(path)?.fingerprint,
    compare(path, fingerprint) {
      const before = baseline.get(path);
      // A name that disappeared and returned belongs to another scan, whatever its content.
      if (before === undefined || departures.has(path)) return 'other';
      return likeness(before, { fingerprint, mount: mount() });
    },
    onAppeared: (path, since) => deps.onAppeared(path, since),
    onActivity: (token) => deps.onActivity(token),
    handOver: (make) => finished.offer(() => ({ ...make(), folder })),
    onSettled: (path) => seen.add(path),
    onGone: (path) => {
      seen.delete(path);
      departures.add(path, fresh.mayHaveLain(path));
    },
  });

  const fresh = createFreshNames({
    ...{ folder, clock, baseline, expected, seen, settling, signal, drive, mount, onGone, ...options },
    ...{ statFiles: deps.statFiles, onUncheckedGone: (path) => departures.add(path, true) },
    scope: () => scopeOf(folder, place),
  });

  const onName = (relativePath: string, event: NameEvent) => {
    if (filter.accepts(relativePath).kind !== 'accepted') {
      // Only a listing counts it.
      if (listed && event === 'renamed') pause.wake(Math.max(recountMs, restMs(passMs)));
      return;
    }
    if (event !== 'met') baseline.changed(relativePath);
    if (event === 'renamed') fresh.onRenamed(relativePath);
    if (event === 'met' && seen.has(relativePath)) return;
    const since = sinceOf(relativePath, event, { clock, seen, settling, expected, lastPass });
    settling.sight({ relativePath, since, replaced: event === 'renamed' });
  };

  const events = createEventSource({
    ...{ folder, filter, log, onName, watchEvents: deps.watchEvents ?? watchFolderEvents },
    ...{ knownNames: seen.namesIn, listWithin: (ms: number) => pause.wake(ms) },
  });

  /** One pass over all names, and a closer check of a few known ones, which may have changed without an event. */
  const pass = async (network: boolean, timesAreTrue: boolean) => {
    const startedAt = clock.monotonic();
    const onFailure = (thrown: unknown) => log.warn('subfolder-not-listed', { code: fileError(thrown).code });
    const onNew = (paths: readonly string[], since: number) => fresh.onNew(paths, since);
    const root = folder.path;
    const list = { clock, root, filter, seen, signal, network, timesAreTrue, onNew, onGone, onFailure };
    if (await inFolder(() => listTree(list, lastPass))) lastPass = startedAt;
    await fresh.check([...new Set([...seen.sample(sampleSize), ...settling.recent()])], network);
    return clock.monotonic() - startedAt;
  };

  /** Watches until the folder is lost, which it throws, or was replaced, or until the end. */
  const attend = async (): Promise<void> => {
    const found = await find();
    place = found;
    const away = vanished;
    vanished = null;
    if (away !== null) deps.onReturned({ since: away.since });
    // Files seen before may have changed meanwhile: everything is compared with its entry.
    seen.clear();
    departures.clear();
    lastPass = -Infinity;
    listed = false;
    fresh.begin();
    const finishStart = lateStart.begin(found);
    await events.open(found);
    while (!signal.aborted) {
      const asked = requests.begin();
      try {
        passMs = await pass(found.drive === 'network', found.drive === 'plain');
        // An interrupted listing must not count as the folder's baseline.
        if (end.signal.aborted) return;
        if (!listed) ready.resolve(fresh.finishFirstPass());
        listed = true;
        finishStart();
        blocked = null;
        onAccount();
        asked.done();
        if (requests.isWaiting()) continue;
        await pause.for(Math.max(gapMs(seen, events.method()), restMs(passMs)));
      } finally {
        asked.done();
      }
      if ((await find()).identity !== found.identity) return;
    }
  };

  const run = async () => {
    for (let tries = 0; !signal.aborted;) {
      try {
        await attend();
        tries = 0;
      } catch (thrown) {
        const { code } = asChartdropError(thrown);
        if (vanished === null) log.warn('folder-not-watched', { code });
        if (blocked?.code !== code) blocked = { since: clock.now(), code };
        onAccount();
        if (vanished === null && isAway.has(code)) {
          tries = 0;
          vanished = { since: clock.now(), code };
          deps.onVanished(vanished);
        }
        requests.begin().done();
        await events.close();
        await pause.for(backoffMs(tries++));
      } finally {
        await events.close();
      }
    }
    requests.begin().done();
    ready.resolve({ existing: 0 });
  };
  const running = run();
  return {
    ready: ready.promise,
    finished: () => finished.offered(),
    identify: known.identify,
    noteTaken: (scan) => known.note(scan, null),
    noteElsewhere: async (scan) => known.note(scan, await known.markOf(scan.path, scan.fingerprint)),
    async stop() {
      end.abort();
      await departures.stop();
      await events.close();
      await running;
      await lateStart.drained();
      await settling.drained();
      await baseline.drained();
    },
    async rescan() {
      if (signal.aborted) return;
      const done = requests.next();
      pause.wake(0);
      await done;
    },
    recheck(path) {
      settling.sight({ relativePath: relativeOf(path), since: -Infinity, asked: true });
    },
    putAway(path) {
      const relativePath = relativeOf(path);
      departures.delete(relativePath);
      baseline.end([relativePath]);
      seen.delete(relativePath);
      settling.gone(relativePath);
    },
    isKnown: (path) => baseline.get(relativeOf(path))?.standing === 'taken',
    async takeLeft() {
      // The first listing would count them as known.
      if (!listed) await this.rescan();
      deps.known.dropLeft(folder.id);
      // Compares every name with its entry, as at a start.
      seen.clear();
      await this.rescan();
    },
    status() {
      const leftAlone = deps.known.countLeft(folder.id);
      const common = { method: events.method(), leftAlone, blocked, ...countsOf(settling, seen) };
      if (vanished !== null) return { ...common, kind: 'vanished', ...vanished };
      return { ...common, kind: listed ? 'watching' : 'starting' };
    },
  };
}
