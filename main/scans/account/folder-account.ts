import type { ErrorCode } from '../../../preload/contract/errors.ts';
import type { FolderAccount, Stuck } from '../../../preload/contract/folder-account.ts';
import { ChartdropError } from '../../base/errors.ts';
import type { FolderStatus } from '../watch/watched-folder.ts';

/** Milliseconds for which an obstacle may be part of ordinary scanning, such as a file that a scanner holds open. */
const patienceMs = 60_000;
/** The most stuck entries that are named. */
const mostNamed = 50;

/** Obstacles that a person should hear of at once, although another try may succeed. */
const told: ReadonlySet<ErrorCode> = new Set([
  'file-denied',
  'file-unreadable',
  'files-too-many',
  'disk-full',
]);
/** Part of ordinary scanning, although only a person can end it. */
const ordinary: ReadonlySet<ErrorCode> = new Set(['file-empty', 'file-changed']);

/** How long the obstacle may last before the entry counts as stuck. Infinity: another PC accounts for it. */
function patienceFor(code: ErrorCode): number {
  if (code === 'scan-claimed-elsewhere') return Infinity;
  if (told.has(code)) return 0;
  return ordinary.has(code) || new ChartdropError(code).advice === 'retry' ? patienceMs : 0;
}

/** Milliseconds until the obstacle counts; 0 or less: it does. After a jump of the clock it counts too soon (case 30). */
function leftMs({ code, since }: { code: ErrorCode; since: number }, now: number): number {
  const patience = patienceFor(code);
  return since > now && patience < Infinity ? 0 : since + patience - now;
}

/**
 * The account of one folder: every entry that is no job is counted once. `recountMs`: milliseconds until an obstacle
 * becomes a stuck entry, or null.
 */
export function accountOf(
  status: FolderStatus,
  notPutAway: readonly Stuck[],
  now: number,
): { account: FolderAccount; recountMs: number | null } {
  const files = status.stuck.map(({ relativePath, code, since }): Stuck => ({
    kind: 'file',
    name: relativePath,
    code,
    since,
  }));
  const entries = status.unlisted.map(({ relativePath, ...rest }): Stuck => ({
    ...rest,
    name: relativePath,
  }));
  // The files of a missing folder are with it.
  const isWithFolder = ({ code }: Stuck): boolean => status.blocked !== null && code === 'folder-missing';
  const obstacles = [...files, ...entries, ...notPutAway.filter((one) => !isWithFolder(one))];
  const waits = obstacles.map((one) => leftMs(one, now)).filter((ms) => ms > 0 && ms < Infinity);
  const isStuck = (one: Stuck): boolean => leftMs(one, now) <= 0;
  const stuck = obstacles.filter(isStuck).sort((a, b) => a.since - b.since);
  return {
    account: {
      unfinished: status.unfinished - files.filter(isStuck).length,
      leftAlone: status.leftAlone,
      refused: [...status.refused],
      stuck: stuck.slice(0, mostNamed),
      stuckCount: stuck.length,
      blocked: status.blocked,
    },
    recountMs: waits.length === 0 ? null : Math.min(...waits),
  };
}
