import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runProgram } from '../../../main/hosts/cli/program.ts';
import { createSettingsFile } from '../../../main/hosts/cli/settings-file.ts';
import { isRunLocked, takeRunLock } from '../../../main/database/run-lock.ts';
import { dataName } from '../../../main/hosts/cli/session.ts';
import { productName } from '../../../main/hosts/product.ts';
import { clinicDirectory } from '../../../main/core/clinic-data.ts';
import { tempFolder } from '../../fixtures/temp-folder.ts';

const run = (...args: string[]) => runTelling(args, () => undefined);
async function runTelling(
  args: string[],
  onOut: () => void,
): Promise<{ code: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runProgram(args, {
    out(line) {
      out.push(line);
      onOut();
    },
    err: (line) => void err.push(line),
    env: {},
    isTerminal: false,
    signal: new AbortController().signal,
    onFault: () => () => undefined,
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const file = async (value: unknown): Promise<string> => {
  const path = join(await tempFolder(), 'given.json');
  await writeFile(path, JSON.stringify(value));
  return path;
};
const folders = [{ path: '/scans', route: { kind: 'inbox' } }];

it('shows what an import would change, and changes it only with --apply', async () => {
  const data = await tempFolder();
  const given = await file({ preferences: { holdSeconds: 20 }, folders, practitioners: ['7'] });
  const shown = await run('settings', 'import', given, '--data', data);
  expect(shown.code).toBe(0);
  expect(shown.out.split('\n')).toEqual([
    'holdSeconds: 10 -> 20',
    '/scans: new scan folder, route inbox',
    'practitioners: 0 -> 1',
  ]);
  expect(shown.err).toContain('Add --apply');
  expect(createSettingsFile(data).written()).toBeNull();

  const applied = await run('settings', 'import', given, '--apply', '--json', '--data', data);
  expect(JSON.parse(applied.out)).toMatchObject({ applied: true, ignored: [] });
  expect(createSettingsFile(data).read()).toMatchObject({
    preferences: { holdSeconds: 20 },
    folders: { own: [{ path: '/scans' }] },
  });
  expect((await run('settings', 'import', given, '--data', data)).err).toContain('the same already');
});

it('exports to a new file that another PC can import', async () => {
  const [data, other] = [await tempFolder(), await tempFolder()];
  await run(
    'settings',
    'import',
    await file({ preferences: { uploads: 3 }, folders }),
    '--apply',
    '--data',
    data,
  );
  const path = join(await tempFolder(), 'preset.json');
  expect(await run('settings', 'export', path, '--data', data)).toMatchObject({ code: 0, out: '' });
  const { out } = await run('settings', 'export', '--data', data);
  expect(`${out}\n`).toBe(await readFile(path, 'utf8'));
  // An existing file is never replaced.
  expect((await run('settings', 'export', path, '--data', data)).code).toBe(1);
  expect((await stat(path)).size).toBeGreaterThan(100);
  await run('settings', 'import', path, '--apply', '--data', other);
  const [before, after] = [createSettingsFile(data).read(), createSettingsFile(other).read()];
  expect(after).toEqual(before);
});

it('changes nothing by a bad file, and nothing while a program works with the settings', async () => {
  const data = await tempFolder();
  const bad = await run('settings', 'import', await file({ apiKey: 'x' }), '--apply', '--data', data);
  expect(bad).toMatchObject({ code: 1, out: '' });
  expect(bad.err).toContain('apiKey');
  const unlock = takeRunLock(join(await clinicDirectory(data, 'demo'), 'lock.sqlite'));
  const used = await run('settings', 'import', await file({ folders }), '--apply', '--data', data);
  unlock();
  expect(used.code).toBe(1);
  expect(createSettingsFile(data).written()).toBeNull();
});

it('keeps programs from starting with the old settings until the new ones are written', async () => {
  const data = await tempFolder();
  const clinics = await Promise.all(
    (['demo', new URL('https://api.example/v1')] as const).map((clinic) => clinicDirectory(data, clinic)),
  );
  const locks = clinics.map((clinic) => join(clinic, 'lock.sqlite'));
  const states: boolean[][] = [];
  const given = ['settings', 'import', await file({ folders }), '--apply', '--json', '--data', data];
  const { code } = await runTelling(given, () => {
    states.push(locks.map(isRunLocked));
    expect(createSettingsFile(data).written()).not.toBeNull();
  });
  expect(code).toBe(0);
  expect(states).toEqual([[true, true]]);
  expect(locks.map(isRunLocked)).toEqual([false, false]);
});

it('keeps the data of commands apart from the desktop program’s, which macOS would put into one folder', () => {
  // Electron's folder there has the product's name, in a file system that ignores case.
  expect(dataName('darwin').toLowerCase()).not.toBe(productName.toLowerCase());
});
