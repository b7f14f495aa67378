import { z } from 'zod';
import { goals } from './goals.ts';

const runSchema = z.record(z.string(), z.unknown());
type Run = Readonly<Record<string, unknown>>;

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

function valueOf(run: Run, goal: string): number | null {
  const [bench = '', field = ''] = goal.split('.');
  const result = runSchema.safeParse(run[bench]).data?.[field];
  return typeof result === 'number' ? result : null;
}

/**
 * Each goal that both runs measured: its value, and by which factor it changed. Goals that became worse by more than a
 * tenth come first. Only ratios compare two machines, or two loads of one.
 */
export function againstEarlier(now: Run, earlier: Run): string[] {
  const rows = Object.entries(goals).flatMap(([goal, bound]) => {
    const [value, before] = [valueOf(now, goal), valueOf(earlier, goal)];
    if (value === null || before === null) return [];
    const factor = value === before ? 1 : value / before;
    const loss = 'least' in bound ? 1 / factor : factor;
    const isWorse = loss > 1 + noise;
    return [{ isWorse, text: `${goal} ${value}, before ${before} (x ${factor.toPrecision(3)})` }];
  });
  const worse = rows.filter(({ isWorse }) => isWorse).map(({ text }) => `worse: ${text}`);
  return [...worse, ...rows.filter(({ isWorse }) => !isWorse).map(({ text }) => text)];
}
