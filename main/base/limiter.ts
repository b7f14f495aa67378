/** Runs a limited number of tasks at once: urgent ones first, each kind in order of arrival. */
export interface Limiter {
  /** Rejects with the error given to `createLimiter` if too many tasks of this kind wait already. */
  run<T>(task: () => Promise<T>, given?: { readonly isUrgent: boolean }): Promise<T>;
}

/**
 * Limits one kind of work: for example, 200 new files must not open 200 handles (case 7). `most`: tasks at once.
 * `waiting`: how many tasks of each kind may wait, and the error for the next one; without it, there is no limit.
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
        // The slot passes directly to the next task, so that a later task cannot take it first.
        const next = urgent.shift() ?? others.shift();
        if (next === undefined) free += 1;
        else next();
      }
    },
  };
}
