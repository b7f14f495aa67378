import { setTimeout as pause } from 'node:timers/promises';
import { assertNever } from '../../main/base/errors.ts';
import type { CaseId, PatientId } from '../../preload/contract/ids.ts';
import { readableName } from '../../preload/contract/readable-name.ts';
import type { JobView } from '../../preload/contract/views.ts';
import type { ClinicFork } from '../demo-clinic/clinic-fork.ts';
import { Refused } from './contract-socket.ts';
import type { Outside } from './outside.ts';
import type { HistoryKind, WatcherKind } from './histories.ts';
import {
  type Act,
  type ClinicFault,
  clinicFaults,
  type FileAct,
  type PlannedFile,
  type RoundPlan,
  type WorldFault,
} from './plan.ts';
import { createScene, type Scene } from './scene.ts';
import { settleMs } from './set-up.ts';
import { soundOutside } from './sound-outside.ts';
import { readHistory } from './read-books.ts';
import { createDeskActs } from './stage-desk.ts';
import { createHistoryActs } from './stage-histories.ts';
import { type CastPatient, targetOf } from './target.ts';
import { createWatchers, type Watcher } from './watcher.ts';

/** The participants of a round: program, clinic, folders, and the acts on them. */
export interface Stage {
  /** The program, and the second one on the same folders if the script has one. */
  readonly watchers: readonly Watcher[];
  readonly scene: Scene;
  perform(act: Act): Promise<void>;
  /** Starts the programs that are down. */
  start(): Promise<void>;
  /** How often each fault of the clinic was applied in this round. */
  fired(): Promise<Partial<Record<ClinicFault, number>>>;
  /** Changes to folders, files, settings and disk. */
  readonly struck: Readonly<Partial<Record<StruckKind, number>>>;
  /** Changes to cases by people in the clinic. */
  readonly edits: readonly CaseEdit[];
  /** Unexpected events, in words. */
  readonly trouble: readonly string[];
  kills(): number;
}

type StruckKind = WorldFault | HistoryKind | WatcherKind;

/** How long to wait for a fault before the program is killed anyway. */
const longestWaitMs = 1500;
/**
 * Milliseconds between a client's last use of a case and an edit by people: longer than any gap between read and write.
 */
const quietMs = 2500;

/** An attachment that people added to a case's list or removed from it. */
export interface CaseEdit {
  readonly caseId: CaseId;
  readonly attachmentId: string;
  readonly how: 'add' | 'remove';
}

export async function createStage(given: {
  plan: RoundPlan;
  clinic: ClinicFork;
  /** The folder for this round's data and scan folders. */
  directory: string;
  data: string;
  patients: readonly CastPatient[];
  fixed: PatientId;
  /** Attachments that were in the clinic before. */
  strangers: ReadonlySet<string>;
}): Promise<Stage> {
  const { plan, clinic, directory, patients, fixed } = given;
  const firedBefore = (await clinic.faults({ clear: true })).fired;
  const watchers = createWatchers({ plan, directory, data: given.data, apiUrl: clinic.apiUrl });
  const [first] = watchers as [Watcher, ...Watcher[]];
  const { program } = first;
  const struck: Partial<Record<StruckKind, number>> = {};
  const trouble: string[] = [];
  const edits: CaseEdit[] = [];
  let kills = 0;
  /** How often the last added fault had been applied before. */
  let firedAtAdding = 0;
  let outside: Outside = soundOutside;
  const armed = () => watchers.flatMap((watcher) => watcher.armed ?? []);
  const scene = createScene({ directory, plan, patients, fixed, armed, settleMs });

  const count = (kind: StruckKind): void => void (struck[kind] = (struck[kind] ?? 0) + 1);
  const fired = async (): Promise<Partial<Record<ClinicFault, number>>> => {
    const now = (await clinic.faults()).fired;
    return Object.fromEntries(
      clinicFaults.map((kind) => [kind, (now[kind] ?? 0) - (firedBefore[kind] ?? 0)]),
    );
  };
  /** Resolves when a fault of this kind was applied more than `base` times, or after the longest wait. */
  const strikes = async (kind: ClinicFault, base: number, waitMs: number): Promise<void> => {
    const until = performance.now() + waitMs;
    while (((await fired())[kind] ?? 0) <= base && performance.now() < until) await pause(10);
  };

  /** Polls the queue's row of a file until it matches, for a limited time. */
  const queueShows = async (
    file: PlannedFile,
    isSo: (row: JobView | undefined) => boolean,
  ): Promise<void> => {
    const name = readableName(scene.book.latest(file.number)?.name ?? '');
    const until = performance.now() + 4 * longestWaitMs;
    while (program.isUp() && performance.now() < until) {
      const { rows } = await program.ask('jobs:page', { list: 'queue', offset: 0, limit: 200 });
      if (isSo(rows.find((job) => job.name === name))) return;
      await pause(20);
    }
  };
  /** Writes other bytes when some but not all were sent, then waits until the upload has ended. */
  const rewriteInMidUpload = async (file: PlannedFile): Promise<boolean> => {
    await queueShows(file, (row) => (row?.progress?.sent ?? 0) > 0);
    const isDone = await scene.rewrite(file);
    await queueShows(file, (row) => row?.state !== 'uploading');
    return isDone;
  };

  const startOne = async (watcher: Watcher): Promise<void> => {
    const { program, isSecond } = watcher;
    if (program.isUp()) return;
    watcher.armed = null;
    if (await program.start()) return;
    // It reports the error and is restarted once there is space. It must not start what it cannot record.
    if (isSecond || !outside.isDiskFull || !program.said().includes('disk is full')) {
      trouble.push(`no start: ${program.said()}`);
    }
  };
  const start = async (): Promise<void> => {
    for (const watcher of watchers) await startOne(watcher);
  };
  const setOutside = async (next: Partial<Outside>): Promise<void> => {
    outside = { ...outside, ...next };
    for (const { program, isSecond } of watchers) {
      // A disk and a clock belong to one PC.
      const { locked, denied } = outside;
      await program.setOutside(isSecond ? { ...soundOutside, locked, denied } : outside);
    }
  };
  const killOne = async (watcher: Watcher): Promise<void> => {
    if (!watcher.program.isUp()) return;
    await watcher.program.kill();
    kills += 1;
    watcher.armed = null;
  };
  const kill = async (when: number | ClinicFault): Promise<void> => {
    if (typeof when === 'number') await pause(when);
    else await strikes(when, (await fired())[when] ?? 0, longestWaitMs);
    await killOne(first);
  };

  /** A person's act. The program may refuse it (a full disk, a limit); that is no error. */
  const act = async ({ program }: Watcher, work: () => Promise<unknown>): Promise<void> => {
    if (!program.isUp()) return;
    try {
      await work();
    } catch (thrown) {
      if (!(thrown instanceof Refused)) throw thrown;
    }
  };
  const choose = async (watcher: Watcher, work: () => Promise<unknown>): Promise<void> => {
    await act(watcher, work);
    const { program } = watcher;
    const active = program.isUp() ? (await program.ask('status:read', null)).active.destination : null;
    watcher.armed = active === null ? null : targetOf(active);
  };
  const toAll = async (channel: 'queue:pause' | 'queue:resume'): Promise<void> => {
    for (const watcher of watchers) await act(watcher, () => watcher.program.ask(channel, null));
  };
  const readEntries = async ({ data }: Watcher) => (await readHistory(data, clinic.apiUrl)).entries;
  const toHistory = createHistoryActs({
    ...{ plan, scene, watchers, patients, count, act, choose, kill: killOne, start: startOne },
    jumpClock: (clockAheadMs) => setOutside({ clockAheadMs }),
    atDesk: createDeskActs({
      ...{ scene, watchers, patients, count, choose, act, readEntries },
      addFault: (fault) => clinic.faults({ add: [fault] }),
      trouble: (text) => void trouble.push(text),
    }),
  });
  /** The paths under which the programs know a file. */
  const pathsOf = (file: PlannedFile): string[] =>
    watchers.map(({ folderOf }) =>
      scene.pathOf(file).replace(scene.folderOf(file.place), folderOf(file.place)),
    );

  const toFile = async (one: FileAct): Promise<void> => {
    const file = plan.files[one.file] as PlannedFile;
    switch (one.kind) {
      case 'write':
        return scene.write(file, one.manner);
      case 'begin':
        return scene.begin(file);
      case 'finish':
        return scene.finish(file);
      case 'rewrite':
        if (one.inMidUpload) {
          if (await rewriteInMidUpload(file)) count('file-rewritten-in-mid-upload');
        } else if (await scene.rewrite(file)) count('file-rewritten');
        return;
      case 'rename':
        if (await scene.rename(file)) count('file-renamed');
        return;
      case 'remove':
        if (await scene.remove(file)) count('file-removed');
        return;
      case 'lock': {
        count(one.how === 'denied' ? 'file-denied' : 'file-locked');
        const list = one.how === 'denied' ? 'denied' : 'locked';
        return setOutside({ [list]: [...outside[list], ...pathsOf(file)] });
      }
      case 'unlock': {
        const others = (paths: readonly string[]) => paths.filter((path) => !pathsOf(file).includes(path));
        return setOutside({ locked: others(outside.locked), denied: others(outside.denied) });
      }
      default:
        return assertNever(one);
    }
  };

  /** Outside the known gap: no client has read the list recently, and none writes one that it read longer ago. */
  const editCase = async ({ id, caseId }: CastPatient, how: 'add' | 'remove'): Promise<boolean> => {
    const { cases, attachments } = await clinic.book();
    const listed = cases.find((one) => one.id === caseId)?.attachmentIds ?? [];
    const isOthers = (attachment: string): boolean => given.strangers.has(attachment);
    const subject =
      how === 'remove'
        ? listed.find((one) => isOthers(one) && !edits.some((edit) => edit.attachmentId === one))
        : attachments.find((one) => one.patientId === id && isOthers(one.id) && !listed.includes(one.id))?.id;
    if (subject === undefined) return false;
    const until = performance.now() + 4 * longestWaitMs;
    while (performance.now() < until) {
      if (await clinic.editCase(caseId, { [how]: [subject] }, quietMs)) {
        edits.push({ caseId, attachmentId: subject, how });
        return true;
      }
      await pause(100);
    }
    return false;
  };

  const perform = async (one: Act): Promise<void> => {
    switch (one.kind) {
      case 'wait':
        return pause(one.ms);
      case 'arm': {
        const { id, caseId } = patients[one.patient] as CastPatient;
        const target = { patientId: id, caseId: one.inCase ? caseId : null };
        return choose(first, () => program.ask('destination:arm', target));
      }
      case 'edit-case':
        if (await editCase(patients[one.patient] as CastPatient, one.how)) count('case-edited');
        return;
      case 'disarm':
        return choose(first, () => program.ask('destination:disarm', null));
      case 'pause-queue':
        return toAll('queue:pause');
      case 'resume-queue':
        return toAll('queue:resume');
      case 'fault':
        firedAtAdding = (await fired())[one.fault] ?? 0;
        await clinic.faults({ add: [{ step: one.step, act: one.act, skip: one.skip, times: one.times }] });
        return;
      case 'await-fault':
        return strikes(one.fault, firedAtAdding, 4 * longestWaitMs);
      case 'kill':
        await kill(one.when);
        await pause(one.downMs);
        return start();
      case 'fill-disk':
        count('disk-full');
        return setOutside({ isDiskFull: true });
      case 'free-disk':
        await setOutside({ isDiskFull: false });
        return start();
      case 'vanish-folder':
        if (await scene.vanish(one.place)) count('folder-vanished');
        return;
      case 'return-folder':
        if (!(await scene.comeBack(one.place))) trouble.push('a folder that was away was made anew');
        return;
      case 'write':
      case 'begin':
      case 'finish':
      case 'rewrite':
      case 'rename':
      case 'remove':
      case 'lock':
      case 'unlock':
        return toFile(one);
      default:
        return toHistory(one);
    }
  };
  if (plan.second !== null) count(`watcher-${plan.second}`);

  return { watchers, scene, perform, start, fired, struck, trouble, edits, kills: () => kills };
}
