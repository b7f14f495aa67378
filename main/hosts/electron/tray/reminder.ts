import type { ShownView } from '../../../../preload/contract/host.ts';
import { desktopWords } from '../../../../preload/words/desktop-words.ts';
import type { Desk } from '../../../core/desk.ts';
import type { Clock, Stop } from '../../../base/ports.ts';
import type { Status } from '../../../../preload/contract/views.ts';
import { jobStates } from '../../../../preload/contract/job.ts';
import type { Notify } from './notifications.ts';

const lookMs = 30_000;

/** Epoch milliseconds of a local time of day, `HH:MM`, on the day of `now`. */
function momentOf(at: string, now: number): number {
  const day = new Date(now);
  const [hours = 0, minutes = 0] = at.split(':').map(Number);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate(), hours, minutes).getTime();
}

/** The number of files and folder entries that are not in a chart yet, and were not ignored. */
export const unfiledIn = ({ counts, stuck }: Pick<Status, 'counts' | 'stuck'>): number =>
  jobStates.reduce(
    (sum, state) => (state === 'filed' || state === 'dismissed' ? sum : sum + counts[state]),
    stuck,
  );

/**
 * Reminds once a day, at a time that a person set, if a file is not filed yet. Counts and never names. After a sleep
 * over that time it reminds at the wake-up, if that is on the same day.
 */
export function startReminder(deps: {
  clock: Clock;
  /** The time that a person set. */
  desk: Pick<Desk, 'preferences'>;
  status: () => Pick<Status, 'counts' | 'stuck'>;
  notify: Notify;
  onOpen: (view: ShownView) => void;
}): Stop {
  const { clock } = deps;
  let looked = clock.now();
  let timer: Stop = () => undefined;

  const look = (): void => {
    timer = clock.after(lookMs, look);
    const now = clock.now();
    const at = deps.desk.preferences().remindAt;
    const before = looked;
    looked = now;
    if (at === null) return;
    const moment = momentOf(at, now);
    const count = unfiledIn(deps.status());
    if (before >= moment || moment > now || count === 0) return;
    deps.notify({
      title: 'Chartdrop',
      body: desktopWords().quit.question(count),
      onClick: () => deps.onOpen('desk'),
    });
  };
  timer = clock.after(lookMs, look);
  return () => timer();
}
