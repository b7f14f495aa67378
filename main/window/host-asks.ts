import type { HostAsk } from '../../preload/contract/host.ts';
import type { Stop } from '../base/ports.ts';

/** What the host wants of the window, kept until a window takes it. */
export interface HostAsks {
  ask(wanted: HostAsk): void;
  /** All that waits, oldest first; it waits no more. */
  drain(): HostAsk[];
  listen(listener: () => void): Stop;
}

/** More than this nobody reads; without a window they would gather for ever. */
const most = 20;

export function createHostAsks(): HostAsks {
  const listeners = new Set<() => void>();
  let waiting: HostAsk[] = [];
  return {
    ask(wanted) {
      // Only the newest view can be shown, and only the newest link is the one that a person just clicked.
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
