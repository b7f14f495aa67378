import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Log } from '../../base/ports.ts';
import { databaseError, inTransaction } from '../../database/database.ts';
import { type CallLedger, type CallState, createCallLedger } from './call-ledger.ts';

/** The calls of all processes of a data directory, by clinic. */
export interface SharedCalls {
  /** The ledger of the clinic at an address. */
  of(baseUrl: string): CallLedger;
  /** Further calls are counted in memory. */
  close(): void;
}

/**
 * A call without an answer counts for this many milliseconds more than an answered one, longer than any call takes.
 * Then the place of a killed process is free.
 */
const longestCallMs = 90_000;
/** A moment further ahead was written before the machine restarted, when its monotonic clock began at zero. */
const furthestMs = 15 * 60_000;

const schema = `
  PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;
  CREATE TABLE IF NOT EXISTS calls (id INTEGER PRIMARY KEY, clinic TEXT NOT NULL, free_at REAL NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS calls_by_clinic ON calls (clinic, free_at);
  CREATE TABLE IF NOT EXISTS moments (
    clinic TEXT PRIMARY KEY, blocked_until REAL NOT NULL DEFAULT 0, window_used_until REAL NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
`;
const columns = { blockedUntil: 'blocked_until', windowUsedUntil: 'window_used_until' } as const;

/**
 * Keeps the calls in a small database of their own, not synced to disk: it survives a killed process, and a power cut
 * ends the minute that it remembers. Needs a monotonic clock that all processes of the machine share. Where the file
 * cannot be used, each process counts its own calls.
 */
export function openSharedCalls(given: { directory: string; log: Pick<Log, 'warn'> }): SharedCalls {
  const path = join(given.directory, 'calls.sqlite');
  const ledgers = new Map<string, CallLedger>();
  let opened: Ledgers | null = null;
  let isTold = false;
  let isClosed = false;

  const open = (): Ledgers => {
    mkdirSync(given.directory, { recursive: true, mode: 0o700 });
    try {
      return openLedgers(path);
    } catch (thrown) {
      if (databaseError(thrown).code !== 'database-damaged') throw thrown;
      for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
      return openLedgers(path);
    }
  };
  /** Runs `shared`, or `own` if the file cannot be used at the moment. */
  const attempt = <T>(shared: (ledgers: Ledgers) => T, own: () => T): T => {
    // A late answer must not open it again: on Windows its folder could then not be removed.
    if (isClosed) return own();
    try {
      opened ??= open();
      const result = shared(opened);
      isTold = false;
      return result;
    } catch (thrown) {
      if (!isTold) given.log.warn('calls-not-shared', { code: databaseError(thrown).code });
      isTold = true;
      return own();
    }
  };

  const ledgerOf = (clinic: string): CallLedger => {
    const own = createCallLedger();
    return {
      isShared: true,
      read: (now) =>
        attempt(
          (all) => all.read(clinic, now),
          () => own.read(now),
        ),
      take: (now, windowMs, mayTake) =>
        attempt(
          (all) => {
            const id = all.take(clinic, { now, windowMs }, mayTake);
            if (id === null) return null;
            const answered = (freeAt: number): void =>
              attempt(
                (again) => again.free(id, freeAt),
                () => undefined,
              );
            return { answered };
          },
          () => own.take(now, windowMs, mayTake),
        ),
      extend: (moment, until, now) =>
        attempt(
          (all) => all.extend(clinic, moment, until, now),
          () => own.extend(moment, until, now),
        ),
    };
  };

  return {
    of(baseUrl) {
      const clinic = new URL(baseUrl).host;
      const ledger = ledgers.get(clinic) ?? ledgerOf(clinic);
      ledgers.set(clinic, ledger);
      return ledger;
    },
    close() {
      isClosed = true;
      opened?.close();
      opened = null;
    },
  };
}

type Ledgers = ReturnType<typeof openLedgers>;

function openLedgers(path: string) {
  const db = new DatabaseSync(path, { timeout: 1000 });
  try {
    db.exec(schema);
  } catch (thrown) {
    db.close();
    throw thrown;
  }
  const forget = db.prepare('DELETE FROM calls WHERE clinic = ? AND (free_at <= ? OR free_at > ?)');
  const count = db.prepare(
    'SELECT count(*) AS used, min(free_at) AS free_at FROM calls WHERE clinic = ? AND free_at > ?',
  );
  const moments = db.prepare('SELECT blocked_until, window_used_until FROM moments WHERE clinic = ?');
  const add = db.prepare('INSERT INTO calls (clinic, free_at) VALUES (?, ?)');
  const free = db.prepare('UPDATE calls SET free_at = ? WHERE id = ?');
  const extend = Object.fromEntries(
    Object.entries(columns).map(([moment, column]) => [
      moment,
      db.prepare(`
        INSERT INTO moments (clinic, ${column}) VALUES (?, ?)
        ON CONFLICT (clinic) DO UPDATE SET ${column} =
          CASE WHEN ${column} > ? THEN excluded.${column} ELSE max(${column}, excluded.${column}) END`),
    ]),
  );

  const read = (clinic: string, now: number): CallState => {
    const counted = count.get(clinic, now);
    const kept = moments.get(clinic);
    const plausible = (value: unknown): number => {
      const until = Number(value ?? 0);
      return until > now + furthestMs ? 0 : until;
    };
    return {
      used: Number(counted?.['used']),
      freeAt: counted?.['free_at'] == null ? null : Number(counted['free_at']),
      blockedUntil: plausible(kept?.['blocked_until']),
      windowUsedUntil: plausible(kept?.['window_used_until']),
    };
  };
  return {
    read,
    take: (
      clinic: string,
      { now, windowMs }: { now: number; windowMs: number },
      mayTake: (state: CallState) => boolean,
    ): number | null =>
      inTransaction(db, () => {
        forget.run(clinic, now, now + furthestMs);
        if (!mayTake(read(clinic, now))) return null;
        return Number(add.run(clinic, now + windowMs + longestCallMs).lastInsertRowid);
      }),
    free: (id: number, freeAt: number): void => void free.run(freeAt, id),
    extend: (clinic: string, moment: keyof typeof columns, until: number, now: number): void =>
      void extend[moment]?.run(clinic, until, now + furthestMs),
    close: () => db.close(),
  };
}
