import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClinicFork, forkClinic } from '../demo-clinic/clinic-fork.ts';
import { clinicFaults, planRound, worldFaults } from './plan.ts';
import { isClean, kindsOfFinding, type Verdict } from './compare.ts';
import { historyKinds, watcherKinds } from './histories.ts';
import { playRound, type RoundResult } from './round.ts';

/** The totals of all rounds; the fields of `Verdict` must be empty. */
interface ChaosSum extends Record<keyof Verdict, number> {
  rounds: number;
  kills: number;
  faults: number;
  jobs: number;
  filed: number;
}

export interface ChaosReport {
  readonly sum: ChaosSum;
  /** How often each kind of fault was applied. */
  readonly byKind: Readonly<Record<string, number>>;
}

/**
 * Plays rounds, several in parallel, since they mostly wait. Each lane has a clinic, each round has its folders and
 * data. Calls `onRound` after each.
 */
export async function playRounds(given: {
  seed: number;
  rounds: readonly number[];
  lanes: number;
  onRound: (round: number, result: RoundResult) => void;
}): Promise<ChaosReport> {
  const directory = await mkdtemp(join(tmpdir(), 'chartdrop-chaos-'));
  const waiting = given.rounds.values();
  const sum: ChaosSum = {
    rounds: 0,
    kills: 0,
    faults: 0,
    jobs: 0,
    filed: 0,
    lost: 0,
    twice: 0,
    misfiled: 0,
    unexplained: 0,
    unlinked: 0,
    unasked: 0,
    swallowed: 0,
    unaccounted: 0,
  };
  const byKind: Record<string, number> = Object.fromEntries(
    [...clinicFaults, ...worldFaults, ...historyKinds, ...watcherKinds].map((kind) => [kind, 0]),
  );

  const add = (result: RoundResult): void => {
    sum.rounds += 1;
    sum.kills += result.kills;
    sum.jobs += result.jobs;
    sum.filed += result.filed;
    for (const [kind, times] of Object.entries(result.struck)) {
      byKind[kind] = (byKind[kind] ?? 0) + times;
      sum.faults += times;
    }
    for (const kind of kindsOfFinding) sum[kind] += result.verdict[kind].length;
  };

  const lane = async (number: number): Promise<void> => {
    const clinic: ClinicFork = await forkClinic({
      directory: join(directory, `clinic ${number}`),
      rateLimit: null,
      processingMs: 200,
    });
    try {
      for (const round of waiting) {
        const place = await mkdtemp(join(directory, `round ${round} `));
        const result = await playRound(planRound(given.seed, round), clinic, place);
        add(result);
        given.onRound(round, result);
        // Keeps the files of a failed round for inspection.
        if (isClean(result.verdict)) await rm(place, { recursive: true, force: true, maxRetries: 20 });
      }
    } finally {
      await clinic.kill();
    }
  };
  await Promise.all(Array.from({ length: given.lanes }, (_, number) => lane(number)));
  const isSound = kindsOfFinding.every((kind) => sum[kind] === 0);
  if (isSound) await rm(directory, { recursive: true, force: true, maxRetries: 20 });
  return { sum, byKind };
}
