import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seedFile } from '../../../main/demo-clinic/seed/seed-files.ts';
import { tempFolder } from '../../fixtures/temp-folder.ts';
import { cliDesk } from './cli-desk.ts';
import { type RunningCli, startCli } from './run-cli.ts';

const says = (file: string, state: string) => (line: string) => {
  const entry = JSON.parse(line) as { file: string; state: string };
  return entry.file === file && entry.state === state;
};

async function waysDesk() {
  const desk = await cliDesk();
  const folder = await tempFolder();
  const clinic = join(desk.data, 'clinics', `127.0.0.1_${new URL(desk.demo.apiUrl).port}`);
  return {
    ...desk,
    folder,
    clinic,
    database: join(clinic, 'chartdrop.sqlite'),
    async watch(...more: string[]): Promise<RunningCli> {
      const args = ['--json', '--patient', desk.jane, '--after', 'stay', '--settle', '0.3', ...more];
      const watch = desk.start('watch', folder, ...args);
      await expect.poll(() => watch.process.exitCode ?? watch.stderr()).toContain('Watching.');
      return watch;
    },
    async scan(name: string, seed: number): Promise<Buffer> {
      const bytes = seedFile('pdf', 80_000 + seed);
      await writeFile(join(folder, name), bytes);
      return bytes;
    },
    copies: (bytes: Buffer): number => {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return desk.demo.attachments().filter((one) => one.sha256 === sha256).length;
    },
  };
}

describe('a damaged database', () => {
  it('is moved aside and reported; filed files are recognised, others found again, and nothing is filed twice', async () => {
    const desk = await waysDesk();
    const first = await desk.watch();
    const filed = await desk.scan('filed.pdf', 1);
    await first.line(says('filed.pdf', 'put away'));
    await first.kill('SIGINT');
    const unfiled = await desk.scan('unfiled.pdf', 2);
    const damaged = Buffer.from('this was a database once '.repeat(1000));
    await writeFile(desk.database, damaged);

    const posts = desk.demo.requests().storagePosts;
    const second = await desk.watch();
    await second.line(says('filed.pdf', 'put away'));
    await second.line((line) => line.includes('Already in the folder when records had to be rebuilt.'));
    expect(desk.demo.requests().storagePosts).toBe(posts);
    expect([desk.copies(filed), desk.copies(unfiled)]).toEqual([1, 0]);
    // New files are filed as usual, and waiting ones keep waiting after a restart.
    const fresh = await desk.scan('fresh.pdf', 3);
    await second.line(says('fresh.pdf', 'put away'));
    const { err, code } = await second.kill('SIGINT');
    expect(code).toBe(1);
    expect(err).toContain('Chartdrop’s database is damaged. It was moved to ');
    const aside = (await readdir(desk.clinic)).find((name) => name.includes('.damaged-'));
    expect(await readFile(join(desk.clinic, aside ?? ''))).toEqual(damaged);

    const third = await desk.watch();
    expect((await third.kill('SIGINT')).err).not.toContain('damaged');
    expect([desk.copies(filed), desk.copies(unfiled), desk.copies(fresh)]).toEqual([1, 0, 1]);
    expect((await desk.run('status')).out).toContain('unfiled.pdf');
  });
});

describe('each way to lose the data', () => {
  it('a newer schema is refused with a reason, and the data stays unchanged', async () => {
    const desk = await waysDesk();
    await (await desk.watch()).kill('SIGINT');
    const db = new DatabaseSync(desk.database);
    db.exec('PRAGMA user_version = 999');
    db.close();
    const result = await desk.run('watch', desk.folder, '--patient', desk.jane);
    expect(result).toMatchObject({ code: 1 });
    expect(result.err).toContain('written by a newer Chartdrop. Install that version, or a later one.');
  });

  it('without its API key it asks for it, and the queue is there when it has one again (case 29)', async () => {
    const desk = await waysDesk();
    const first = await desk.watch('--hold', '600');
    const bytes = await desk.scan('held.pdf', 4);
    await first.line(says('held.pdf', 'held'));
    await first.kill('SIGKILL');
    const keyless = await startCli(['watch', desk.folder, '--data', desk.data, '--patient', desk.jane], {
      CHARTDROP_API_URL: desk.demo.apiUrl,
    }).result;
    expect(keyless).toMatchObject({ code: 1, out: '' });
    expect(keyless.err).toMatch(/API key/);
    expect((await desk.run('status')).out).toContain('held.pdf');
    expect(desk.copies(bytes)).toBe(0);
  });

  it('with its data key gone it says so, makes no new one over the data, and continues once it is back (case 29)', async () => {
    const desk = await waysDesk();
    const first = await desk.watch('--hold', '600');
    await desk.scan('held.pdf', 5);
    await first.line(says('held.pdf', 'held'));
    await first.kill('SIGKILL');
    const secrets = join(desk.data, 'secrets.json');
    const kept = await readFile(secrets);
    await rm(secrets);
    const result = await desk.run('watch', desk.folder, '--patient', desk.jane);
    expect(result).toMatchObject({ code: 1 });
    expect(result.err).toContain('cannot be read with the key in this system’s key store');
    await writeFile(secrets, kept, { mode: 0o600 });
    expect((await desk.run('status')).out).toContain('1 in the undo period');
  });
});
