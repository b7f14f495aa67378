import { type History, openHistory } from '../../main/jobs/history.ts';
import { systemClock } from '../../main/hosts/system-clock.ts';

/** Opens a benchmark's database. `now`: the wall clock, which the system's is by default. */
export const openBenchHistory = (
  directory: string,
  dataKey: string,
  now = () => systemClock.now(),
): History =>
  openHistory({
    ...{ directory, dataKey, access: 'work' },
    clock: { ...systemClock, now },
    actor: () => ({ osUser: 'bench', station: 'bench', apiUser: null }),
  });
