import { ChartdropError } from '../base/errors.ts';

/** Runs tasks, `atOnce` at a time, what a person waits for before everything else. */
export interface Turns {
  /** Throws `preview-busy` where too many wait already. */
  run<T>(task: () => Promise<T>, given: { isUrgent: boolean }): Promise<T>;
}

/** `mostWaiting`: of each of the two kinds. */
export function createTurns(given: { atOnce: number; mostWaiting: number }): Turns {
  const urgent: (() => void)[] = [];
  const others: (() => void)[] = [];
  let free = given.atOnce;
  return {
    async run(task, { isUrgent }) {
      const waiting = isUrgent ? urgent : others;
      if (free > 0) free -= 1;
      else if (waiting.length >= given.mostWaiting) throw new ChartdropError('preview-busy');
      else await new Promise<void>((resolve) => void waiting.push(resolve));
      try {
        return await task();
      } finally {
        const next = urgent.shift() ?? others.shift();
        if (next === undefined) free += 1;
        else next();
      }
    },
  };
}
