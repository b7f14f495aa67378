import type { ScanFolder } from '../../../preload/contract/scan-folder.ts';
import type { Log } from '../../base/ports.ts';
import type { DriveKind } from '../../files/drive-kind.ts';
import { fileError } from '../../files/file-errors.ts';
import { hasBytes } from '../../files/name-bytes.ts';
import type { Place } from '../identity/find-folder.ts';
import type { Filter } from './filter.ts';
import type { FolderEvents, FolderEventsDeps } from './folder-events.ts';

/** How changes of a folder are noticed: by the system's events with occasional listings, or by listings alone. */
export type WatchMethod = 'events' | 'listing';

/** Milliseconds between two listings. */
export const listAfterMs: Record<WatchMethod, number> = { events: 60_000, listing: 5_000 };

/** The system's events of one folder, while they come. */
export interface EventSource {
  method(): WatchMethod;
  /** Resolves once events arrive, or are known not to. */
  open(place: Place): Promise<void>;
  close(): Promise<void>;
}

/** Drives whose events are unreliable, or whose watching would keep a person from ejecting them. */
const isListed: ReadonlySet<DriveKind> = new Set(['network', 'removable']);

/** Such a drive is listed, unless the folder's settings say otherwise. */
export function createEventSource(deps: {
  folder: ScanFolder;
  filter: Filter;
  log: Log;
  onName: FolderEventsDeps['onName'];
  knownNames: FolderEventsDeps['knownNames'];
  watchEvents: (deps: FolderEventsDeps) => FolderEvents;
  /** Events were lost or have stopped: the folder must be listed within this many milliseconds. */
  listWithin: (ms: number) => void;
}): EventSource {
  const { folder, filter, log } = deps;
  let method: WatchMethod = 'listing';
  let events: FolderEvents | null = null;

  return {
    method: () => method,
    async open({ drive, realPath }) {
      const { watchMethod } = folder;
      method = watchMethod === 'auto' ? (isListed.has(drive) ? 'listing' : 'events') : watchMethod;
      // The system's events need the path as text.
      if (hasBytes(realPath)) method = 'listing';
      if (method === 'listing') return;
      events = deps.watchEvents({
        root: realPath,
        subfolders: folder.subfolders,
        filter,
        onName: deps.onName,
        knownNames: deps.knownNames,
        onLost: () => deps.listWithin(0),
        onFailure(thrown) {
          log.warn('watch-events-failed', { code: fileError(thrown).code });
          method = 'listing';
          deps.listWithin(listAfterMs.listing);
        },
      });
      await events.ready;
    },
    async close() {
      const open = events;
      events = null;
      await open?.close();
    },
  };
}
