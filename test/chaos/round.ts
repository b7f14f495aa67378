import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createRandom } from '../../main/demo-clinic/seeded-random.ts';
import { type PatientId, patientIdSchema } from '../../preload/contract/ids.ts';
import type { ClinicFork } from '../demo-clinic/clinic-fork.ts';
import { compareBooks, type Verdict } from './compare.ts';
import { Refused } from './contract-socket.ts';
import type { Outside } from './outside.ts';
import { createPerson } from './person.ts';
import {
  type Act,
  type ClinicFault,
  clinicFaults,
  type PlannedFile,
  type RoundPlan,
  type WorldFault,
} from './plan.ts';
import { createProgram } from './program.ts';
import { hashesBelow, readHistory } from './read-books.ts';
import { createScene, places } from './scene.ts';
import { type FolderInput, folderInput, settleMs, writeSettings } from './set-up.ts';

export interface RoundResult {
  readonly verdict: Verdict;
  readonly kills: number;
  readonly jobs: number;
  readonly filed: number;
  /** How often each kind of fault struck. */
  readonly struck: Readonly<Record<string, number>>;
}

/** A fault that never comes to strike is waited for this long before the program is killed all the same. */
const longestWaitMs = 1500;
/** Longer than every timeout, backoff and rescan together: what moves then moves for ever. */
const patienceMs = 150_000;

/** Plays one round against a clinic that has all its patients for itself, and compares the three books at its end. */
export async function playRound(
  plan: RoundPlan,
  clinic: ClinicFork,
  directory: string,
): Promise<RoundResult> {
  const data = join(directory, 'data');
  const before = await clinic.book();
  const firedBefore = (await clinic.faults({ clear: true })).fired;
  const current = before.patients.filter(
    (one) => one.archivedAt === null && one.deletedAt === null && one.mergedAt === null,
  );
  const nobody = before.patients[0]?.id ?? '';
  const [fixed, ...patients] = current
    .filter(({ id }) => id !== nobody)
    .slice(plan.seed % 50)
    .map(({ id }) => patientIdSchema.parse(id));
  if (fixed === undefined) throw new Error('the clinic has no patients');

  const program = createProgram({ data, apiUrl: clinic.apiUrl });
  const struck: Record<string, number> = {};
  const trouble: string[] = [];
  let kills = 0;
  let armed: PatientId | null = null;
  let outside: Outside = { locked: [], isDiskFull: false };
  const scene = createScene({ directory, plan, patients, fixed, armed: () => armed, settleMs });
  const count = (kind: WorldFault): void => void (struck[kind] = (struck[kind] ?? 0) + 1);
  const fired = async (): Promise<Partial<Record<ClinicFault, number>>> => {
    const now = (await clinic.faults()).fired;
    return Object.fromEntries(
      clinicFaults.map((kind) => [kind, (now[kind] ?? 0) - (firedBefore[kind] ?? 0)]),
    );
  };

  const start = async (): Promise<void> => {
    armed = null;
    if (program.isUp() || (await program.start())) return;
    // It says so and is started again once there is space; what it cannot write it must not begin.
    if (!outside.isDiskFull || !program.said().includes('disk is full'))
      trouble.push(`no start: ${program.said()}`);
  };
  const setOutside = async (next: Partial<Outside>): Promise<void> => {
    outside = { ...outside, ...next };
    await program.setOutside(outside);
  };
  /** A person's act; what refuses it (a full disk, a limit) is the program's to say, and no trouble. */
  const act = async (work: () => Promise<unknown>): Promise<void> => {
    if (!program.isUp()) return;
    try {
      await work();
    } catch (thrown) {
      if (!(thrown instanceof Refused)) throw thrown;
    }
  };
  const readArmed = async (): Promise<void> => {
    armed = program.isUp()
      ? ((await program.ask('status:read', null)).active.destination?.patient.id ?? null)
      : null;
  };
  const kill = async (when: number | ClinicFault): Promise<void> => {
    if (typeof when === 'number') await pause(when);
    else {
      const base = (await fired())[when] ?? 0;
      const until = performance.now() + longestWaitMs;
      while (((await fired())[when] ?? 0) === base && performance.now() < until) await pause(10);
    }
    if (!program.isUp()) return;
    await program.kill();
    kills += 1;
    armed = null;
  };
  const fileOf = (number: number): PlannedFile => plan.files[number] as PlannedFile;

  const perform = async (one: Act): Promise<void> => {
    switch (one.kind) {
      case 'wait':
        return pause(one.ms);
      case 'arm':
        await act(() =>
          program.ask('destination:arm', { patientId: patients[one.patient] as PatientId, caseId: null }),
        );
        return readArmed();
      case 'disarm':
        await act(() => program.ask('destination:disarm', null));
        return readArmed();
      case 'pause-queue':
        return act(() => program.ask('queue:pause', null));
      case 'resume-queue':
        return act(() => program.ask('queue:resume', null));
      case 'fault':
        await clinic.faults({ add: [{ step: one.step, act: one.act, skip: one.skip }] });
        return;
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
        if (!(await scene.comeBack(one.place)))
          trouble.push('a folder was made anew in place of one that was away');
        return;
      case 'write':
        return scene.write(fileOf(one.file), one.manner);
      case 'begin':
        return scene.begin(fileOf(one.file));
      case 'finish':
        return scene.finish(fileOf(one.file));
      case 'rewrite': {
        if (one.inMidUpload) {
          const until = performance.now() + 3 * longestWaitMs;
          while (((await fired()).slowRead ?? 0) === 0 && performance.now() < until) await pause(10);
        }
        if (await scene.rewrite(fileOf(one.file))) {
          count(one.inMidUpload ? 'file-rewritten-in-mid-upload' : 'file-rewritten');
        }
        return;
      }
      case 'rename':
        if (await scene.rename(fileOf(one.file))) count('file-renamed');
        return;
      case 'remove':
        if (await scene.remove(fileOf(one.file))) count('file-removed');
        return;
      case 'lock':
        count('file-locked');
        return setOutside({ locked: [...outside.locked, scene.pathOf(fileOf(one.file))] });
      case 'unlock':
        return setOutside({ locked: [] });
    }
  };

  const compare = async (): Promise<{ verdict: Verdict; jobs: number; filed: number }> => {
    const history = await readHistory(data, clinic.apiUrl);
    const known = new Set(before.attachments.map(({ id }) => id));
    const now = (await clinic.book()).attachments.filter(({ id }) => !known.has(id));
    const verdict = compareBooks({
      ...history,
      written: scene.book.all,
      clinic: now,
      local: await hashesBelow(join(directory, 'scans')),
      fired: await fired(),
      nobody,
    });
    const filed = history.jobs.filter(({ state }) => state === 'filed').length;
    return { verdict, jobs: history.jobs.length, filed };
  };

  /** Nothing is in the way any more: everything must come to its end, or to a person. */
  const untilQuiet = async (): Promise<void> => {
    await clinic.faults({ clear: true });
    for (const place of places) await perform({ kind: 'return-folder', place });
    await setOutside({ locked: [], isDiskFull: false });
    await start();
    await perform({ kind: 'resume-queue' });
    const never = (await fired())['never-process'] ?? 0;
    const person = createPerson({
      program,
      scene,
      random: createRandom(plan.seed),
      neverProcessed: () => never,
    });
    const until = performance.now() + patienceMs;
    while (program.isUp() && performance.now() < until) {
      if ((await person.look()) && isClean((await compare()).verdict)) return;
      await pause(200);
    }
  };

  await scene.make();
  await writeSettings(data, plan);
  try {
    await start();
    await program.ask('clinic:useKey', { apiKey: clinic.apiKey });
    for (const place of places) {
      const folder = folderInput(scene.folderOf(place), routeOf(place, fixed), plan.afterFiling);
      await program.ask('folders:save', { folder, takeExisting: true });
    }
    for (const one of plan.acts) await perform(one);
    await untilQuiet();
    const code = await program.stop();
    if (code !== 0 && code !== null) trouble.push(`ended with ${code}: ${program.said()}`);
    trouble.push(...program.crashes.map((crash) => `ended by itself: ${crash}`));
    const end = await compare();
    const unexplained = [...end.verdict.unexplained, ...trouble];
    return {
      ...end,
      verdict: { ...end.verdict, unexplained },
      kills,
      struck: { ...struck, ...(await fired()) },
    };
  } finally {
    await program.kill();
    await clinic.faults({ clear: true });
  }
}

export const isClean = (verdict: Verdict): boolean =>
  Object.values(verdict).every((findings: readonly string[]) => findings.length === 0);

function routeOf(place: (typeof places)[number], fixed: PatientId): FolderInput['route'] {
  switch (place) {
    case 'active':
      return { kind: 'active' };
    case 'fixed':
      return {
        kind: 'fixed',
        destination: { kind: 'patient', patient: { id: fixed, name: 'Somebody', dateOfBirth: null } },
      };
    case 'by-name':
      return { kind: 'filename', pattern: '^(?P<patientId>[0-9]{10,19})_' };
  }
}
