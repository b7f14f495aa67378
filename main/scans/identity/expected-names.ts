import { isDeepStrictEqual } from 'node:util';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FolderId } from '../../../preload/contract/ids.ts';
import type { KnownFiles, Scope } from '../../database/known-file-store.ts';

/**
 * The names that the last start met. A later start watches once all names are listed: it looks at the files of other names
 * at once, and at those of expected names afterwards. Only the order depends on this list, so an outdated one does no harm.
 */
export interface ExpectedNames {
  /** The folder was opened. With another scope no name is expected, so each is looked at before the folder is watched. */
  begin(before: Scope | null, now: Scope): void;
  /** Whether the file of this listed name is looked at later. */
  defers(relativePath: string): boolean;
  /** All names are listed: no later one is deferred. */
  listed(): void;
  /** Whether the file of this name is not compared with its entry yet. */
  isDeferred(relativePath: string): boolean;
  /** The next deferred names, at most `count`; none at the end. They count as deferred until the next call. */
  take(count: number): string[];
  /** Keeps these names for the next start. */
  keep(relativePaths: Iterable<string>): Promise<void>;
}

/** Names between two turns of the event loop: about a millisecond. */
const namesAtOnce = 2_000;

/** 32 bits of a name (FNV-1a). A new name that shares them with an old one is looked at later than it could be. */
function markOf(name: string): number {
  let mark = 0x811c9dc5;
  for (let at = 0; at < name.length; at += 1) mark = Math.imul(mark ^ name.charCodeAt(at), 0x01000193);
  return mark >>> 0;
}

export function createExpectedNames(deps: {
  known: Pick<KnownFiles, 'expectedNames' | 'expectNames'>;
  folder: { id: FolderId };
  signal: AbortSignal;
}): ExpectedNames {
  const { known, folder, signal } = deps;
  /** Of the last start, until all names are listed. */
  let expected: ReadonlySet<number> | null = null;
  const deferred = new Set<string>();
  /** Compared at this moment. */
  const taken = new Set<string>();

  return {
    begin(before, now) {
      deferred.clear();
      taken.clear();
      const marks = isDeepStrictEqual(before, now) ? known.expectedNames(folder.id) : null;
      expected = marks === null ? null : new Set(marks);
    },
    defers(relativePath) {
      if (expected?.has(markOf(relativePath)) !== true) return false;
      deferred.add(relativePath);
      return true;
    },
    listed: () => void (expected = null),
    isDeferred: (relativePath) => deferred.has(relativePath) || taken.has(relativePath),
    take(count) {
      taken.clear();
      for (const relativePath of deferred) {
        if (taken.size === count) break;
        taken.add(relativePath);
        deferred.delete(relativePath);
      }
      return [...taken];
    },
    async keep(relativePaths) {
      const marks = new Set<number>();
      let read = 0;
      for (const relativePath of relativePaths) {
        marks.add(markOf(relativePath));
        read += 1;
        if (read % namesAtOnce !== 0) continue;
        await nextTurn();
        if (signal.aborted) return;
      }
      const before = known.expectedNames(folder.id);
      const isSame = before?.length === marks.size && before.every((mark) => marks.has(mark));
      if (!isSame) known.expectNames(folder.id, Uint32Array.from(marks));
    },
  };
}
