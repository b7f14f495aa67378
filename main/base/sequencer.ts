/** Runs the tasks of one key one after the other, in order of arrival, and tasks of different keys in parallel. */
export interface Sequencer<Key> {
  /** Settles as the task does. A task that rejects does not keep the next one from running. */
  run<T>(key: Key, task: () => Promise<T>): Promise<T>;
  /** Resolves when every task given so far has settled. Never rejects. */
  drained(): Promise<void>;
}

export function createSequencer<Key>(): Sequencer<Key> {
  const last = new Map<Key, Promise<unknown>>();
  return {
    run<T>(key: Key, task: () => Promise<T>): Promise<T> {
      const before = last.get(key) ?? Promise.resolve();
      const mine = before.then(task, task);
      last.set(key, mine);
      const forget = (): void => {
        if (last.get(key) === mine) last.delete(key);
      };
      mine.then(forget, forget);
      return mine;
    },
    async drained() {
      await Promise.allSettled(last.values());
    },
  };
}
