import { expect, it } from 'vitest';
import { kindsOfFinding } from './compare.ts';
import { historyKinds } from './histories.ts';
import { playRounds } from './play-rounds.ts';
import type { RoundResult } from './round.ts';

/** A short run of `npm run chaos`: enough rounds for each kind of fault, few enough for every test run. */
const title =
  'loses nothing, files nothing twice, wrongly or unasked, and swallows nothing (cases 1 to 8, 11 to 14, 19, 20, 28, 31 to 39, 51, 53, 55)';
it(
  title,
  async () => {
    const findings: string[] = [];
    // With each job's events, since another run has another timing.
    const onRound = (round: number, { verdict, stories }: RoundResult): void => {
      for (const finding of Object.values(verdict).flat()) findings.push(`round ${round}: ${finding}`);
      findings.push(...stories.map((story) => `round ${round}, job: ${story}`));
    };
    const { sum, byKind } = await playRounds({
      seed: 2026,
      rounds: Array.from({ length: 4 }, (_, round) => round),
      lanes: 4,
      onRound,
    });
    // A report shortens the values that it compares.
    if (findings.length > 0) throw new Error(findings.join('\n'));
    expect(sum.rounds).toBe(4);
    for (const kind of kindsOfFinding) expect(sum[kind], kind).toBe(0);
    expect(sum.kills).toBeGreaterThanOrEqual(4);
    expect(sum.faults).toBeGreaterThan(8);
    expect(sum.filed).toBeGreaterThan(8);
    for (const kind of ['watcher-same-path', 'watcher-other-path'] as const)
      expect(byKind[kind]).toBeGreaterThan(0);
    // Faults may prevent some of them.
    const done = historyKinds.filter((kind) => (byKind[kind] ?? 0) > 0);
    expect(done.length).toBeGreaterThan(historyKinds.length / 3);
  },
  // A slow machine needs six minutes.
  900_000,
);
