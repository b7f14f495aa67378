import { setTimeout as pause } from 'node:timers/promises';
import { assertNever } from '../../main/base/errors.ts';
import type { UploadJob } from '../../main/jobs/job.ts';
import { isAtRest } from './account-book.ts';
import { createAwaitJob, longMs } from './await-job.ts';
import type { HistoryAct, HistoryKind, Narrowing, WatcherKind } from './histories.ts';
import type { DeskAct } from './stage-desk.ts';
import type { Place, PlannedFile, RoundPlan } from './plan.ts';
import type { Scene } from './scene.ts';
import { narrowed } from './set-up.ts';
import { type CastPatient } from './target.ts';
import type { Version } from './written-book.ts';
import type { Watcher } from './watcher.ts';

const switched: Record<Narrowing, HistoryKind> = {
  subfolders: 'subfolders-switched',
  types: 'types-switched',
  ignores: 'ignores-switched',
  path: 'path-switched',
};

/** Applies the acts of histories.ts to the folders, settings and programs of a round. */
export function createHistoryActs(given: {
  plan: RoundPlan;
  scene: Scene;
  watchers: readonly Watcher[];
  patients: readonly CastPatient[];
  count: (kind: HistoryKind | WatcherKind) => void;
  /** A person's act; see stage.ts. */
  act: (watcher: Watcher, work: () => Promise<unknown>) => Promise<void>;
  choose: (watcher: Watcher, work: () => Promise<unknown>) => Promise<void>;
  kill: (watcher: Watcher) => Promise<void>;
  start: (watcher: Watcher) => Promise<void>;
  jumpClock: (ms: number) => Promise<void>;
  atDesk: (act: DeskAct) => Promise<void>;
}): (act: HistoryAct) => Promise<void> {
  const { plan, scene, watchers, patients, count, act } = given;

  const awaitJob = createAwaitJob(watchers);
  const latest = (number: number): Version | null => scene.book.latest(number);
  const isOf =
    (version: Version | null) =>
    (job: UploadJob): boolean =>
      version !== null && job.file.sha256 === version.sha256;
  const isWaiting = ({ state }: UploadJob): boolean => ['inbox', 'held', 'queued'].includes(state);
  const isPutAway = (job: UploadJob): boolean =>
    job.state === 'filed' && job.disposal === 'done' && job.movedTo !== null;

  const saveAgain = async (
    file: PlannedFile,
    { when, bytes, manner }: Extract<HistoryAct, { kind: 'save-again' }>,
  ): Promise<void> => {
    const isOne = isOf(latest(file.number));
    const found = await awaitJob((job) => {
      if (!isOne(job)) return false;
      if (when === 'waiting') return isWaiting(job);
      if (when === 'uploading') return job.state === 'uploading';
      return job.state === 'filed' && job.disposal !== 'pending';
    });
    const taken = found ?? (await awaitJob(isOne, 0));
    const isDone =
      bytes === 'same'
        ? await scene.saveSame(file, manner, taken !== null && isPutAway(taken.job))
        : await scene.saveOther(file, manner, taken !== null);
    if (isDone && found !== null) count(`name-reused-${when}`);
  };

  const renameWaiting = async (file: PlannedFile, how: 'name' | 'case'): Promise<void> => {
    const isOne = isOf(latest(file.number));
    const found = await awaitJob((job) => isOne(job) && isWaiting(job));
    if ((await scene.rename(file, how)) && found !== null)
      count(how === 'case' ? 'respelt' : 'renamed-waiting');
  };

  /** Scans that are no job yet when the settings change may be skipped or filed, since no person was asked. */
  const untakenOf = async (place: Place): Promise<{ version: Version; taken: number }[]> => {
    const jobs = (await Promise.all(watchers.map((watcher) => watcher.jobs()))).flat();
    return scene.book.all
      .filter(({ file, left }) => file.place === place && left === 'no')
      .map((version) => ({ version, taken: jobs.filter(isOf(version)).length }))
      .filter(({ version, taken }) => taken < version.scans.least);
  };
  /** Whether the folder was listed with its new settings. */
  const isListed = async ({ program }: Watcher, path: string): Promise<boolean> => {
    const until = performance.now() + longMs;
    while (program.isUp() && performance.now() < until) {
      const folders = await program.ask('folders:list', null);
      if (folders.find(({ folder }) => folder.path === path)?.state === 'watching') return true;
      await pause(50);
    }
    return false;
  };
  const setNarrowed = async (place: Place, what: Narrowing, isNarrow: boolean): Promise<void> => {
    const isThere = watchers.every(({ program }) => program.isUp());
    const untaken = await untakenOf(place);
    const now = new Set(scene.narrowingsOf(place));
    if (isNarrow) now.add(what);
    else now.delete(what);
    let isSure = isThere;
    let saved = 0;
    for (const watcher of watchers) {
      await act(watcher, async () => {
        const paths = [watcher.folderOf(place), watcher.folderOf(place, true)];
        const folders = await watcher.program.ask('folders:list', null);
        const folder = folders.find((one) => paths.includes(one.folder.path))?.folder;
        if (folder === undefined) return;
        const path = watcher.folderOf(place, now.has('path'));
        await watcher.program.saveFolder(path, narrowed(folder, now), { takeExisting: false });
        saved += 1;
        isSure = (await isListed(watcher, path)) && isSure;
      });
    }
    // Every program refused, for example for a full disk: the person was informed, and the settings stay.
    if (saved === 0) return;
    for (const { version, taken } of untaken) {
      if (taken === 0) version.left = 'maybe';
      else version.scans.least = taken;
    }
    scene.setNarrowed(place, what, isNarrow, isSure && saved === watchers.length);
    if (isSure && saved === watchers.length && !isNarrow) count(switched[what]);
  };

  /**
   * With two programs, whether both know the result of each file. Before that they identify a file by its times
   * (docs/decisions/share.md), so its times must not change.
   */
  const isKnownToAll = async (place: Place): Promise<boolean> => {
    if (watchers.length === 1) return true;
    const until = performance.now() + longMs;
    do {
      let isKnown = true;
      for (const { program, folderOf, jobs } of watchers) {
        if (!program.isUp()) return false;
        const folders = await program.ask('folders:list', null);
        const path = folderOf(place, scene.narrowingsOf(place).has('path'));
        const view = folders.find(({ folder }) => folder.path === path);
        const ended = (await jobs()).every(
          ({ state, file }) => state === 'filed' || state === 'dismissed' || !file.path.startsWith(path),
        );
        isKnown = isKnown && ended && view?.state === 'watching' && isAtRest(view.account);
      }
      if (isKnown) return true;
      await pause(100);
    } while (performance.now() < until);
    return false;
  };

  const copyFolder = async ({ place, times, isDown }: Extract<HistoryAct, { kind: 'copy-folder' }>) => {
    if (times === 'rounded' && !(await isKnownToAll(place))) return;
    if (isDown) for (const watcher of watchers) await given.kill(watcher);
    const isDone = await scene.copyFolder(place, times);
    if (isDown) for (const watcher of watchers) await given.start(watcher);
    if (!isDone) return;
    if (!isDown) count('folder-restored');
    else count(times === 'exact' ? 'remounted' : 'remounted-rounded');
  };

  const handOver = async (file: PlannedFile, downMs: number): Promise<void> => {
    const isOne = isOf(latest(file.number));
    const found = await awaitJob((job) => isOne(job) && isWaiting(job));
    if (found === null) return;
    await given.kill(found.watcher);
    await pause(downMs);
    const other = await awaitJob((job, watcher) => isOne(job) && watcher !== found.watcher, 0);
    if (other !== null) count('taken-over');
    await given.start(found.watcher);
  };

  return async (one) => {
    const file = 'file' in one ? (plan.files[one.file] as PlannedFile) : null;
    switch (one.kind) {
      case 'save-again':
        return saveAgain(file as PlannedFile, one);
      case 'rename-waiting':
        return renameWaiting(file as PlannedFile, one.how);
      case 'rename-subfolder':
        if (await scene.renameSubfolder()) count('subfolder-renamed');
        return;
      case 'restore-filed': {
        const isOne = isOf(latest(one.file));
        const found = await awaitJob((job) => isOne(job) && isPutAway(job));
        if (await scene.restoreFiled(file as PlannedFile, found !== null)) count('filed-restored');
        return;
      }
      case 'copy-folder':
        return copyFolder(one);
      case 'narrow':
        return setNarrowed(one.place, one.what, true);
      case 'widen':
        return setNarrowed(one.place, one.what, false);
      case 'jump-clock':
        await given.jumpClock(one.ms);
        if (one.ms !== 0) count('clock-jumped');
        return;
      case 'touch':
        if (!(await isKnownToAll((file as PlannedFile).place))) return;
        if (await scene.touch(file as PlannedFile, one.ms)) {
          if (one.ms !== 0) count('file-times-jumped');
        }
        return;
      case 'arm-second': {
        const second = watchers.find(({ isSecond }) => isSecond);
        const { id, caseId } = patients[one.patient] as CastPatient;
        const target = { patientId: id, caseId: one.inCase ? caseId : null };
        if (second !== undefined)
          await given.choose(second, () => second.program.ask('destination:arm', target));
        return;
      }
      case 'move':
      case 'change-person':
        return given.atDesk(one);
      case 'hand-over':
        return handOver(file as PlannedFile, one.downMs);
      default:
        return assertNever(one);
    }
  };
}
