import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ErrorCode } from '../../../preload/contract/errors.ts';
import type { Fingerprint } from '../../files/job-file.ts';
import type { Clock, Log } from '../../base/ports.ts';
import { fingerprintOf, sameFingerprint } from '../../files/fingerprint.ts';
import { pathBytes } from '../../files/name-bytes.ts';
import { createLimiter } from '../../base/limiter.ts';
import type { Likeness } from '../identity/identity.ts';
import { createWakeableSleep, type WakeableSleep } from '../../base/wakeable-sleep.ts';
import { settleFile, type SettleEnd } from './settle-file.ts';
import type { Inspection } from './stability.ts';

/** One sight of a name that may become a scan. */
interface Sighting {
  readonly relativePath: string;
  /** Monotonic milliseconds at which the file certainly did not exist yet; -Infinity if unknown. */
  readonly since: number;
  /** The queue requested it: it is checked and taken, even if it is known. */
  readonly asked?: boolean;
  /** The name appeared or disappeared: the current file is another one, even with the same inode number. */
  readonly replaced?: boolean;
}

/** A file that is complete. */
export interface FinishedFile<Token> {
  readonly path: string;
  readonly relativePath: string;
  readonly fingerprint: Fingerprint;
  readonly token: Token;
  /** Epoch milliseconds of the first sight. */
  readonly appearedAt: number;
  /** The queue requested it. */
  readonly asked: boolean;
}

export interface SettlingDeps<Token> {
  readonly clock: Clock;
  readonly log: Log;
  readonly folderPath: string;
  readonly signal: AbortSignal;
  settleMs(): number;
  inspect(path: string): Promise<Inspection>;
  /** How the file compares with the known one under its name. */
  compare(relativePath: string, fingerprint: Fingerprint): Likeness;
  /** The file's known entry, if any. */
  known(relativePath: string): Fingerprint | undefined;
  onAppeared(path: string, since: number): Token;
  onActivity(token: Token): void;
  /** Passes a finished file to its taker, which calls `make` in order. Rejects if it was not taken. */
  handOver(make: () => FinishedFile<Token>): Promise<void>;
  /** The file needs no more checks: it was taken, or is the known one. */
  onSettled(relativePath: string): void;
  onGone(relativePath: string): void;
  /** The answer of `stuck` has changed. */
  onTrouble(): void;
}

/** The unfinished files of one folder. */
export interface Settling {
  sight(sighting: Sighting): void;
  /** The file is gone: a later one with that name is another file. */
  gone(relativePath: string): void;
  has(relativePath: string): boolean;
  /** The number of files that are not taken. */
  size(): number;
  /** Waits for room, at most a second: a listing must neither add 100,000 files at once nor wait without limit. */
  room(): Promise<void>;
  /**
   * When the newest file that is not taken was first seen, in monotonic milliseconds; null if all are taken. Files that may
   * not be opened are not counted: that may last for years.
   */
  newestUntaken(): number | null;
  /** The names of files that may not be opened. */
  denied(): string[];
  /** Taken a moment ago: a page-by-page scanner may open them again (case 1). */
  recent(): string[];
  /** Files that cannot be taken at present, with the reason and its epoch milliseconds. */
  stuck(): StuckFile[];
  /** Resolves when the last loop has ended, after the signal. */
  drained(): Promise<void>;
}

export interface StuckFile {
  readonly relativePath: string;
  readonly code: ErrorCode;
  readonly since: number;
}

interface FirstSight<Token> {
  readonly token: Token;
  /** Monotonic milliseconds. */
  readonly seenAt: number;
  readonly appearedAt: number;
  asked: boolean;
}

interface Entry<Token> extends FirstSight<Token> {
  readonly pause: WakeableSleep;
  trouble: { readonly code: ErrorCode; readonly since: number } | null;
  /** `taken`: it is a job, and is looked at once more. */
  phase: 'settling' | 'taking' | 'taken';
  /** Monotonic milliseconds at which it was last opened: other bytes did not exist before that. */
  openedAt: number;
  /** A sight while the file is being taken: its bytes may be new, and belong to the current selection. */
  next: FirstSight<Token> | null;
}

const isDenied = ({ trouble }: Pick<Entry<unknown>, 'trouble'>): boolean => trouble?.code === 'file-denied';

/** An event shortens the wait to this, so that a stream of events causes at most 40 checks a second. */
const lookGapMs = 25;
const looksAtOnce = 16;
const mostAtOnce = 2_000;
const recentMs = 120_000;

export function createSettling<Token>(deps: SettlingDeps<Token>): Settling {
  const { clock, signal } = deps;
  const entries = new Map<string, Entry<Token>>();
  const loops = new Set<Promise<void>>();
  const recent = new Map<string, number>();
  const looks = createLimiter(looksAtOnce);
  let waitingForRoom: (() => void)[] = [];

  const remember = (relativePath: string) => {
    const now = clock.monotonic();
    // Oldest first.
    for (const [path, at] of recent) {
      if (now - at <= recentMs) break;
      recent.delete(path);
    }
    recent.delete(relativePath);
    recent.set(relativePath, now);
  };

  const judge = (relativePath: string, entry: Entry<Token>, fingerprint: Fingerprint) => {
    if (entry.asked) return 'reopened';
    if (deps.compare(relativePath, fingerprint) === 'same') return 'known';
    const before = deps.known(relativePath);
    // The same file, longer, shortly after it was taken: its scanner adds pages. Another file with that name is new.
    const grew = before?.inode === fingerprint.inode && fingerprint.size > before.size;
    return grew && recent.has(relativePath) ? 'reopened' : 'new';
  };

  // The token is requested in the same turn as the event, since the selection at this moment counts.
  const firstSight = (relativePath: string, since: number, asked: boolean): FirstSight<Token> => ({
    token: deps.onAppeared(join(deps.folderPath, relativePath), since),
    seenAt: clock.monotonic(),
    appearedAt: clock.now(),
    asked,
  });

  const hasChanged = async (path: string, taken: Fingerprint): Promise<boolean> => {
    try {
      const stats = await looks.run(() => lstat(pathBytes(path), { bigint: true }));
      return stats.isFile() && !sameFingerprint(fingerprintOf(stats), taken);
    } catch {
      // Gone, put away or unreachable: its listing or a later look says which.
      return false;
    }
  };

  const elsewhere = (): number =>
    [...entries.values()].filter(({ trouble }) => trouble?.code === 'scan-claimed-elsewhere').length;

  const follow = async (relativePath: string, entry: Entry<Token>): Promise<SettleEnd> => {
    const path = join(deps.folderPath, relativePath);
    const end = await settleFile({
      clock,
      path,
      pause: entry.pause,
      looks,
      signal,
      settleMs: () => deps.settleMs(),
      inspect(file) {
        entry.openedAt = clock.monotonic();
        return deps.inspect(file);
      },
      judge: (fingerprint) => judge(relativePath, entry, fingerprint),
      onActivity: () => deps.onActivity(entry.token),
      elsewhere,
      onTrouble: (code) => {
        if (code === (entry.trouble?.code ?? null)) return;
        // Scanners create empty files before they write.
        if (code !== null && code !== 'file-empty') deps.log.warn('scan-not-taken', { code });
        entry.trouble = code === null ? null : { code, since: clock.now() };
        deps.onTrouble();
      },
      handOver: async (fingerprint) => {
        try {
          await deps.handOver(() => {
            entry.phase = 'taking';
            const { token, appearedAt, asked } = entry;
            return { path, relativePath, fingerprint, token, appearedAt, asked };
          });
        } catch (thrown) {
          entry.phase = 'settling';
          throw thrown;
        }
        entry.phase = 'taken';
      },
    });
    if (end.kind === 'gone' && end.wasThere) deps.log.info('scan-gone-unfinished', { count: 1 });
    // From now on each write is reported. One that came without a report while it was taken is as old as that may be.
    if (end.kind === 'taken' && (await hasChanged(path, end.fingerprint)) && entry.next === null)
      entry.next = firstSight(relativePath, entry.openedAt, false);
    return end;
  };

  const start = (relativePath: string, entry: Entry<Token>) => {
    entries.set(relativePath, entry);
    const loop = follow(relativePath, entry).then((end) => {
      entries.delete(relativePath);
      loops.delete(loop);
      if (end.kind === 'taken') remember(relativePath);
      if (end.kind === 'taken' || end.kind === 'known') deps.onSettled(relativePath);
      if (end.kind === 'gone') {
        recent.delete(relativePath);
        deps.onGone(relativePath);
      }
      if (entry.trouble !== null) deps.onTrouble();
      if (entry.next !== null && !signal.aborted) start(relativePath, createEntry(entry.next));
      if (entries.size < mostAtOnce) {
        for (const resolve of waitingForRoom) resolve();
        waitingForRoom = [];
      }
    });
    loops.add(loop);
  };

  const createEntry = (sight: FirstSight<Token>): Entry<Token> => ({
    ...sight,
    pause: createWakeableSleep(clock, signal),
    trouble: null,
    phase: 'settling',
    openedAt: -Infinity,
    next: null,
  });

  return {
    sight({ relativePath, since, asked = false, replaced = false }) {
      if (signal.aborted) return;
      if (replaced) recent.delete(relativePath);
      const entry = entries.get(relativePath);
      const current = entry?.phase === 'settling' ? entry : entry?.next;
      if (current !== undefined && current !== null) {
        // With many unsettled files, checks become less frequent, so that a burst costs no more than a trickle.
        entry?.pause.wake(lookGapMs + entries.size);
        current.asked ||= asked;
        return;
      }
      // A file may have grown without a report while it was taken, before the write that is reported now.
      const from = entry === undefined || replaced ? since : Math.min(since, entry.openedAt);
      const sight = firstSight(relativePath, from, asked);
      if (entry === undefined) start(relativePath, createEntry(sight));
      else entry.next = sight;
    },
    gone: (relativePath) => void recent.delete(relativePath),
    has: (relativePath) => entries.has(relativePath),
    size: () => [...entries.values()].filter(({ phase, next }) => phase !== 'taken' || next !== null).length,
    newestUntaken() {
      const untaken = [...entries.values()].flatMap(
        (entry) => entry.next ?? (entry.phase === 'taken' || isDenied(entry) ? [] : entry),
      );
      return untaken.reduce<number | null>((newest, { seenAt }) => Math.max(newest ?? seenAt, seenAt), null);
    },
    denied: () => [...entries].flatMap(([relativePath, entry]) => (isDenied(entry) ? relativePath : [])),
    async room() {
      if (entries.size < mostAtOnce) return;
      const pause = createWakeableSleep(clock, signal);
      waitingForRoom.push(() => pause.wake(0));
      await pause.for(1_000);
    },
    recent: () => [...recent.keys()],
    stuck: () =>
      [...entries].flatMap(([relativePath, { trouble }]) =>
        trouble === null ? [] : [{ relativePath, ...trouble }],
      ),
    async drained() {
      while (loops.size > 0) await Promise.all(loops);
    },
  };
}
