import { daySum as sumOfFacts } from '../../preload/contract/day-sum.ts';
import type { DaySum } from '../../preload/contract/other-pcs.ts';
import type { Status } from '../../preload/contract/views.ts';
import { refusedArchives } from '../../preload/words/desktop-text.ts';

/** The numbers of this PC's day. */
export const daySum = (status: Status): DaySum =>
  sumOfFacts({ ...status, refusedArchives: refusedArchives(status) });
