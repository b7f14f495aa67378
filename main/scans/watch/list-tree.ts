import { lstatSync } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ErrorCode } from '../../../preload/contract/errors.ts';
import type { Clock } from '../../base/ports.ts';
import { errnoOf } from '../../files/file-errors.ts';
import { entriesOf, entriesOfLocal } from '../../files/folder-entries.ts';
import { folderError } from '../../files/folder-errors.ts';
import { pathBytes } from '../../files/name-bytes.ts';
import { createRefusals, type Refusals } from '../account/refusals.ts';
import type { Filter } from './filter.ts';
import { joinPath, type Directory, type SeenNames, type Unlisted } from './seen-names.ts';

export interface ListTreeDeps {
  readonly clock: Clock;
  readonly root: string;
  readonly filter: Filter;
  readonly seen: SeenNames;
  readonly signal: AbortSignal;
  /** Whether a call may hang. If none can, calls are synchronous: 1,000 subfolders then take a third of the time. */
  readonly network: boolean;
  /** Whether a directory's time proves that no name was added or removed: see `DriveKind`. */
  readonly timesAreTrue: boolean;
  /** Unknown names; their directory did not contain them at `since` (monotonic milliseconds, or -Infinity). */
  onNew(relativePaths: readonly string[], since: number): Promise<void>;
  /** A known name is missing. */
  onGone(relativePath: string): void;
  /** A subfolder could not be listed; its entries are kept. */
  onFailure(thrown: unknown): void;
}

/**
 * A directory that changed less than this before its listing may have changed again within the same tick of its time.
 */
const racyMs = 2_000;
/** Names passed on at a time, so that a folder of 100,000 is never twice in memory. */
const batchSize = 1_000;

/** Lists one directory into `seen`; returns its subfolders. Throws the file system's errors. */
async function listDirectory(deps: ListTreeDeps, path: string, lastPass: number): Promise<readonly string[]> {
  const { clock, seen, filter, signal } = deps;
  const absolute = join(deps.root, path);
  const before = seen.directory(path);
  const listedAt = clock.monotonic();
  const { mtimeNs } = deps.network
    ? await lstat(pathBytes(absolute), { bigint: true })
    : lstatSync(pathBytes(absolute), { bigint: true });
  if (deps.timesAreTrue && before?.modifiedNs === mtimeNs) {
    before.listedAt = listedAt;
    return before.subfolders;
  }
  const quietForMs = clock.now() - Number(mtimeNs / 1_000_000n);
  const since = before?.listedAt ?? lastPass;
  // Stored before its names arrive, so that a known file can be noted in it immediately. Until all have arrived, a
  // missing name proves nothing: it may be as old as the previous listing allows.
  const { refused = [], unlisted = [] } = before ?? {};
  const start = { names: new Set<string>(), subfolders: [], listedAt: since, modifiedNs: null };
  const directory: Directory = { ...start, refused, unlisted };
  seen.setDirectory(path, directory);
  const refusals = createRefusals();
  let batch: string[] = [];
  for await (const entry of deps.network ? entriesOf(absolute) : entriesOfLocal(absolute)) {
    if (signal.aborted) return [];
    const relativePath = joinPath(path, entry.name);
    // Symbolic links are ignored: following one could leave the folder, or take a file twice.
    if (entry.isDirectory()) {
      if (filter.enters(relativePath)) directory.subfolders.push(relativePath);
      else refuse(deps, refusals, relativePath, 'folder');
    } else if (!entry.isFile()) {
      if (filter.ruleOf(relativePath, 'file') !== 'hidden') refusals.add('no-file', relativePath);
    } else if (before?.names.has(entry.name) === true) directory.names.add(entry.name);
    else if (filter.accepts(relativePath).kind !== 'accepted') refuse(deps, refusals, relativePath, 'file');
    else batch.push(relativePath);
    if (batch.length < batchSize) continue;
    await deps.onNew(batch, since);
    await nextTurn();
    batch = [];
  }
  await deps.onNew(batch, since);
  // Yields to the window; nothing else needs it.
  await nextTurn();
  directory.listedAt = listedAt;
  directory.refused = refusals.all();
  directory.unlisted = [];
  if (deps.timesAreTrue && quietForMs > racyMs) directory.modifiedNs = mtimeNs;
  for (const name of before?.names ?? []) {
    if (!directory.names.has(name)) deps.onGone(joinPath(path, name));
  }
  const still = new Set(directory.subfolders);
  for (const gone of before?.subfolders ?? []) if (!still.has(gone)) dropDirectory(deps, gone);
  return directory.subfolders;
}

function refuse({ filter }: ListTreeDeps, refusals: Refusals, path: string, kind: 'file' | 'folder'): void {
  const rule = filter.ruleOf(path, kind);
  if (rule !== null) refusals.add(rule, path);
}

/** A subfolder and all its files are gone. */
function dropDirectory(deps: ListTreeDeps, path: string): void {
  for (const relativePath of deps.seen.dropDirectory(path)) deps.onGone(relativePath);
}

/** The entry of a subfolder that cannot be listed, with the time of its first failure. */
function unlistedFolder(
  relativePath: string,
  code: ErrorCode,
  before: readonly Unlisted[],
  now: number,
): Unlisted {
  const same = before.find((one) => one.code === code);
  return same ?? { relativePath, kind: 'subfolder', code, since: now };
}

/**
 * One pass over the folder's names, including subfolders; checks only new ones more closely. `lastPass`: the monotonic
 * moment at which the last complete pass began. Resolves to whether this one was complete. Throws the file system's
 * errors if the root cannot be listed.
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
      // Its entries stay known; when it can be listed again, the age of a new name is unknown.
      const kept = before ?? { names: new Set<string>(), subfolders: [], refused: [], unlisted: [] };
      const unlisted = [unlistedFolder(path, folderError(thrown).code, kept.unlisted, deps.clock.now())];
      deps.seen.setDirectory(path, { ...kept, listedAt: -Infinity, modifiedNs: null, unlisted });
      waiting.push(...kept.subfolders);
    }
  }
  return complete && !deps.signal.aborted;
}
