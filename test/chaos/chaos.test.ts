import { expect, it } from 'vitest';
import { playRounds } from './play-rounds.ts';
import type { RoundResult } from './round.ts';

/** A short run of `npm run chaos`: enough that each kind of fault comes up, few enough for every day. */
it('loses nothing, files nothing twice and nothing wrongly (cases 1 to 8, 11 to 14, 19, 20, 28, 32, 51, 53)', async () => {
  const findings: string[] = [];
  const onRound = (round: number, { verdict }: RoundResult): void => {
    for (const finding of Object.values(verdict).flat()) findings.push(`round ${round}: ${finding}`);
  };
  const { sum } = await playRounds({
    seed: 2026,
    rounds: Array.from({ length: 12 }, (_, round) => round),
    lanes: 4,
    onRound,
  });
  expect(findings).toEqual([]);
  expect(sum).toMatchObject({ rounds: 12, lost: 0, twice: 0, misfiled: 0, unexplained: 0, unlinked: 0 });
  expect(sum.kills).toBeGreaterThanOrEqual(12);
  expect(sum.faults).toBeGreaterThan(12);
  expect(sum.filed).toBeGreaterThan(12);
}, 400_000);
