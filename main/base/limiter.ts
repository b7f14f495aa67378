/** Runs a limited number of tasks at once: urgent ones first, each kind in order of arrival. */
export interface Limiter {
  /**
   * Runs a task when there is room. Rejects with the error given to `createLimiter` if too many tasks of its kind wait.
   */
  run<T>(task: () => Promise<T>, given?: { readonly isUrgent: boolean }): Promise<T>;
}

/**
 * Limits how many tasks of one kind run at once, so that, for example, 200 new files do not open 200 handles (case
 * 7). `waiting`: how many urgent and how many other tasks may wait, and the error for one more. Without it, there
 * is no limit.
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
