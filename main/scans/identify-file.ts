import { join } from 'node:path';
import type { FolderId } from '../../preload/contract/ids.ts';
import type { Fingerprint } from '../../preload/contract/job.ts';
import { ChartdropError } from '../errors.ts';
import type { KnownFiles } from '../history/known-file-store.ts';
import { isGone, sameFingerprint } from '../uploads/fingerprint.ts';
import type { Baseline } from './baseline.ts';
import type { Departures } from './departures.ts';
import { readMark } from './file-mark.ts';
import { judgeLeft, judgeMovedLeft } from './identity.ts';

/** What a finished file is; see `Finding`. */
export type Identified =
  | { kind: 'left' }
  /** `isAgain`: the name is that of a file that was taken, and was not seen to be gone since. */
  | { kind: 'scan'; isAgain: boolean }
  | { kind: 'doubtful' };

/** Finds out what a finished file is, and keeps what is left alone known under the name that it has now. */
export function createIdentifier(deps: {
  known: KnownFiles;
  folder: { id: FolderId; path: string };
  baseline: Baseline;
  departures: Departures;
  mount: () => string;
}): (file: { path: string; relativePath: string; fingerprint: Fingerprint }) => Promise<Identified> {
  const { known, folder, baseline, departures } = deps;

  /** Of exactly the bytes that were finished. Throws `file-changed` where they are others by now. */
  const markOf = async (path: string, finished: Fingerprint): Promise<string> => {
    const { hash, fingerprint } = await readMark(path);
    if (!sameFingerprint(fingerprint, finished)) throw new ChartdropError('file-changed');
    return known.markOf(hash);
  };

  return async ({ path, relativePath, fingerprint }) => {
    const sight = { fingerprint, mount: deps.mount() };
    const asLeft = (mark: string) => ({ relativePath, ...sight, standing: 'left' as const, mark });
    const isBack = departures.has(relativePath);
    if (isBack) {
      departures.delete(relativePath);
      // The name went, and with it what was known of it.
      baseline.end([relativePath]);
    }
    const before = isBack ? undefined : baseline.get(relativePath);
    if (before?.standing === 'taken') return { kind: 'scan', isAgain: true };
    if (before !== undefined) {
      if (before.fingerprint.size !== fingerprint.size) return { kind: 'scan', isAgain: false };
      const mark = await markOf(path, fingerprint);
      const finding = judgeLeft(before, sight, mark);
      if (finding === 'left') baseline.remember([asLeft(mark)]);
      return finding === 'scan' ? { kind: 'scan', isAgain: false } : { kind: finding };
    }
    const candidates = known.leftOfSize(folder.id, fingerprint.size);
    if (candidates.length === 0) return { kind: 'scan', isAgain: false };
    const mark = await markOf(path, fingerprint);
    let isDoubtful = false;
    for (const candidate of candidates) {
      const finding = judgeMovedLeft(candidate, sight, mark);
      if (finding === 'scan') continue;
      const was = candidate.relativePath;
      if (was !== null && !(await isGone(join(folder.path, was), { path, inode: fingerprint.inode })))
        continue;
      if (finding === 'left') {
        known.move(folder.id, candidate.key, asLeft(mark));
        if (was !== null) departures.delete(was);
        return { kind: 'left' };
      }
      isDoubtful = true;
    }
    return isDoubtful ? { kind: 'doubtful' } : { kind: 'scan', isAgain: false };
  };
}
