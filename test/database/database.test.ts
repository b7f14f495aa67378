import { existsSync } from 'node:fs';
import { chmod, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ChartdropError } from '../../main/base/errors.ts';
import { databaseError, inTransaction, openDatabase } from '../../main/database/database.ts';
import { type Access, databaseFile, type History } from '../../main/jobs/history.ts';
import { migrations } from '../../main/database/migrations.ts';
import { newDataKey } from '../../main/database/sealing.ts';
import { errorOf, rejectionOf } from '../fixtures/error-of.ts';
import { noModes, onlyOn } from '../fixtures/only-on.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { startHistoryProcess } from '../jobs/history-process.ts';
import { changeTo, sampleJobs } from '../jobs/sample-jobs.ts';
import { rawDatabase, testHistory } from '../jobs/test-history.ts';

const newFile = async () => databaseFile(await tempFolder());

function open(path: string) {
  const opened = openDatabase(path, { by: 'worker', now: 0 });
  onTestFinished(() => {
    if (opened.db.isOpen) opened.db.close();
  });
  return opened;
}

const versionOf = (db: DatabaseSync) => db.prepare('PRAGMA user_version').get()?.['user_version'];
const schemaOf = (db: DatabaseSync) =>
  db
    .prepare('SELECT type, name FROM sqlite_master ORDER BY type, name')
    .all()
    .map((row) => `${String(row['type'])} ${String(row['name'])}`);
const columnsOf = (db: DatabaseSync, table: string) =>
  db.prepare(`SELECT name FROM pragma_table_info('${table}') ORDER BY name`).all();

describe('the schema', () => {
  it('is made in a new file, and found again', async () => {
    const path = await newFile();
    const first = open(path);
    expect(first.setAside).toBeNull();
    expect(versionOf(first.db)).toBe(migrations.length);
    const schema = schemaOf(first.db);
    first.db.close();
    const second = open(path);
    expect(schemaOf(second.db)).toEqual(schema);
    expect(second.db.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(second.db.prepare('PRAGMA foreign_keys').get()).toEqual({ foreign_keys: 1 });
    // FULL: a change is on disk before its effect.
    expect(second.db.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
  });

  it.each(migrations.map((_, version) => version))(
    'is brought up from version %d, rows and all',
    async (version) => {
      const path = await newFile();
      const old = rawDatabase(path);
      for (const sql of migrations.slice(0, version)) old.exec(sql);
      old.exec(`PRAGMA user_version = ${version}`);
      if (version > 0) old.exec(`INSERT INTO baselines (folder_id, taken_at) VALUES ('a folder', 7)`);
      old.close();

      const { db, setAside } = open(path);
      expect([versionOf(db), setAside]).toEqual([migrations.length, null]);
      const fresh = open(await newFile()).db;
      expect(schemaOf(db)).toEqual(schemaOf(fresh));
      expect(columnsOf(db, 'jobs')).toEqual(columnsOf(fresh, 'jobs'));
      const kept = db.prepare('SELECT taken_at FROM baselines').all();
      expect(kept).toEqual(version > 0 ? [{ taken_at: 7 }] : []);
    },
  );

  it('keeps each job, with its counts, when jobs get a number', async () => {
    const version = migrations.findIndex((sql) => sql.includes('numbered_jobs'));
    const path = await newFile();
    const old = rawDatabase(path);
    for (const sql of migrations.slice(0, version)) old.exec(sql);
    const jobs = ['filed', 'queued', 'inbox'].map((state, at) => {
      const list = state === 'queued' ? 'queue' : state;
      const values = `'${state}', '${list}', ${1_500 * at - 0.5}, 4, 0, 9, 'f', 'p', 'a${at}', x'0${at}', x'1${at}', 1, 2, 3`;
      return `('${3 - at}-id', ${values}, ${at}, 1, 0, x'2${at}')`;
    });
    const columns =
      'id, state, list, rank, due, paused, size, folder_id, patient_id, attachment_id, content_digest, path_digest, ' +
      'disposal_pending, appeared_at, changed_at, replacing, is_move, named, sealed, bucket';
    old.exec(`INSERT INTO jobs (${columns.replace(', bucket', '')}) VALUES ${jobs.join(', ')}`);
    old.exec(`PRAGMA user_version = ${version}`);
    const rowsOf = (db: DatabaseSync) =>
      [`${columns} FROM jobs ORDER BY id`, '* FROM job_counts', '* FROM job_buckets'].map((what) =>
        db.prepare(`SELECT ${what}`).all(),
      );
    const before = rowsOf(old);
    old.close();
    expect(before[0]).toHaveLength(3);
    const [rows, ...counts] = before;
    // The list of a moving job is called so since then.
    const now = rows?.map((row) => ({ ...row, list: row['list'] === 'queue' ? 'moving' : row['list'] }));
    expect(rowsOf(open(path).db)).toEqual([now, ...counts]);
  });

  it('on which an older program works is not migrated under it', async () => {
    const path = await newFile();
    const old = rawDatabase(path);
    for (const sql of migrations.slice(0, -1)) old.exec(sql);
    old.exec(`PRAGMA user_version = ${migrations.length - 1}`);
    expect(errorOf(() => openDatabase(path, { by: 'beside-worker', now: 0 })).code).toBe('data-in-use');
    expect(versionOf(old)).toBe(migrations.length - 1);
    old.close();
    expect(versionOf(open(path).db)).toBe(migrations.length);
  });

  it('of a newer program is refused, and the file stays unchanged', async () => {
    const path = await newFile();
    const { db } = open(path);
    db.exec(`PRAGMA user_version = ${migrations.length + 1}; PRAGMA journal_mode = DELETE`);
    db.close();
    const before = await readFile(path);
    const error = errorOf(() => openDatabase(path, { by: 'worker', now: 0 }));
    expect([error.code, error.advice]).toEqual(['database-newer', 'fatal']);
    expect(versionOf(rawDatabase(path))).toBe(migrations.length + 1);
    expect((await readFile(path)).length).toBe(before.length);
  });

  it('is made once where several processes begin together', async () => {
    const directory = await tempFolder();
    const dataKey = newDataKey();
    // Before the processes, so that they end before the folders are removed: Windows removes no open file.
    const warmUps = await Promise.all(Array.from({ length: 4 }, tempFolder));
    const others = warmUps.map(startHistoryProcess);
    // All are opening it before the first has the new directory.
    await Promise.all(others.map((other, at) => other.open({ directory: warmUps[at] ?? '', dataKey })));
    const codes = await Promise.all(
      others.map((other) => other.open({ directory, dataKey, access: 'beside', times: 25 })),
    );
    expect(codes).toEqual([null, null, null, null]);
    const history = await testHistory({ directory, dataKey });
    expect(history.setAside).toBeNull();
    expect(history.audit.entries({ limit: 1000 })).toHaveLength(100);
    expect(history.audit.firstTampered()).toBeNull();
  });
});

describe('a damaged file', () => {
  /** A database of 200 jobs, without a separate log. */
  async function filled() {
    const history = await testHistory();
    history.jobs.add(Array.from({ length: 20 }, () => Object.values(sampleJobs()).map(changeTo)).flat());
    const raw = history.raw();
    const leaves = raw.prepare("SELECT pgoffset FROM dbstat WHERE name = 'jobs' AND pagetype = 'leaf'");
    const leaf = Number(leaves.get()?.['pgoffset']);
    raw.close();
    history.close();
    return { ...history, path: databaseFile(history.directory), leaf };
  }

  const makeHoles = async (path: string) => {
    const bytes = await readFile(path);
    await writeFile(path, bytes.fill(0x5a, 8192, bytes.length - 4096));
  };
  const damages: [string, (path: string) => Promise<void>][] = [
    ['is no database', (path) => writeFile(path, 'not a database, but long enough to be one'.repeat(100))],
    [
      'lost its beginning',
      async (path) => {
        const bytes = await readFile(path);
        await writeFile(path, bytes.fill(0x5a, 0, 4096));
      },
    ],
    ['was cut short', (path) => truncate(path, 20_000)],
    ['has holes', makeHoles],
  ];

  it.each(damages)('that %s is moved aside completely, and a new one begun', async (_what, damage) => {
    const { path, directory, dataKey } = await filled();
    await damage(path);
    const damaged = await readFile(path);
    const history = await testHistory({ directory, dataKey });
    expect(history.setAside).toMatch(/chartdrop\.sqlite\.damaged-[\dT.Z-]+$/);
    expect(await readFile(history.setAside ?? '')).toEqual(damaged);
    expect(history.jobs.page('inbox', { offset: 0, limit: 10 })).toEqual([]);
    history.jobs.add([changeTo(sampleJobs().inbox)]);
    const again = await history.reopen();
    expect(again.setAside).toBeNull();
    expect(again.jobs.count('inbox')).toBe(1);
  });

  it('is moved with its log, so that the log is not applied to the new one', async () => {
    const { path, directory, dataKey } = await filled();
    // A second reader is open, so that closing does not remove the log.
    const reader = rawDatabase(path);
    reader.exec('BEGIN; SELECT count(*) FROM jobs');
    await makeHoles(path);
    if (process.platform === 'win32') {
      // Windows cannot rename an open file: it stays until it is closed.
      const damaged = await readFile(path);
      const error = await rejectionOf(testHistory({ directory, dataKey }));
      expect([error.code, error.advice]).toEqual(['data-in-use', 'ask']);
      expect(await readFile(path)).toEqual(damaged);
      return;
    }
    const history = await testHistory({ directory, dataKey });
    const aside = (await readdir(directory)).filter((name) => name.includes('.damaged-'));
    expect(aside.map((name) => name.replace(/^.*Z/, '')).sort()).toEqual(['', '-shm', '-wal']);
    expect(history.jobs.count('inbox')).toBe(0);
  });

  it('stays where it is while another process may work on it', async () => {
    const { path, directory, dataKey } = await filled();
    await makeHoles(path);
    const damaged = await readFile(path);
    const error = await rejectionOf(testHistory({ directory, dataKey, access: 'beside' }));
    expect([error.code, error.advice]).toEqual(['database-damaged', 'ask']);
    expect(await readFile(path)).toEqual(damaged);
  });

  type Filled = Awaited<ReturnType<typeof filled>>;

  /** Reads every row: the jobs of each state are in no order on the damaged page. */
  const readAll = ({ jobs }: History): void => {
    for (const list of ['inbox', 'queue', 'filed', 'dismissed'] as const)
      jobs.page(list, { offset: 0, limit: 1000 });
  };

  /** Damages a page of rows: openings read others. */
  const damageLeaf = async ({ path, leaf }: Filled): Promise<void> =>
    writeFile(path, (await readFile(path)).fill(0x5a, leaf, leaf + 4096));

  /** As damage of the disk, which no program wrote: the note of the last close still fits the file. */
  async function damagedUnseen(bench: Filled, byMs = 0, access: Access = 'work') {
    await damageLeaf(bench);
    const { size, mtimeNs } = await stat(bench.path, { bigint: true });
    const checkedAt = bench.clock.now() + byMs;
    const note = { size: String(size), mtimeNs: String(mtimeNs), checkedAt };
    await writeFile(`${bench.path}.closed.json`, JSON.stringify(note));
    return testHistory({ directory: bench.directory, dataKey: bench.dataKey, access });
  }

  it('that a complete close left sound is found when it is read, and moved aside at the next opening', async () => {
    const bench = await filled();
    // Not read as a whole, which takes seconds for a million jobs.
    const history = await damagedUnseen(bench);
    expect(history.setAside).toBeNull();
    expect(() => readAll(history)).toThrow(/malformed/);
    const again = await history.reopen();
    expect(again.setAside).toMatch(/damaged-/);
  });

  it('is left to the opening that may move it aside, by one that only reads', async () => {
    const bench = await filled();
    const beside = await damagedUnseen(bench, 0, 'beside');
    expect(() => readAll(beside)).toThrow(/malformed/);
    beside.close();
    expect(existsSync(`${bench.path}.closed.json`)).toBe(true);
  });

  it('is not searched for beside the process that works on it, which checked all of it', async () => {
    const bench = await filled();
    const given = { directory: bench.directory, dataKey: bench.dataKey };
    const worker = startHistoryProcess();
    expect(await worker.open(given)).toBeNull();
    await damageLeaf(bench);
    const beside = await testHistory({ ...given, access: 'beside' });
    expect(() => readAll(beside)).toThrow(/malformed/);
    beside.close();
    await worker.kill();
    expect((await rejectionOf(testHistory({ ...given, access: 'beside' }))).code).toBe('database-damaged');
  });

  it.each([
    ['a week ago', -8 * 24 * 60 * 60 * 1000],
    ['after now, by a wrong clock', 60 * 60 * 1000],
  ])('is found at once if all of it was last checked %s', async (_when, byMs) => {
    const history = await damagedUnseen(await filled(), byMs);
    expect(history.setAside).toMatch(/damaged-/);
  });

  it('is found at once after a kill, since only a complete close leaves a note, for one opening', async () => {
    const { path, directory, dataKey } = await filled();
    expect(existsSync(`${path}.closed.json`)).toBe(true);
    const history = await testHistory({ directory, dataKey });
    expect(existsSync(`${path}.closed.json`)).toBe(false);
    history.close();
    expect(existsSync(`${path}.closed.json`)).toBe(true);
  });

  it('is not an empty file', async () => {
    const path = await newFile();
    await writeFile(path, '');
    expect(open(path).setAside).toBeNull();
  });
});

describe('what the disk does', () => {
  it('is full, and has space again (case 13)', async () => {
    const { db } = open(await newFile());
    db.exec('PRAGMA max_page_count = 40');
    const insert = db.prepare('INSERT INTO baselines (folder_id, taken_at) VALUES (?, 1)');
    const fill = () =>
      inTransaction(db, () => {
        for (let at = 0; at < 100; at += 1) insert.run(`${at}${'x'.repeat(4000)}`);
      });
    const error = errorOf(fill);
    expect([error.code, error.advice]).toEqual(['disk-full', 'retry']);
    expect(db.isTransaction).toBe(false);
    expect(db.prepare('SELECT count(*) AS n FROM baselines').get()).toEqual({ n: 0 });
    db.exec('PRAGMA max_page_count = 4000');
    fill();
    expect(db.prepare('SELECT count(*) AS n FROM baselines').get()).toEqual({ n: 100 });
  });

  it('is read-only', async () => {
    const path = await newFile();
    open(path);
    const db = new DatabaseSync(path, { readOnly: true });
    onTestFinished(() => db.close());
    const error = errorOf(() =>
      inTransaction(db, () => db.exec(`INSERT INTO baselines (folder_id, taken_at) VALUES ('a', 1)`)),
    );
    expect([error.code, error.advice]).toEqual(['disk-read-only', 'ask']);
  });

  it.each(['work', 'beside'] as const)(
    'forbids the folder to this account, %s',
    onlyOn('posix', noModes),
    async (access) => {
      const folder = await tempFolder();
      await chmod(folder, 0o555);
      onTestFinished(() => chmod(folder, 0o755));
      const other = startHistoryProcess();
      const given = { directory: folder, dataKey: newDataKey(), access, giveUpRoot: true };
      expect(await other.open(given)).toBe('disk-read-only');
      expect(await readdir(folder)).toEqual([]);
    },
  );

  it('has no such folder', async () => {
    const path = databaseFile(join(await tempFolder(), 'missing'));
    expect(errorOf(() => openDatabase(path, { by: 'worker', now: 0 })).code).toBe('disk-read-only');
  });

  it('keeps one writer waiting for another', async () => {
    const path = await newFile();
    const { db } = open(path);
    db.exec('PRAGMA busy_timeout = 0');
    const other = rawDatabase(path);
    other.exec('BEGIN IMMEDIATE');
    expect(errorOf(() => inTransaction(db, () => 1)).code).toBe('data-in-use');
    other.exec('COMMIT');
    expect(inTransaction(db, () => 1)).toBe(1);
  });
});

describe('a transaction', () => {
  async function counted() {
    const { db } = open(await newFile());
    const add = (name: string) =>
      db.prepare('INSERT INTO baselines (folder_id, taken_at) VALUES (?, 1)').run(name);
    const names = () =>
      db
        .prepare('SELECT folder_id FROM baselines ORDER BY 1')
        .all()
        .map((row) => row['folder_id']);
    return { db, add, names };
  }

  it('keeps all of it, or nothing', async () => {
    const { db, add, names } = await counted();
    expect(
      inTransaction(db, () => {
        add('a');
        add('b');
        return 'done';
      }),
    ).toBe('done');
    const refused = new ChartdropError('transition-refused');
    const failing = () =>
      inTransaction(db, () => {
        add('c');
        throw refused;
      });
    expect(errorOf(failing)).toBe(refused);
    expect(names()).toEqual(['a', 'b']);
  });

  it('is one with those inside it', async () => {
    const { db, add, names } = await counted();
    const failing = () =>
      inTransaction(db, () => {
        inTransaction(db, () => add('a'));
        expect(db.isTransaction).toBe(true);
        throw new ChartdropError('unexpected');
      });
    errorOf(failing);
    expect(names()).toEqual([]);
  });

  it('translates what SQLite says, and hides no cause', async () => {
    const { db, add } = await counted();
    add('a');
    const error = errorOf(() => inTransaction(db, () => add('a')));
    expect(error.code).toBe('unexpected');
    expect(error.cause).toMatchObject({ code: 'ERR_SQLITE_ERROR' });
  });
});

it.each([
  [{ errcode: 13 }, 'disk-full'],
  [{ errcode: 8 }, 'disk-read-only'],
  [{ errcode: 8 + 6 * 256 }, 'disk-read-only'],
  [{ errcode: 14 }, 'disk-read-only'],
  [{ errcode: 5 }, 'data-in-use'],
  [{ errcode: 5 + 256 }, 'data-in-use'],
  [{ errcode: 11 }, 'database-damaged'],
  [{ errcode: 26 }, 'database-damaged'],
  [{ errcode: 1 }, 'unexpected'],
  [{ errcode: '13' }, 'unexpected'],
  [null, 'unexpected'],
])('treats %o as %s', (thrown, code) => {
  expect(databaseError(thrown)).toMatchObject({ code, cause: thrown });
});
