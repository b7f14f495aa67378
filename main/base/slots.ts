/** Runs tasks, so many at a time: urgent ones first, each kind in the order in which they came. */
export interface Slots {
  /** Rejects with what `createSlots` was given for it where too many of its kind wait already. */
  run<T>(task: () => Promise<T>, given?: { readonly isUrgent: boolean }): Promise<T>;
}

/**
 * A bound on how much of one kind of work goes on at once, so that, for one, 200 new files do not open 200 handles (case 7).
 * `waiting`: how many urgent tasks, and how many others, may wait, and the error for one more; left out, any number may.
 */
export function createSlots(
  most: number,
  waiting: { readonly most: number; readonly whenFull: () => Error } | null = null,
): Slots {
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
