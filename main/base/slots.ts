/** Runs tasks, at most `most` at a time, in the order in which they came. */
export interface Slots {
  run<T>(task: () => Promise<T>): Promise<T>;
}

/** A bound on how much of one kind of work goes on at once, so that, for one, 200 new files do not open 200 handles (case 7). */
export function createSlots(most: number): Slots {
  const waiting: (() => void)[] = [];
  let free = most;
  return {
    async run(task) {
      if (free === 0) await new Promise<void>((resolve) => void waiting.push(resolve));
      else free -= 1;
      try {
        return await task();
      } finally {
        // The slot is handed over rather than given back, so that no later task can overtake.
        const next = waiting.shift();
        if (next === undefined) free += 1;
        else next();
      }
    },
  };
}
