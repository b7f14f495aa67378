import { z } from 'zod';
import { goalsIn } from './goals.ts';

/** By benchmark; a line also has the machine and the list of missed goals. */
const runSchema = z.record(z.string(), z.record(z.string(), z.unknown()).optional().catch(undefined));
type Run = z.infer<typeof runSchema>;

/** A change by less than this share is noise. */
const noise = 0.1;

/** The results in a file with the output of `npm run bench -- --json`, or with its last line alone. Throws if it has none. */
export function runIn(text: string): Run {
  const line = text
    .trim()
    .split('\n')
    .findLast((one) => one.startsWith('{'));
  if (line === undefined) throw new Error('the earlier run has no line of JSON; was it made with --json?');
  return runSchema.parse(JSON.parse(line));
}

/**
 * Each goal that both runs measured: its value, and by which factor it changed. Goals that became worse by more than a
 * tenth come first. Only ratios compare two machines, or two loads of one.
 */
export function againstEarlier(now: Run, earlier: Run): string[] {
  const valuesBefore = new Map(goalsIn(earlier).map(({ goal, value }) => [goal, value]));
  const rows = goalsIn(now).flatMap(({ goal, bound, value }) => {
    const before = valuesBefore.get(goal);
    if (typeof value !== 'number' || typeof before !== 'number') return [];
    const factor = value === before ? 1 : value / before;
    const loss = 'least' in bound ? 1 / factor : factor;
    const isWorse = loss > 1 + noise;
    return [{ isWorse, text: `${goal} ${value}, before ${before} (x ${factor.toPrecision(3)})` }];
  });
  const worse = rows.filter(({ isWorse }) => isWorse).map(({ text }) => `worse: ${text}`);
  return [...worse, ...rows.filter(({ isWorse }) => !isWorse).map(({ text }) => text)];
}
