import { randomBytes } from 'node:crypto';
import { type Handle, handleSchema } from '../../preload/contract/handle.ts';
import { ChartdropError } from '../base/errors.ts';
import type { Clock } from '../base/ports.ts';

/**
 * `file`: a file, or a folder whose files are meant; `folder`: one to watch; `place`: one at which the native dialog opens,
 * where a person must still choose it; `settings`: a file to import.
 */
type Kind = 'file' | 'folder' | 'place' | 'settings';

/** The paths that a person gave one window or session of `serve`, which it can name only by handles. */
export interface Handles {
  grant(kind: Kind, path: string): Handle;
  /** The path of a handle, which stays valid. Throws `choice-expired`. */
  look(handle: Handle, kind: Kind): string;
  /** The same for the handle's act: the handle is used up. */
  redeem(handle: Handle, kind: Kind): string;
}

/** The caller: a window, or a session of `serve`. */
export interface Caller {
  readonly handles: Handles;
}

const lifetimeMs = 10 * 60_000;
/** More than a person drops at once; beyond that the oldest end. */
const most = 10_000;

export function createCaller(clock: Pick<Clock, 'monotonic'>): Caller {
  const granted = new Map<Handle, { kind: Kind; path: string; until: number }>();
  const find = (handle: Handle, kind: Kind): string => {
    const found = granted.get(handle);
    if (found?.kind !== kind || found.until <= clock.monotonic()) throw new ChartdropError('choice-expired');
    return found.path;
  };
  const tidy = (): void => {
    // Oldest first, so that the loop ends at the first valid one.
    for (const [handle, { until }] of granted) {
      if (until > clock.monotonic() && granted.size < most) return;
      granted.delete(handle);
    }
  };
  return {
    handles: {
      grant(kind, path) {
        tidy();
        const handle = handleSchema.parse(randomBytes(24).toString('base64url'));
        granted.set(handle, { kind, path, until: clock.monotonic() + lifetimeMs });
        return handle;
      },
      look: find,
      redeem(handle, kind) {
        const path = find(handle, kind);
        granted.delete(handle);
        return path;
      },
    },
  };
}
