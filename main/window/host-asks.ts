import type { HostAsk } from '../../preload/contract/host.ts';
import type { Stop } from '../base/ports.ts';

/** Requests of the host to the window, kept until a window takes them. */
export interface HostAsks {
  ask(wanted: HostAsk): void;
  /** Returns and removes all of them, oldest first. */
  drain(): HostAsk[];
  listen(listener: () => void): Stop;
}

/** A limit, since they would accumulate without a window. */
const most = 20;

export function createHostAsks(): HostAsks {
  const listeners = new Set<() => void>();
  let waiting: HostAsk[] = [];
  return {
    ask(wanted) {
      // Only the newest view can be shown, and only the newest link was just clicked.
      const kept =
        wanted.kind === 'files' ? waiting : waiting.filter((earlier) => earlier.kind !== wanted.kind);
      waiting = [...kept, wanted].slice(-most);
      listeners.forEach((listener) => listener());
    },
    drain() {
      const taken = waiting;
      waiting = [];
      return taken;
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
