import type { FolderId } from '../../preload/contract/ids.ts';
import { createSequencer } from '../base/sequencer.ts';

/**
 * The watches of the scan folders, one of each folder at most. The end of a watch takes seconds on a share, in which a
 * folder may be saved again or removed: what was asked last counts.
 */
export interface FolderWatches<Watched> {
  get(id: FolderId): Watched | undefined;
  /** The folder's watch once nothing replaces it. */
  current(id: FolderId): Promise<Watched | undefined>;
  all(): Watched[];
  /** Ends the folder's watch, and begins another. null, and none begins, once the program ends. */
  replace(id: FolderId, begin: () => Promise<Watched>): Promise<Watched | null>;
  /** Ends the folder's watch, if there is one, and then does `after`. */
  remove(id: FolderId, after: () => void): Promise<void>;
  /** Ends all of them. `signal` must be aborted. */
  stop(): Promise<void>;
}

export function createFolderWatches<Watched>(deps: {
  readonly signal: AbortSignal;
  /** Ends a watch. */
  readonly end: (watched: Watched) => Promise<void>;
  /** A folder has no watch any more. */
  readonly onEnded: (id: FolderId) => Promise<void>;
}): FolderWatches<Watched> {
  const watches = new Map<FolderId, Watched>();
  const turns = createSequencer<FolderId>();
  const endOne = async (id: FolderId): Promise<void> => {
    const watched = watches.get(id);
    watches.delete(id);
    if (watched !== undefined) await deps.end(watched);
    await deps.onEnded(id);
  };
  return {
    get: (id) => watches.get(id),
    current: (id) => turns.run(id, () => Promise.resolve(watches.get(id))),
    all: () => [...watches.values()],
    replace: (id, begin) =>
      turns.run(id, async () => {
        await endOne(id);
        if (deps.signal.aborted) return null;
        const watched = await begin();
        watches.set(id, watched);
        return watched;
      }),
    remove: (id, after) =>
      turns.run(id, async () => {
        await endOne(id);
        after();
      }),
    async stop() {
      await turns.drained();
      await Promise.all([...watches.values()].map(deps.end));
    },
  };
}
