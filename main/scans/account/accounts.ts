import type { ErrorCode } from '../../../preload/contract/errors.ts';
import type { FolderAccount, Stuck } from '../../../preload/contract/folder-account.ts';
import type { FolderId } from '../../../preload/contract/ids.ts';
import type { ScanFolder } from '../../../preload/contract/scan-folder.ts';
import { asChartdropError, type ChartdropError } from '../../base/errors.ts';
import type { Clock, Log } from '../../base/ports.ts';
import { createRetryingTask } from '../../base/retrying-task.ts';
import type { StoredAccounts } from '../../database/stored-accounts.ts';
import type { FolderStatus } from '../watch/watched-folder.ts';
import { accountOf } from './folder-account.ts';

/** Entries of one folder are stuck for a reason that was not told yet. */
export interface StuckNews {
  readonly folder: ScanFolder;
  readonly kind: Stuck['kind'] | 'folder';
  readonly code: ErrorCode;
  readonly count: number;
}

/** The accounts of the watched folders: computed here, and read by the window, the command line and the notices. */
export interface Accounts {
  /** The account now; null if the folder is not watched. */
  of(id: FolderId): FolderAccount | null;
  /** The stuck entries of all folders, and the folders that cannot be read. */
  stuck(): number;
  /** The account of a folder may have changed. */
  nudge(): void;
  /** The folder is not watched any more, and not in the settings. */
  forget(id: FolderId): void;
  /** Stores the last accounts. */
  stop(): Promise<void>;
}

/** Changes of this many milliseconds are stored and told together. */
const gatherMs = 1_000;
/** Milliseconds for which a reason must have been absent to be told again. */
const forgottenMs = 3_600_000;

const stuckIn = (account: FolderAccount | null): number =>
  account === null ? 0 : account.stuckCount + (account.blocked === null ? 0 : 1);

export function createAccounts(deps: {
  folders: () => readonly ScanFolder[];
  status: (id: FolderId) => FolderStatus | null;
  /** Filed files of the folder that could not be put away. */
  notPutAway: (id: FolderId) => readonly Stuck[];
  stored: StoredAccounts;
  clock: Clock;
  log: Log;
  onChanged: (folder: ScanFolder) => void;
  onStuck: (news: StuckNews) => void;
}): Accounts {
  const { clock, log, stored } = deps;
  /** The account of each folder as it was last told and stored, as JSON. */
  const toldOf = new Map<FolderId, string>();
  const storedOf = new Map<FolderId, string>();
  /** When each reason of each folder was last seen, in monotonic milliseconds. */
  const seen = new Map<string, number>();

  const compute = (id: FolderId): ReturnType<typeof accountOf> | null => {
    const status = deps.status(id);
    return status === null ? null : accountOf(status, deps.notPutAway(id), clock.now());
  };

  const tellStuck = (folder: ScanFolder, { stuck, blocked }: FolderAccount): void => {
    const reasons = new Map<string, StuckNews>();
    if (blocked !== null) reasons.set('folder', { folder, kind: 'folder', code: blocked.code, count: 1 });
    for (const { kind, code } of stuck) {
      const key = `${kind} ${code}`;
      reasons.set(key, { folder, kind, code, count: (reasons.get(key)?.count ?? 0) + 1 });
    }
    const now = clock.monotonic();
    for (const [key, news] of reasons) {
      const before = seen.get(`${folder.id} ${key}`) ?? -Infinity;
      seen.set(`${folder.id} ${key}`, now);
      if (now - before > forgottenMs) deps.onStuck(news);
    }
  };

  const publish = (folder: ScanFolder): number | null => {
    const computed = compute(folder.id);
    if (computed === null) return null;
    const { account, recountMs } = computed;
    const text = JSON.stringify(account);
    tellStuck(folder, account);
    if (toldOf.get(folder.id) !== text) {
      toldOf.set(folder.id, text);
      deps.onChanged(folder);
    }
    if (storedOf.get(folder.id) !== text) {
      stored.put(folder.id, { path: folder.path, at: clock.now(), account });
      storedOf.set(folder.id, text);
    }
    return recountMs;
  };

  /** Resolves with the milliseconds until an obstacle becomes a stuck entry. */
  const publishAll = (): number | null => {
    const waits = deps.folders().flatMap((folder) => publish(folder) ?? []);
    return waits.length === 0 ? null : Math.min(...waits);
  };

  const notStored = ({ code }: ChartdropError): void => log.warn('account-not-stored', { code });
  const task = createRetryingTask({
    clock,
    gatherMs,
    work: publishAll,
    backoffMs: () => 5_000,
    onError: notStored,
  });

  return {
    of: (id) => compute(id)?.account ?? null,
    stuck: () => deps.folders().reduce((sum, { id }) => sum + stuckIn(compute(id)?.account ?? null), 0),
    nudge: () => task.nudge(),
    forget(id) {
      toldOf.delete(id);
      storedOf.delete(id);
      try {
        stored.drop(id);
      } catch (thrown) {
        notStored(asChartdropError(thrown));
      }
    },
    async stop() {
      await task.stop();
      try {
        publishAll();
      } catch (thrown) {
        notStored(asChartdropError(thrown));
      }
    },
  };
}
