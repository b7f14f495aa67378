import { openHistory } from '../../main/jobs/history.ts';
import { systemClock } from '../../main/hosts/system-clock.ts';
import { asChartdropError } from '../../main/base/errors.ts';
import type { FromChild, ToChild } from './history-process.ts';

/** A separate process with a history, so that a test can kill it or limit its rights. */
process.on('message', ({ directory, dataKey, access, times, giveUpRoot }: ToChild) => {
  if (giveUpRoot && process.getuid?.() === 0) {
    process.setgid?.(54_321);
    process.setuid?.(54_321);
  }
  const tell = (message: FromChild) => process.send?.(message);
  try {
    const actor = { osUser: 'child', station: String(process.pid), apiUser: null };
    const history = openHistory({ directory, dataKey, access, clock: systemClock, actor: () => actor });
    for (let at = 0; at < times; at += 1) history.record({ kind: 'key-set', detail: { at: String(at) } });
    tell({ code: null });
  } catch (thrown) {
    tell({ code: asChartdropError(thrown).code });
  }
});
process.on('disconnect', () => process.exit());
