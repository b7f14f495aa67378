import type { FaultAct } from '../../main/demo-clinic/faults/faults.ts';
import type { Random } from '../../main/demo-clinic/base/seeded-random.ts';
import { type Act, patientsOfRound, type PlannedFile } from './script.ts';

/**
 * Changes by people, scanners, backups and systems to a scan folder and its settings, while the program may be killed
 * (docs/decisions/identity.md). Counted each time one was applied.
 */
export const historyKinds = [
  'name-reused-filed',
  'name-reused-waiting',
  'name-reused-uploading',
  'renamed-waiting',
  'respelt',
  'subfolder-renamed',
  'filed-restored',
  'folder-restored',
  'remounted',
  'remounted-rounded',
  'subfolders-switched',
  'types-switched',
  'ignores-switched',
  'path-switched',
  'clock-jumped',
  'file-times-jumped',
  'moved-refused',
  'moved-lost',
  'person-changed',
] as const;
export type HistoryKind = (typeof historyKinds)[number];

/** Events with several programs on one folder. `taken-over`: one is killed while it has a claim, and stays away. */
export const watcherKinds = ['watcher-same-path', 'watcher-other-path', 'taken-over'] as const;
export type WatcherKind = (typeof watcherKinds)[number];

/** Settings that exclude files for a while and then include them again. */
export type Narrowing = 'subfolders' | 'types' | 'ignores' | 'path';

export type HistoryAct =
  /** A file name is used again, with the same or other bytes, once the first file reached the given state. */
  | {
      readonly kind: 'save-again';
      readonly file: number;
      readonly bytes: 'same' | 'other';
      readonly when: 'filed' | 'waiting' | 'uploading';
      readonly manner: 'whole' | 'renamed';
    }
  /** A new name, or a change of case only, while the job waits. */
  | { readonly kind: 'rename-waiting'; readonly file: number; readonly how: 'name' | 'case' }
  | { readonly kind: 'rename-subfolder' }
  /** A filed letter is moved from `Filed` back to its old place. */
  | { readonly kind: 'restore-filed'; readonly file: number }
  /** A copy replaces the folder: new inode numbers, with the same or rounded times. */
  | {
      readonly kind: 'copy-folder';
      readonly place: PlannedFile['place'];
      readonly times: 'exact' | 'rounded';
      /** The program is killed before and started afterwards. */
      readonly isDown: boolean;
    }
  | { readonly kind: 'narrow' | 'widen'; readonly place: PlannedFile['place']; readonly what: Narrowing }
  /** Sets the PC's clock ahead by this many milliseconds; 0 corrects it. */
  | { readonly kind: 'jump-clock'; readonly ms: number }
  /** Sets the last write to this many milliseconds from now. */
  | { readonly kind: 'touch'; readonly file: number; readonly ms: number }
  /** A filed letter is moved to another patient; the clinic refuses to archive the first, or its answer is lost. */
  | {
      readonly kind: 'move';
      readonly file: number;
      readonly patient: number;
      readonly answer: 'refused' | 'lost';
    }
  /** Another person sits down at the desk and selects a patient. */
  | { readonly kind: 'change-person'; readonly name: string; readonly patient: number }
  | { readonly kind: 'arm-second'; readonly patient: number; readonly inCase: boolean }
  /** The program with the claim is killed and stays away until its claim is stale. */
  | { readonly kind: 'hand-over'; readonly file: number; readonly downMs: number };

/** Tools for writing a script. */
export interface Pen {
  readonly random: Random;
  readonly slowly: FaultAct;
  readonly acts: Act[];
  /** At the end of the round. */
  readonly later: Act[];
  newFile(given?: Partial<PlannedFile>): PlannedFile;
  wait(most: number): void;
  armSomebody(): void;
  kill(when: number): void;
  /** In one write, usually for the intended patient. */
  save(file: PlannedFile): void;
}

const hour = 3_600_000;
const jumps: readonly [number, ...number[]] = [-72 * hour, -24 * hour, -hour, hour, 24 * hour, 72 * hour];

function reuse(pen: Pen, when: 'filed' | 'waiting' | 'uploading'): void {
  const { random, acts } = pen;
  if (when === 'waiting') acts.push({ kind: 'pause-queue' });
  if (when === 'uploading') {
    acts.push({ kind: 'fault', fault: 'slowRead', step: 'storage', act: pen.slowly, skip: 0, times: 4 });
  }
  const place = random.pick(['active', 'active', 'fixed', 'by-name'] as const);
  const file = pen.newFile(when === 'uploading' ? { type: 'dcm', place } : { place });
  pen.save(file);
  if (random.chance(0.5)) pen.armSomebody();
  const bytes = random.pick(['same', 'other', 'other'] as const);
  acts.push({
    kind: 'save-again',
    file: file.number,
    bytes,
    when,
    manner: random.pick(['whole', 'renamed']),
  });
  if (random.chance(0.25)) pen.kill(random.below(1500));
  if (when === 'waiting') acts.push({ kind: 'resume-queue' });
}

function rename(pen: Pen, how: 'name' | 'case'): void {
  const { random, acts } = pen;
  acts.push({ kind: 'pause-queue' });
  const file = pen.newFile();
  pen.save(file);
  acts.push({ kind: 'rename-waiting', file: file.number, how });
  if (random.chance(0.3)) pen.kill(random.below(600));
  else pen.wait(1500);
  acts.push({ kind: 'resume-queue' });
}

function renameSubfolder(pen: Pen): void {
  const { random, acts } = pen;
  const isPaused = random.chance(0.5);
  if (isPaused) acts.push({ kind: 'pause-queue' });
  pen.save(pen.newFile({ place: 'deep' }));
  pen.wait(3500);
  acts.push({ kind: 'rename-subfolder' });
  if (random.chance(0.3)) pen.kill(random.below(600));
  pen.save(pen.newFile({ place: 'deep' }));
  if (isPaused) acts.push({ kind: 'resume-queue' });
}

function copy(pen: Pen, given: { isDown: boolean; times: 'exact' | 'rounded' }): void {
  const { random, acts } = pen;
  const place = random.pick(['active', 'fixed', 'by-name', 'deep'] as const);
  pen.save(pen.newFile({ place }));
  pen.wait(4000);
  if (random.chance(0.5)) pen.save(pen.newFile({ place }));
  acts.push({ kind: 'copy-folder', place, ...given });
  if (random.chance(0.5)) pen.save(pen.newFile({ place }));
}

/** Settings exclude more files; a new file is excluded; settings include it again: the file stays skipped. */
function switchSetting(pen: Pen, what: Narrowing): void {
  const { random, acts } = pen;
  const place = random.pick(['active', 'fixed'] as const);
  const spot = ({ subfolders: 'inner', types: undefined, ignores: 'ignored', path: undefined } as const)[
    what
  ];
  const such = {
    place,
    ...(spot === undefined ? {} : { spot }),
    ...(what === 'types' ? { type: 'txt' } : {}),
  };
  const file = () => pen.newFile(such as Partial<PlannedFile>);
  if (random.chance(0.5)) {
    pen.save(pen.newFile({ place }));
    pen.wait(3500);
  }
  if (what === 'path') pen.save(pen.newFile({ place, spot: 'elsewhere' }));
  acts.push({ kind: 'narrow', place, what });
  const left = file();
  pen.save(left);
  if (what === 'path') {
    pen.save(pen.newFile({ place, spot: 'elsewhere' }));
    pen.wait(3000);
  }
  pen.wait(800);
  if (random.chance(0.3)) pen.kill(random.below(300));
  acts.push({ kind: 'widen', place, what });
  if (random.chance(0.3)) acts.push({ kind: 'rename', file: left.number });
  if (random.chance(0.3)) acts.push({ kind: 'touch', file: left.number, ms: 0 });
  pen.save(file());
}

function restoreFiled(pen: Pen): void {
  const file = pen.newFile();
  pen.save(file);
  if (pen.random.chance(0.5)) pen.armSomebody();
  pen.acts.push({ kind: 'restore-filed', file: file.number });
}

function jumpClock(pen: Pen): void {
  const { random, acts } = pen;
  acts.push({ kind: 'jump-clock', ms: random.pick(jumps) });
  pen.save(pen.newFile());
  if (random.chance(0.3)) pen.kill(random.below(1500));
  pen.wait(2000);
  pen.later.push({ kind: 'jump-clock', ms: 0 });
}

function jumpFileTimes(pen: Pen): void {
  const { random, acts } = pen;
  const file = pen.newFile();
  pen.save(file);
  if (random.chance(0.6)) pen.wait(4000);
  acts.push({ kind: 'touch', file: file.number, ms: random.pick(jumps) });
}

/** A document's bytes are the same in the clinic; a photo's need not be. */
function move(pen: Pen, answer: 'refused' | 'lost'): void {
  const { random, acts } = pen;
  const file = pen.newFile({ type: 'pdf', inCase: false });
  pen.save(file);
  acts.push({ kind: 'move', file: file.number, patient: random.below(patientsOfRound), answer });
  if (random.chance(0.5)) pen.kill(random.below(1200));
}

function changePerson(pen: Pen): void {
  const { random, acts } = pen;
  for (const name of ['A. B.', 'Zo\u00eb']) {
    acts.push({ kind: 'change-person', name, patient: random.below(patientsOfRound) });
    acts.push({ kind: 'write', file: pen.newFile({ place: 'active' }).number, manner: 'whole' });
    if (random.chance(0.3)) pen.kill(random.below(600));
  }
}

/** Adds one history to the script. */
export const writeHistory: Record<HistoryKind, (pen: Pen) => void> = {
  'name-reused-filed': (pen) => reuse(pen, 'filed'),
  'name-reused-waiting': (pen) => reuse(pen, 'waiting'),
  'name-reused-uploading': (pen) => reuse(pen, 'uploading'),
  'renamed-waiting': (pen) => rename(pen, 'name'),
  respelt: (pen) => rename(pen, 'case'),
  'subfolder-renamed': renameSubfolder,
  'filed-restored': restoreFiled,
  'folder-restored': (pen) => copy(pen, { isDown: false, times: 'exact' }),
  remounted: (pen) => copy(pen, { isDown: true, times: 'exact' }),
  'remounted-rounded': (pen) => copy(pen, { isDown: true, times: 'rounded' }),
  'subfolders-switched': (pen) => switchSetting(pen, 'subfolders'),
  'types-switched': (pen) => switchSetting(pen, 'types'),
  'ignores-switched': (pen) => switchSetting(pen, 'ignores'),
  'path-switched': (pen) => switchSetting(pen, 'path'),
  'clock-jumped': jumpClock,
  'file-times-jumped': jumpFileTimes,
  'moved-refused': (pen) => move(pen, 'refused'),
  'moved-lost': (pen) => move(pen, 'lost'),
  'person-changed': changePerson,
};

/** The script of a second program on the same folders: one of the two disappears while it has a claim. */
export function writeHandOver(pen: Pen): void {
  const { acts } = pen;
  acts.push({ kind: 'pause-queue' });
  const file = pen.newFile();
  pen.save(file);
  acts.push({ kind: 'hand-over', file: file.number, downMs: 16_000 + pen.random.below(3_000) });
  acts.push({ kind: 'resume-queue' });
}
