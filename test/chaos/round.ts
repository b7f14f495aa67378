import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createRandom } from '../../main/demo-clinic/base/seeded-random.ts';
import { caseIdSchema, type PatientId, patientIdSchema } from '../../preload/contract/ids.ts';
import type { FolderView } from '../../preload/contract/views.ts';
import type { ClinicBook, ClinicFork } from '../demo-clinic/clinic-fork.ts';
import { plantEntries, unaccountedIn } from './account-book.ts';
import { compareBooks, isClean, type Verdict } from './compare.ts';
import { createPerson } from './person.ts';
import { patientsOfRound, type Place, type RoundPlan } from './plan.ts';
import { hashesBelow, hashesOfCopies, type HistoryBook, readHistory } from './read-books.ts';
import { places } from './scene.ts';
import { makeOtherPath } from './watcher.ts';
import type { Version } from './written-book.ts';
import { type FolderInput, folderInput, writeSettings } from './set-up.ts';
import { createStage, type Stage } from './stage.ts';
import type { CastPatient } from './target.ts';

export interface RoundResult {
  readonly verdict: Verdict;
  readonly kills: number;
  readonly jobs: number;
  readonly filed: number;
  /** How often each kind of fault was applied. */
  readonly struck: Readonly<Record<string, number>>;
  /** One line a job: its states with their moments. Empty for a sound round. */
  readonly stories: readonly string[];
}

/** Longer than every timeout, backoff and listing together: what has not changed for this time will not. */
const patienceMs = 150_000;
/** A job that still changes after this time never ends, however slow the machine is. */
const mostPatienceMs = 3 * patienceMs;
/** The second check of a case must have happened this long after another writer overwrote it. */
const secondLookMs = 66_000;

/** Plays one round with a separate clinic, and compares the five records at its end. */
export async function playRound(
  plan: RoundPlan,
  clinic: ClinicFork,
  directory: string,
): Promise<RoundResult> {
  const data = join(directory, 'data');
  const before = await clinic.book();
  const { nobody, fixed, patients } = castOf(before, plan);
  const strangers = new Set(before.attachments.map(({ id }) => id));
  const stage = await createStage({ plan, clinic, directory, data, patients, fixed, strangers });
  const { watchers, scene } = stage;

  let views: readonly FolderView[] = [];
  const compare = async () => {
    const programs = watchers.map(({ program }) => program);
    // A program that has ended has no account; its last one counts.
    if (programs.every((program) => program.isUp()))
      views = (await Promise.all(programs.map((program) => program.ask('folders:list', null)))).flat();
    const histories = await Promise.all(watchers.map((one) => readHistory(one.data, clinic.apiUrl)));
    const jobs = histories.flatMap((one) => one.jobs);
    const copies = await Promise.all(watchers.map((one) => hashesOfCopies(one.data, clinic.apiUrl)));
    const entries = histories.flatMap((one) => one.entries);
    const now = await clinic.book();
    const verdict = compareBooks({
      ...{ jobs, entries },
      archives: histories.flatMap((one) => one.archives),
      tampered: histories.find((one) => one.tampered !== null)?.tampered ?? null,
      isWatchedTwice: watchers.length > 1,
      written: scene.book.all,
      clinic: now.attachments.filter(({ id }) => !strangers.has(id)),
      cases: patients.slice(0, patientsOfRound).map(({ caseId }) => ({
        id: caseId,
        before: listOf(before, caseId),
        now: listOf(now, caseId),
      })),
      edits: stage.edits,
      overwritten: now.overwritten,
      local: await hashesBelow(join(directory, 'scans')),
      copies: new Set(copies.flatMap((one) => [...one])),
      fired: await stage.fired(),
      unaccounted: await unaccountedIn(views, new Set(jobs.flatMap(({ file }) => file.sha256 ?? []))),
      nobody,
    });
    const filed = jobs.filter(({ state }) => state === 'filed').length;
    return { verdict, jobs: jobs.length, filed, told: () => storiesOf(histories) };
  };

  try {
    if (plan.second === 'other-path') await makeOtherPath(directory);
    await setUp(stage, plan, { apiKey: clinic.apiKey, fixed });
    for (const one of plan.acts) await stage.perform(one);
    await clearTheWay(stage, clinic);
    await untilQuiet(stage, { plan, clinic }, async () => isClean((await compare()).verdict));
    const ends: string[] = [];
    for (const { program } of watchers) {
      const code = await program.stop();
      ends.push(...program.crashes.map((crash) => `ended by itself: ${crash}`));
      if (code !== 0) ends.push(`ended with ${code}: ${program.said()}`);
    }
    const end = await compare();
    const unexplained = [...end.verdict.unexplained, ...stage.trouble, ...ends];
    const struck = { ...stage.struck, ...(await stage.fired()) };
    const verdict = { ...end.verdict, unexplained };
    const stories = isClean(verdict) ? [] : end.told();
    return { verdict, stories, jobs: end.jobs, filed: end.filed, kills: stage.kills(), struck };
  } finally {
    for (const { program } of watchers) await program.kill();
    await clinic.faults({ clear: true });
  }
}

/** The details of an event that explain its job. */
const telling = ['reason', 'state', 'cause', 'code'] as const;

/** The events of each job of each program, with the moments by the program's own clock. */
const storiesOf = (histories: readonly HistoryBook[]): string[] =>
  histories.flatMap(({ jobs, entries }, program) =>
    jobs.map((job) => {
      const { id, file, state } = job;
      const acts = entries
        .filter(({ jobId }) => jobId === id)
        .map(({ at, kind, detail }) => {
          const more = telling.flatMap((key) => detail?.[key] ?? []).join(' ');
          return `${new Date(at).toISOString().slice(14, 23)} ${kind}${more === '' ? '' : ` (${more})`}`;
        });
      const bytes = `bytes ${file.sha256?.slice(0, 6) ?? 'not read'}, number ${file.fingerprint.inode}`;
      const attachment = 'attachmentId' in job ? `, attachment ${job.attachmentId}` : '';
      return `program ${program + 1}, ${file.path} (${state}, ${bytes}${attachment}): ${acts.join(', ')}`;
    }),
  );

const listOf = ({ cases }: ClinicBook, id: string): readonly string[] =>
  cases.find((one) => one.id === id)?.attachmentIds ?? [];

/** The participants: the round's patients, the one of the fixed route, and one who gets no files. */
function castOf({ patients: all, cases }: ClinicBook, plan: RoundPlan) {
  const current = all.filter(
    (one) => one.archivedAt === null && one.deletedAt === null && one.mergedAt === null,
  );
  // The clinic's own mistakes use its first patient: see `process-wrong-patient`.
  const nobody = all[0]?.id ?? '';
  const cast = current
    .filter(({ id }) => id !== nobody)
    .flatMap(({ id }): CastPatient[] => {
      const own = cases.find((one) => one.patientId === id && one.archivedAt === null);
      return own === undefined ? [] : [{ id: patientIdSchema.parse(id), caseId: caseIdSchema.parse(own.id) }];
    });
  const [fixed, ...patients] = cast.slice(plan.seed % (cast.length - patientsOfRound));
  if (fixed === undefined) throw new Error('the clinic has no patients');
  return { nobody, fixed: fixed.id, patients };
}

/** The folder with entries that are no scans. */
const plantedIn = ({ seed }: RoundPlan): Place => places[seed % places.length] ?? 'active';

async function setUp(
  stage: Stage,
  plan: RoundPlan,
  given: { apiKey: string; fixed: PatientId },
): Promise<void> {
  await stage.scene.make();
  await plantEntries(stage.scene.folderOf(plantedIn(plan)));
  for (const { data } of stage.watchers) await writeSettings(data, { holdSeconds: plan.holdSeconds });
  await stage.start();
  for (const { program, folderOf } of stage.watchers) {
    await program.ask('clinic:useKey', { apiKey: given.apiKey });
    for (const place of places) {
      const plain = folderInput(routeOf(place, given.fixed), plan.afterFiling);
      await program.saveFolder(folderOf(place), { ...plain, subfolders: place === 'deep' });
    }
  }
}

function routeOf(place: (typeof places)[number], fixed: PatientId): FolderInput['route'] {
  switch (place) {
    case 'active':
      return { kind: 'active' };
    case 'fixed':
    case 'deep': {
      const patient = { id: fixed, name: 'Somebody', dateOfBirth: null };
      return { kind: 'fixed', destination: { kind: 'patient', patient } };
    }
    case 'by-name':
      return { kind: 'filename', pattern: '^(?P<patientId>[0-9]{10,19})_' };
  }
}

/** Removes all faults, so that every job can end or reach a person. */
async function clearTheWay(stage: Stage, clinic: ClinicFork): Promise<void> {
  await clinic.faults({ clear: true });
  for (const place of places) await stage.perform({ kind: 'return-folder', place });
  await stage.perform({ kind: 'free-disk' });
  await stage.perform({ kind: 'jump-clock', ms: 0 });
  await stage.perform({ kind: 'resume-queue' });
}

/** Changes with every change of a job. A program that has just ended has none. */
async function revisionsOf({ watchers }: Stage): Promise<string> {
  const statuses = await Promise.all(
    watchers.map(async ({ program }) => (program.isUp() ? program.ask('status:read', null) : null)),
  );
  return statuses.map((status) => status?.jobsRevision ?? '').join(' ');
}

/** A person works through the rest until nothing changes and the records agree, or time is up. */
async function untilQuiet(
  stage: Stage,
  { plan, clinic }: { plan: RoundPlan; clinic: ClinicFork },
  isSound: () => Promise<boolean>,
): Promise<void> {
  const fired = await stage.fired();
  const never = (fired['never-process'] ?? 0) + (fired['null-attributes'] ?? 0);
  const isInClinic = async ({ sent }: Version): Promise<boolean> =>
    (await clinic.book()).attachments.some(({ sha256 }) => sha256 === sent?.sha256);
  const persons = stage.watchers.map(({ program }, at) =>
    createPerson({
      ...{ program, scene: stage.scene, isInClinic, neverProcessed: never },
      random: createRandom(plan.seed + at),
    }),
  );
  const latest = performance.now() + mostPatienceMs;
  let until = performance.now() + patienceMs;
  let revisions = '';
  let overwritten = 0;
  let lookedAt = 0;
  while (stage.watchers.every(({ program }) => program.isUp()) && performance.now() < until) {
    const overwrites = (await stage.fired()).overwriteMs ?? 0;
    if (overwrites > overwritten) lookedAt = performance.now() + secondLookMs;
    overwritten = overwrites;
    let isQuiet = true;
    for (const person of persons) isQuiet = (await person.look()) && isQuiet;
    const now = await revisionsOf(stage);
    if (now !== revisions) until = Math.min(latest, performance.now() + patienceMs);
    revisions = now;
    if (isQuiet && performance.now() > lookedAt && (await isSound())) return;
    await pause(200);
  }
}
