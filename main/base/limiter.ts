/** Runs at most so many tasks at a time: urgent ones first, each kind in the order in which they came. */
export interface Limiter {
  /** Rejects with the error given to `createLimiter` when too many tasks of this kind wait already. */
  run<T>(task: () => Promise<T>, given?: { readonly isUrgent: boolean }): Promise<T>;
}

/**
 * Bounds one kind of work: 200 new files must not open 200 handles (case 7). `most`: tasks at a time. `waiting`: how many
 * tasks of each kind may wait, and the error for the next one; without it any number may wait.
 */
export function createLimiter(
  most: number,
  waiting: { readonly most: number; readonly whenFull: () => Error } | null = null,
): Limiter {
  const urgent: (() => void)[] = [];
  const others: (() => void)[] = [];
  let free = most;
  return {
    async run(task, { isUrgent } = { isUrgent: false }) {
      const queue = isUrgent ? urgent : others;
      if (free > 0) free -= 1;
      else if (waiting !== null && queue.length >= waiting.most) throw waiting.whenFull();
      else await new Promise<void>((resolve) => void queue.push(resolve));
      try {
        return await task();
      } finally {
        // The slot is handed over rather than given back, so that no later task can overtake.
        const next = urgent.shift() ?? others.shift();
        if (next === undefined) free += 1;
        else next();
      }
    },
  };
}
