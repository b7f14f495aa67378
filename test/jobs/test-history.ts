import { DatabaseSync } from 'node:sqlite';
import { onTestFinished } from 'vitest';
import { type Access, databaseFile, type History, openHistory } from '../../main/jobs/history.ts';
import { newDataKey } from '../../main/database/sealing.ts';
import type { Actor } from '../../main/base/ports.ts';
import { userIdSchema } from '../../preload/contract/ids.ts';
import { createFakeClock, type FakeClock } from '../fakes/fake-clock.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';

export const actor: Actor = {
  osUser: 'front-desk',
  station: 'pc-7',
  apiUser: userIdSchema.parse('1968645883121640001'),
};

export interface TestHistory extends History {
  readonly directory: string;
  readonly dataKey: string;
  readonly clock: FakeClock;
  /** A direct connection to the database, for an intruder's changes. Closed after the test. */
  raw(): DatabaseSync;
  /** Closes and reopens it, like the next start. */
  reopen(): Promise<TestHistory>;
}

/** A history in a real file, closed after the test. */
export async function testHistory(
  given: { directory?: string; dataKey?: string; access?: Access; clock?: FakeClock } = {},
): Promise<TestHistory> {
  const { dataKey = newDataKey(), access = 'work', clock = createFakeClock() } = given;
  const directory = given.directory ?? (await tempFolder());
  const history = openHistory({ directory, dataKey, access, clock, actor: () => actor });
  let isOpen = true;
  const close = (): void => {
    if (isOpen) history.close();
    isOpen = false;
  };
  onTestFinished(close);
  return {
    ...history,
    close,
    directory,
    dataKey,
    clock,
    raw: () => rawDatabase(databaseFile(directory)),
    reopen() {
      close();
      return testHistory({ directory, dataKey, access, clock });
    },
  };
}

/** A plain connection, closed after the test. */
export function rawDatabase(path: string): DatabaseSync {
  const db = new DatabaseSync(path);
  onTestFinished(() => {
    if (db.isOpen) db.close();
  });
  return db;
}
