import { constants, DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished, vi } from 'vitest';
import { newDataKey } from '../../main/database/sealing.ts';
import { systemClock } from '../../main/hosts/system-clock.ts';
import { databaseFile, openHistory } from '../../main/jobs/history.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';

/** Tables that grow with each file. */
const large = ['jobs', 'audit_log', 'known_files'];

/** Reads of a large table from its start, and why none of them is slow. */
const walks: readonly [sql: RegExp, reason: string][] = [
  [/FROM audit_log ORDER BY seq LIMIT/, 'It ends after some rows.'],
  [/ORDER BY seq DESC LIMIT 1/, 'It reads the last row.'],
  [/count\(\*\) AS n, min\(at\)/, 'A person exports the history or asks for its size.'],
];

/** Every statement of a history, and its database. */
async function statements(): Promise<{ all: string[]; db: DatabaseSync }> {
  const directory = await tempFolder();
  const prepare = vi.spyOn(DatabaseSync.prototype, 'prepare');
  const history = openHistory({
    ...{ directory, dataKey: newDataKey(), access: 'work', clock: systemClock },
    actor: () => ({ osUser: 'tester', station: 'test-pc', apiUser: null }),
  });
  const all = new Set(prepare.mock.calls.map(([sql]) => sql.replace(/\s+/g, ' ').trim()));
  prepare.mockRestore();
  history.close();
  const db = new DatabaseSync(databaseFile(directory));
  onTestFinished(() => db.close());
  return { all: [...all].filter((sql) => /^(SELECT|UPDATE|DELETE|INSERT)/.test(sql)), db };
}

/** Every statement of a history, and the plan that SQLite makes for it. */
async function plans(): Promise<{ sql: string; steps: string[] }[]> {
  const { all, db } = await statements();
  return all.map((sql) => ({
    sql,
    steps: db
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map(({ detail }) => String(detail)),
  }));
}

it('no statement reads a large table from its start, or sorts it', async () => {
  const all = await plans();
  expect(all.length).toBeGreaterThan(50);
  const slow = all.filter(({ sql, steps }) => {
    if (walks.some(([walk]) => walk.test(sql))) return false;
    return steps.some((step) => large.some((table) => new RegExp(`^SCAN ${table}\\b`).test(step)));
  });
  expect(slow).toEqual([]);
});

it.each([
  [
    'the next job',
    /^SELECT number FROM jobs WHERE state = \+\?1 AND paused = 0 AND list = 'moving'/,
    'jobs_ready',
  ],
  ['the next time', /^SELECT min\(due\) AS due/, 'jobs_due'],
  ['a page from anywhere', /list = \+\? AND rank >= \? ORDER BY rank ASC/, 'jobs_by_list'],
  ['a page of ended ones', /list = \+\? AND rank < \? ORDER BY rank DESC/, 'jobs_by_list'],
])('%s is found in an index, in its order', async (_what, sql, index) => {
  const found = (await plans()).filter((one) => sql.test(one.sql));
  expect(found).toHaveLength(1);
  const steps = found[0]?.steps ?? [];
  const at = steps.findIndex((step) => step.includes(`INDEX ${index} `));
  expect(at, steps.join('\n')).toBeGreaterThan(-1);
  // Only the rows of the page are sorted, by the statement around it.
  expect(steps.slice(at).filter((step) => /TEMP B-TREE/.test(step)).length, steps.join('\n')).toBeLessThan(2);
});

it('no statement is compiled again for other values', async () => {
  const { all, db } = await statements();
  let asked = 0;
  // SQLite asks it while it compiles a statement (sqlite.org/c3ref/set_authorizer.html).
  db.setAuthorizer(() => {
    asked += 1;
    return constants.SQLITE_OK;
  });
  const again = all.filter((sql) => {
    const count = new Set(sql.match(/\?\d+/g)).size || (sql.match(/\?/g) ?? []).length;
    asked = 0;
    const statement = db.prepare(sql);
    expect(asked, sql).toBeGreaterThan(0);
    const runWith = (value: number): void => {
      try {
        statement.all(...Array.from({ length: count }, () => value));
      } catch {
        // Refused by a constraint, after it was compiled.
      }
    };
    runWith(1);
    asked = 0;
    runWith(2);
    return asked > 0;
  });
  expect(again).toEqual([]);
});
