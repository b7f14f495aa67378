import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createRandom } from '../../main/demo-clinic/seeded-random.ts';
import { type PatientId, patientIdSchema } from '../../preload/contract/ids.ts';
import type { ClinicBook, ClinicFork } from '../demo-clinic/clinic-fork.ts';
import { compareBooks, isClean, type Verdict } from './compare.ts';
import { createPerson } from './person.ts';
import type { RoundPlan } from './plan.ts';
import { hashesBelow, readHistory } from './read-books.ts';
import { places } from './scene.ts';
import { type FolderInput, folderInput, writeSettings } from './set-up.ts';
import { createStage, type Stage } from './stage.ts';

export interface RoundResult {
  readonly verdict: Verdict;
  readonly kills: number;
  readonly jobs: number;
  readonly filed: number;
  /** How often each kind of fault struck. */
  readonly struck: Readonly<Record<string, number>>;
}

/** Longer than every timeout, backoff and rescan together: what moves then moves for ever. */
const patienceMs = 150_000;

/** Plays one round against a clinic that it has for itself, and compares the three books at its end. */
export async function playRound(
  plan: RoundPlan,
  clinic: ClinicFork,
  directory: string,
): Promise<RoundResult> {
  const data = join(directory, 'data');
  const before = await clinic.book();
  const { nobody, fixed, patients } = castOf(before, plan);
  const stage = await createStage({ plan, clinic, directory, data, patients, fixed });
  const { program, scene } = stage;

  const compare = async () => {
    const { jobs, entries, tampered } = await readHistory(data, clinic.apiUrl);
    const known = new Set(before.attachments.map(({ id }) => id));
    const verdict = compareBooks({
      jobs,
      entries,
      tampered,
      written: scene.book.all,
      clinic: (await clinic.book()).attachments.filter(({ id }) => !known.has(id)),
      local: await hashesBelow(join(directory, 'scans')),
      fired: await stage.fired(),
      nobody,
    });
    return { verdict, jobs: jobs.length, filed: jobs.filter(({ state }) => state === 'filed').length };
  };

  try {
    await setUp(stage, plan, { data, apiKey: clinic.apiKey, fixed });
    for (const one of plan.acts) await stage.perform(one);
    await clearTheWay(stage, clinic);
    await untilQuiet(stage, plan, async () => isClean((await compare()).verdict));
    const code = await program.stop();
    const end = await compare();
    const unexplained = [
      ...end.verdict.unexplained,
      ...stage.trouble,
      ...program.crashes.map((crash) => `ended by itself: ${crash}`),
      ...(code === 0 ? [] : [`ended with ${code}: ${program.said()}`]),
    ];
    const struck = { ...stage.struck, ...(await stage.fired()) };
    return { ...end, verdict: { ...end.verdict, unexplained }, kills: stage.kills(), struck };
  } finally {
    await program.kill();
    await clinic.faults({ clear: true });
  }
}

/** Who takes part: the patients of the round, the one of the fixed route, and the one to whom nobody files. */
function castOf({ patients: all }: ClinicBook, plan: RoundPlan) {
  const current = all.filter(
    (one) => one.archivedAt === null && one.deletedAt === null && one.mergedAt === null,
  );
  // The clinic's own mistakes end with its first patient: see its `process-wrong-patient`.
  const nobody = all[0]?.id ?? '';
  const [fixed, ...patients] = current
    .filter(({ id }) => id !== nobody)
    .slice(plan.seed % 50)
    .map(({ id }) => patientIdSchema.parse(id));
  if (fixed === undefined) throw new Error('the clinic has no patients');
  return { nobody, fixed, patients };
}

async function setUp(
  stage: Stage,
  plan: RoundPlan,
  given: { data: string; apiKey: string; fixed: PatientId },
): Promise<void> {
  const { program, scene } = stage;
  await scene.make();
  await writeSettings(given.data, { holdSeconds: plan.holdSeconds });
  await stage.start();
  await program.ask('clinic:useKey', { apiKey: given.apiKey });
  for (const place of places) {
    const folder = folderInput(scene.folderOf(place), routeOf(place, given.fixed), plan.afterFiling);
    await program.ask('folders:save', { folder, takeExisting: true });
  }
}

function routeOf(place: (typeof places)[number], fixed: PatientId): FolderInput['route'] {
  switch (place) {
    case 'active':
      return { kind: 'active' };
    case 'fixed': {
      const patient = { id: fixed, name: 'Somebody', dateOfBirth: null };
      return { kind: 'fixed', destination: { kind: 'patient', patient } };
    }
    case 'by-name':
      return { kind: 'filename', pattern: '^(?P<patientId>[0-9]{10,19})_' };
  }
}

/** Nothing is broken any more: everything must come to its end, or to a person. */
async function clearTheWay(stage: Stage, clinic: ClinicFork): Promise<void> {
  await clinic.faults({ clear: true });
  for (const place of places) await stage.perform({ kind: 'return-folder', place });
  await stage.perform({ kind: 'free-disk' });
  await stage.perform({ kind: 'resume-queue' });
}

/** A person works through what waits, until nothing moves and the books agree, or it has taken too long. */
async function untilQuiet(stage: Stage, plan: RoundPlan, isSound: () => Promise<boolean>): Promise<void> {
  const never = (await stage.fired())['never-process'] ?? 0;
  const person = createPerson({ ...stage, random: createRandom(plan.seed), neverProcessed: never });
  const until = performance.now() + patienceMs;
  while (stage.program.isUp() && performance.now() < until) {
    if ((await person.look()) && (await isSound())) return;
    await pause(200);
  }
}
