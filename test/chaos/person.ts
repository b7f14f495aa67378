import type { Random } from '../../main/demo-clinic/base/seeded-random.ts';
import { readableName } from '../../preload/contract/readable-name.ts';
import type { JobView } from '../../preload/contract/views.ts';
import { isAtRest } from './account-book.ts';
import { Refused } from './contract-socket.ts';
import type { Program } from './program.ts';
import type { Scene } from './scene.ts';
import { keyOf } from './target.ts';
import type { Version } from './written-book.ts';

/** Works through the inbox and failures at the end of a round, like the front desk. */
export interface Person {
  /** Checks everything once and acts on it. True if nothing changes without a person any more. */
  look(): Promise<boolean>;
}

const mostRetries = 3;
/** A missing file may have been renamed. Two listings find it, also where the system reports no changes. */
const missedMs = 12_000;
/** States in which the clinic has the file and may never report a result. */
const isWithClinic = ({ state }: JobView): boolean => state === 'processing' || state === 'registering';

export function createPerson(given: {
  program: Program;
  scene: Scene;
  random: Random;
  /** Whether the clinic already has these bytes, by the patient's chart. */
  isInClinic: (version: Version) => Promise<boolean>;
  /** Number of attachments that the clinic never processes. */
  neverProcessed: number;
}): Person {
  const { program, scene, random } = given;
  const decided = new Set<string>();
  const retries = new Map<string, number>();
  /** Since when a job's file is missing, in monotonic milliseconds. */
  const missedSince = new Map<string, number>();

  const page = async (list: 'inbox' | 'queue'): Promise<JobView[]> =>
    (await program.ask('jobs:page', { list, offset: 0, limit: 200 })).rows;
  /** A job that just continued may refuse an act; the next check shows why. */
  const attempt = async (act: () => Promise<unknown>): Promise<void> => {
    try {
      await act();
    } catch (thrown) {
      if (!(thrown instanceof Refused)) throw thrown;
    }
  };

  const decide = async (job: JobView): Promise<void> => {
    const version = scene.book.named(job.name ?? '');
    const isDuplicate = job.reason === 'duplicate-same-patient' || job.reason === 'duplicate-other-patient';
    const target = version === null ? null : scene.chosenFor(version.file);
    const isGone = version === null || version.isRemoved;
    // Another PC started to file it and disappeared. Only the chart shows the result.
    const isThere = job.reason === 'begun-elsewhere' && version !== null && (await given.isInClinic(version));
    if (isDuplicate || isGone || isThere || target === null || random.chance(0.2)) {
      if (isGone || isThere || random.chance(0.5))
        await attempt(() => program.ask('jobs:dismiss', { ids: [job.id] }));
      return;
    }
    // Recorded first, since it may be filed there from now on.
    for (const one of scene.book.all) {
      if (readableName(one.name) !== job.name && one.file.number !== version.file.number) continue;
      one.allowed.add(keyOf(target));
      if (job.reason === 'was-left-alone') one.wasAsked = true;
    }
    await attempt(() =>
      program.ask('jobs:assign', {
        ids: [job.id],
        ...target,
        acceptDuplicate: false,
        acceptPage: job.reason === 'page-names-another',
      }),
    );
  };

  /** True if only a person or the clinic can change the job. */
  const tend = async (job: JobView): Promise<boolean> => {
    if (job.state === 'failed') {
      const count = retries.get(job.id) ?? 0;
      const isTheClinics = job.error?.code.startsWith('attachment-') === true;
      if (isTheClinics || count === mostRetries) return true;
      retries.set(job.id, count + 1);
      await attempt(() => program.ask('jobs:retry', { ids: [job.id] }));
      return false;
    }
    if (job.error?.code === 'file-missing' && job.acts.includes('takeBack')) {
      const now = performance.now();
      const since = missedSince.get(job.id) ?? now;
      missedSince.set(job.id, since);
      if (now - since < missedMs) return false;
      await attempt(() => program.ask('jobs:takeBack', { ids: [job.id] }));
      return false;
    }
    return isWithClinic(job);
  };

  /** Tries refused archives again, or leaves the attachment. True if none is left to try. */
  const endArchives = async (): Promise<boolean> => {
    const { archives } = await program.ask('status:read', null);
    for (const { id, standing } of archives) {
      if (standing === 'waiting') continue;
      if (random.chance(0.3)) await attempt(() => program.ask('archives:leave', { id }));
      else await attempt(() => program.ask('archives:retry', { ids: [id] }));
    }
    return archives.length === 0;
  };

  return {
    async look() {
      let isQuiet = true;
      for (const job of await page('inbox')) {
        if (job.reason === 'lookup-pending') isQuiet = false;
        else if (!decided.has(`${job.id} ${job.reason}`)) {
          decided.add(`${job.id} ${job.reason}`);
          isQuiet = false;
          await decide(job);
        }
      }
      const queue = await page('queue');
      for (const job of queue) isQuiet = (await tend(job)) && isQuiet;
      const waiting = queue.filter(isWithClinic);
      if (waiting.length > 0 && given.neverProcessed === 0) isQuiet = false;
      // One such attachment can make several lost create calls wait; the comparison judges them.
      if (waiting.filter(({ state }) => state === 'processing').length > given.neverProcessed)
        isQuiet = false;
      isQuiet = (await endArchives()) && isQuiet;
      const folders = await program.ask('folders:list', null);
      return isQuiet && folders.every(({ state, account }) => state === 'watching' && isAtRest(account));
    },
  };
}
