import { join } from 'node:path';
import type { FolderId } from '../../../preload/contract/ids.ts';
import type { Fingerprint } from '../../files/job-file.ts';
import { ChartdropError } from '../../base/errors.ts';
import type { Appearance } from '../../uploads/intake/intake.ts';
import type { KnownFiles } from '../../database/known-file-store.ts';
import { fileError } from '../../files/file-errors.ts';
import { isGone, sameFingerprint } from '../../files/fingerprint.ts';
import type { Baseline } from './baseline.ts';
import type { Departures } from './departures.ts';
import { readMark } from '../../files/file-mark.ts';
import { type Finding, isRenamed, judgeLeft, judgeMovedLeft, type Sight } from './identity.ts';

/** The kind of a finished file; see `Finding`. */
export type Identified = { kind: 'left' } | { kind: 'scan'; appearance: Appearance } | { kind: 'doubtful' };

export interface Identifier {
  /** Identifies a finished file, and updates the name of a skipped one. */
  readonly identify: (file: {
    path: string;
    relativePath: string;
    fingerprint: Fingerprint;
  }) => Promise<Identified>;
  /**
   * The digest of exactly the bytes that were finished. Throws `file-changed` if they differ now, and what reading
   * throws.
   */
  readonly markOf: (path: string, finished: Fingerprint) => Promise<string>;
}

export function createIdentifier(deps: {
  known: KnownFiles;
  folder: { id: FolderId; path: string };
  baseline: Pick<Baseline, 'get' | 'remember' | 'end' | 'hasEnded'>;
  departures: Pick<Departures, 'has' | 'names' | 'delete' | 'hasUnchecked'>;
  mount: () => string;
  /** For tests: replacements for the disk's answers. */
  readMark?: typeof readMark;
  isGone?: typeof isGone;
}): Identifier {
  const { known, folder, baseline, departures } = deps;
  const isGoneNow = deps.isGone ?? isGone;

  const markOf: Identifier['markOf'] = async (path, finished) => {
    const { hash, fingerprint } = await (deps.readMark ?? readMark)(path).catch((thrown: unknown) => {
      throw fileError(thrown);
    });
    if (!sameFingerprint(fingerprint, finished)) throw new ChartdropError('file-changed');
    return known.markOf(hash);
  };

  /** The skipped file with a missing name, if this one is it under another name. */
  const movedLeft = async (
    file: { path: string; relativePath: string; fingerprint: Fingerprint },
    sight: Sight,
  ): Promise<Finding> => {
    const { path, relativePath, fingerprint } = file;
    const candidates = known.leftOfSize(folder.id, fingerprint.size);
    if (candidates.length === 0) return 'scan';
    const mark = await markOf(path, fingerprint);
    let found: Finding = 'scan';
    for (const candidate of candidates) {
      const was = candidate.relativePath;
      const wentNow = was !== null && departures.has(was);
      const finding = was === relativePath ? 'scan' : judgeMovedLeft(candidate, sight, mark, wentNow);
      if (finding === 'scan') continue;
      if (was !== null && !(await isGoneNow(join(folder.path, was), { path, inode: fingerprint.inode })))
        continue;
      if (finding === 'left') {
        known.move(folder.id, candidate.key, { relativePath, ...sight, standing: 'left', mark });
        if (was !== null) departures.delete(was);
        return 'left';
      }
      found = 'doubtful';
    }
    return found;
  };

  const identify: Identifier['identify'] = async (file) => {
    const { path, relativePath, fingerprint } = file;
    const sight = { fingerprint, mount: deps.mount() };
    const isBack = departures.has(relativePath);
    if (isBack) {
      departures.delete(relativePath);
      // The name disappeared, and its entry with it.
      baseline.end([relativePath]);
    }
    const before = isBack ? undefined : baseline.get(relativePath);
    // A file that another program has filed has no job here, so only its bytes identify it.
    const isKnownByBytes = before?.standing === 'left' || (before?.mark ?? null) !== null;
    if (before !== undefined && isKnownByBytes && before.fingerprint.size === fingerprint.size) {
      const mark = await markOf(path, fingerprint);
      const finding = judgeLeft(before, sight, mark);
      const { standing } = before;
      if (finding === 'left') baseline.remember([{ relativePath, ...sight, standing, mark }]);
      if (finding !== 'scan') return { kind: finding };
    }
    const isTaken = departures.names().some((name) => {
      const gone = baseline.get(name);
      return gone?.standing === 'taken' && isRenamed(gone, sight);
    });
    // A renamed taken file belongs to its job, even if a skipped file has the same bytes; and a skipped file may have
    // replaced another.
    const moved = isTaken ? 'scan' : await movedLeft(file, sight);
    if (moved !== 'scan') return { kind: moved };
    // A file that lay there may have this name now, and nothing is known of it that would tell.
    if (before === undefined && !isTaken && departures.hasUnchecked()) return { kind: 'doubtful' };
    const isAgain = before?.standing === 'taken';
    return { kind: 'scan', appearance: isAgain ? 'again' : baseline.hasEnded(relativePath) ? 'anew' : 'new' };
  };

  return { identify, markOf };
}
