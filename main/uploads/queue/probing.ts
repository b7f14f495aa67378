import type { Clock } from '../../base/ports.ts';
import { createRetryingTask } from '../../base/retrying-task.ts';

/** Milliseconds between probes: soon at first, then every three seconds however long the outage is. */
const firstProbeMs = 250;
const longestProbeMs = 3000;
/** A probe without an answer for this long is followed by the next. It stays open, since the side may only be slow. */
const patienceMs = 3000;
/** With one more, the oldest is given up: no answer takes a quarter of a minute. */
const mostOpen = 5;

/** Milliseconds to the next probe after this many failed ones, each between 75 % and 125 %. */
export const probeDelay = (failed: number, random: number): number =>
  Math.round(Math.min(longestProbeMs, firstProbeMs * 2 ** Math.min(failed, 10)) * (0.75 + random / 2));

/** Probes one side until it answers. */
export interface Probing {
  /** Begins after `ms` milliseconds. */
  start(ms: number): void;
  /** Ends all probes under way. */
  end(): void;
  stop(): Promise<void>;
}

/** Probes write nothing, so that an outage of hours leaves no trail in the history. */
export function createProbing(deps: {
  clock: Clock;
  random: () => number;
  /** Resolves if the side answers. */
  probe: (signal: AbortSignal) => Promise<void>;
  onPassed: () => void;
}): Probing {
  const { clock } = deps;
  const open = new Set<AbortController>();
  let isWanted = false;
  let failed = 0;

  const next = (): number | null => {
    if (!isWanted) return null;
    failed += 1;
    return probeDelay(failed, deps.random());
  };
  const end = (): void => {
    isWanted = false;
    for (const probe of open) probe.abort();
    open.clear();
  };

  /** Settles with the probe, or resolves once it has been open for so long that the next one is due. */
  const ask = (stopping: AbortSignal): Promise<void> => {
    const [oldest] = open;
    if (open.size === mostOpen) oldest?.abort();
    const probe = new AbortController();
    open.add(probe);
    const asked = deps.probe(AbortSignal.any([stopping, probe.signal])).then(() => {
      // Passed probes of an earlier outage say nothing about this one.
      if (!open.has(probe)) return;
      end();
      deps.onPassed();
    });
    return new Promise((resolve, reject) => {
      const stopTimer = clock.after(patienceMs, resolve);
      const over = (): void => {
        open.delete(probe);
        stopTimer();
      };
      asked.finally(over).then(resolve, reject);
    });
  };

  const probes = createRetryingTask({
    clock,
    async work(signal) {
      if (isWanted) await ask(signal);
      return isWanted ? 0 : null;
    },
    backoffMs: next,
    // The side is still down, which is the answer.
    onError: () => undefined,
  });

  return {
    start(ms) {
      isWanted = true;
      failed = 0;
      probes.nudge(ms);
    },
    end,
    async stop() {
      end();
      await probes.stop();
    },
  };
}
