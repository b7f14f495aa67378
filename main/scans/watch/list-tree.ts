import { type Dirent, lstatSync, opendirSync } from 'node:fs';
import { lstat, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../base/ports.ts';
import { errnoOf } from '../../files/file-errors.ts';
import type { Filter } from './filter.ts';
import { joinPath, type Directory, type SeenNames } from './seen-names.ts';

export interface ListTreeDeps {
  readonly clock: Clock;
  readonly root: string;
  readonly filter: Filter;
  readonly seen: SeenNames;
  readonly signal: AbortSignal;
  /** Whether a call may hang. Where none can they are synchronous: 1,000 subfolders take a third of the time. */
  readonly network: boolean;
  /** Whether a directory's own time proves that no name was added to or removed from it: see `DriveKind`. */
  readonly timesAreTrue: boolean;
  /** Names that are not known; their directory did not hold them at `since` (monotonic ms, or -Infinity). */
  onNew(relativePaths: readonly string[], since: number): Promise<void>;
  /** A name that was known is not there any more. */
  onGone(relativePath: string): void;
  /** A subfolder could not be listed; what it holds is kept as it was. */
  onFailure(thrown: unknown): void;
}

/** A directory that changed less than this before its listing may have changed again within one tick of its time. */
const racyMs = 2_000;
/** Names handed on at a time, so that a folder of 100,000 never stands in memory twice. */
const batchSize = 1_000;
/** Entries per read of the directory: more of them survive into the old heap, and memory grows by half. */
const bufferSize = 256;

function* localEntries(path: string): Generator<Dirent> {
  const directory = opendirSync(path, { bufferSize });
  try {
    for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) yield entry;
  } finally {
    directory.closeSync();
  }
}

/** Lists one directory into `seen`; returns its subfolders. Throws what the file system throws. */
async function listDirectory(deps: ListTreeDeps, path: string, lastPass: number): Promise<readonly string[]> {
  const { clock, seen, filter, signal } = deps;
  const absolute = join(deps.root, path);
  const before = seen.directory(path);
  const listedAt = clock.monotonic();
  const { mtimeNs } = deps.network
    ? await lstat(absolute, { bigint: true })
    : lstatSync(absolute, { bigint: true });
  if (deps.timesAreTrue && before?.modifiedNs === mtimeNs) {
    before.listedAt = listedAt;
    return before.subfolders;
  }
  const quietForMs = clock.now() - Number(mtimeNs / 1_000_000n);
  const since = before?.listedAt ?? lastPass;
  // In place before the names come, so that a file that proves to be known can be noted in it at once. Until they have
  // all come, a name that is not in it proves nothing: it may have been there for as long as the listing before allows.
  const directory: Directory = { names: new Set(), subfolders: [], listedAt: since, modifiedNs: null };
  seen.setDirectory(path, directory);
  let batch: string[] = [];
  for await (const entry of deps.network ? await opendir(absolute, { bufferSize }) : localEntries(absolute)) {
    if (signal.aborted) return [];
    const relativePath = joinPath(path, entry.name);
    // Symbolic links are neither: following one could lead out of the folder, or take a file twice.
    if (entry.isDirectory()) {
      if (filter.enters(relativePath)) directory.subfolders.push(relativePath);
    } else if (entry.isFile()) {
      if (before?.names.has(entry.name) === true) directory.names.add(entry.name);
      else if (filter.accepts(relativePath).kind === 'accepted') batch.push(relativePath);
    }
    if (batch.length < batchSize) continue;
    await deps.onNew(batch, since);
    await nextTurn();
    batch = [];
  }
  await deps.onNew(batch, since);
  // For the window's sake: nothing else may have waited.
  await nextTurn();
  directory.listedAt = listedAt;
  if (deps.timesAreTrue && quietForMs > racyMs) directory.modifiedNs = mtimeNs;
  for (const name of before?.names ?? []) {
    if (!directory.names.has(name)) deps.onGone(joinPath(path, name));
  }
  const still = new Set(directory.subfolders);
  for (const gone of before?.subfolders ?? []) if (!still.has(gone)) dropDirectory(deps, gone);
  return directory.subfolders;
}

/** A subfolder is gone, and all that it held. */
function dropDirectory(deps: ListTreeDeps, path: string): void {
  for (const relativePath of deps.seen.dropDirectory(path)) deps.onGone(relativePath);
}

/**
 * One pass over the folder's names, subfolders included; looks closer only at what is new. `lastPass` is the
 * monotonic moment at which the last complete pass began. Resolves to whether this one was complete. Throws what the
 * file system throws where the root itself cannot be listed.
 */
export async function listTree(deps: ListTreeDeps, lastPass: number): Promise<boolean> {
  const waiting = [''];
  let complete = true;
  for (let path = waiting.pop(); path !== undefined && !deps.signal.aborted; path = waiting.pop()) {
    const before = deps.seen.directory(path);
    try {
      waiting.push(...(await listDirectory(deps, path, lastPass)));
    } catch (thrown) {
      if (path === '') throw thrown;
      if (errnoOf(thrown) === 'ENOENT') {
        dropDirectory(deps, path);
        continue;
      }
      complete = false;
      deps.onFailure(thrown);
      // What it held stays known; when it can be listed again, nobody can say since when a new name is there.
      const kept = before ?? { names: new Set<string>(), subfolders: [] };
      deps.seen.setDirectory(path, { ...kept, listedAt: -Infinity, modifiedNs: null });
      waiting.push(...kept.subfolders);
    }
  }
  return complete && !deps.signal.aborted;
}
