import type { DayBalance } from './history.ts';
import { type JobState, jobStates } from './job-states.ts';
import type { DaySum } from './other-pcs.ts';

/** Of a stack, its parts count. */
const isStack = (state: JobState): boolean => state === 'split' || state === 'parted';

/** The files that are neither filed nor ignored: they wait for a person, or are in the queue. */
export const waitingFiles = (counts: DayFacts['counts']): number =>
  jobStates
    .filter((state) => state !== 'filed' && state !== 'dismissed' && !isStack(state))
    .reduce((sum, state) => sum + counts[state], 0);

/** The facts that the sums count. */
interface DayFacts {
  readonly counts: Readonly<Record<JobState, number>>;
  readonly today: DayBalance;
  readonly archives: readonly { readonly standing: string }[];
  readonly stuck: number;
}

/** Wrong documents that stay in a chart until a person acts. */
export const refusedArchives = ({ archives }: Pick<DayFacts, 'archives'>): number =>
  archives.filter(({ standing }) => standing === 'refused').length;

export function daySum(facts: DayFacts): DaySum {
  const { counts, today, stuck } = facts;
  const { held, queued, uploading, stored, registering, processing, linking } = counts;
  return {
    needs: counts.inbox + counts.failed + refusedArchives(facts),
    moving: held + queued + uploading + stored + registering + processing + linking,
    scanned: today.found,
    filed: today.filed,
    ignored: today.dismissed,
    stuck,
  };
}

/** The files and archives that are not done. */
export const openIn = ({ needs, moving, stuck }: DaySum): number => needs + moving + stuck;

/** True if nothing waits for a person, for the network or for a folder. */
export const isAllDone = (sum: DaySum): boolean => openIn(sum) === 0;

/** The sums of several PCs. Each file is counted by one PC, since one PC claims it. */
export const sumOf = (sums: readonly DaySum[]): DaySum =>
  sums.reduce((a, b) => ({
    needs: a.needs + b.needs,
    moving: a.moving + b.moving,
    scanned: a.scanned + b.scanned,
    filed: a.filed + b.filed,
    ignored: a.ignored + b.ignored,
    stuck: a.stuck + b.stuck,
  }));
