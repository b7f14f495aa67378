/** Callers that wait for a listing that begins after they asked. */
export interface PassRequests {
  /** Resolves when the next listing is done, or has failed. */
  next(): Promise<void>;
  isWaiting(): boolean;
  /** A listing starts: `done` answers the earlier requests. A second call does nothing. */
  begin(): { done(): void };
}

export function createPassRequests(): PassRequests {
  let waiting: (() => void)[] = [];
  return {
    next: () => new Promise((resolve) => waiting.push(resolve)),
    isWaiting: () => waiting.length > 0,
    begin() {
      const asked = waiting;
      waiting = [];
      return {
        done() {
          for (const resolve of asked) resolve();
        },
      };
    },
  };
}
