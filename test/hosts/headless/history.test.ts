import { readFile, stat } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { noModes, onlyOn } from '../../fixtures/only-on.ts';
import { cliDesk } from './cli-desk.ts';

/** A desk with one filed letter. */
async function filedDesk() {
  const desk = await cliDesk();
  expect((await desk.run('upload', await desk.letter('=cmd.pdf'), '--patient', desk.jane)).code).toBe(0);
  const tamper = (sql: string): void => {
    const clinic = `127.0.0.1_${new URL(desk.demo.apiUrl).port}`;
    const db = new DatabaseSync(join(desk.data, 'clinics', clinic, 'chartdrop.sqlite'));
    db.exec(sql);
    db.close();
  };
  return { ...desk, tamper };
}

describe('chartdrop history verify', () => {
  it('says in words and as data that all entries are intact (exit code 0)', async () => {
    const desk = await filedDesk();
    const words = await desk.run('history', 'verify');
    expect(words.code).toBe(0);
    expect(words.out).toMatch(/^\d+ entries from \d{4}-\S+Z to \d{4}-\S+Z are unchanged\.$/);
    const data = await desk.run('history', 'verify', '--json');
    expect(JSON.parse(data.out)).toMatchObject({ sound: true, firstTampered: null });
  });

  it.each([
    ['a changed entry', `UPDATE audit_log SET os_user = 'somebody else' WHERE seq = 3`, 3],
    ['a removed one', 'DELETE FROM audit_log WHERE seq = 2', 2],
    ['a removed head', 'DELETE FROM audit_head', null],
  ])('names the first entry after %s (exit code 1)', async (_what, sql, seq) => {
    const desk = await filedDesk();
    desk.tamper(sql);
    const words = await desk.run('history', 'verify');
    expect(words.code).toBe(1);
    expect(words.out).toMatch(/^Entry \d+ was changed or is missing\./);
    const data = await desk.run('history', 'verify', '--json');
    expect(data.code).toBe(1);
    expect(JSON.parse(data.out)).toMatchObject({
      sound: false,
      firstTampered: seq ?? (expect.any(Number) as number),
    });
  });

  it('says that there is nothing yet', async () => {
    const desk = await cliDesk();
    expect(await desk.run('history', 'verify')).toMatchObject({ code: 0, out: 'There are no entries yet.' });
  });
});

describe('chartdrop history export', () => {
  it('writes CSV in which no name is a formula', async () => {
    const desk = await filedDesk();
    const path = join(desk.files, 'history.csv');
    expect((await desk.run('history', 'export', '--csv', path)).code).toBe(0);
    const text = await readFile(path, 'utf8');
    expect(text).toContain(`"job-filed","'=cmd.pdf","Jane Citizen"`);
    const printed = await desk.run('history', 'export', '--csv', '-');
    expect(printed.out).toBe(text.replaceAll('\r\n', '\n').trimEnd());
  });

  it('writes it for its owner alone', onlyOn('posix', noModes), async () => {
    const desk = await filedDesk();
    const path = join(desk.files, 'history.csv');
    expect((await desk.run('history', 'export', '--csv', path)).code).toBe(0);
    expect((await stat(path)).mode & 0o077).toBe(0);
  });

  it('exports the given days, including the last one', async () => {
    const desk = await filedDesk();
    const now = new Date();
    const dayOf = (days: number): string => {
      const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + days);
      return [day.getFullYear(), day.getMonth() + 1, day.getDate()]
        .map((part) => String(part).padStart(2, '0'))
        .join('-');
    };
    const lines = async (...args: string[]): Promise<number> =>
      (await desk.run('history', 'export', '--csv', '-', ...args)).out.split('\n').length - 1;
    expect(await lines('--from', dayOf(-1), '--to', dayOf(1))).toBeGreaterThan(5);
    expect(await lines('--to', dayOf(-1))).toBe(0);
    expect(await lines('--from', dayOf(1))).toBe(0);
  });

  it.each([['yesterday'], ['2026-02-30'], ['24.11.2026']])(
    'understands no %s (exit code 2)',
    async (text) => {
      const desk = await cliDesk();
      const result = await desk.run('history', 'export', '--csv', '-', '--from', text);
      expect(result).toMatchObject({ code: 2 });
      expect(result.err).toContain('It must be a day');
    },
  );

  it('says when it cannot be written', async () => {
    const desk = await filedDesk();
    expect((await desk.run('history', 'export', '--csv', join(desk.files, 'no', 'such.csv'))).code).toBe(1);
  });
});
