import { chmod, chown, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { seedFile } from '../../../main/demo-clinic/seed/seed-files.ts';
import { folderAccountSchema } from '../../../preload/contract/folder-account.ts';
import { noModes, onlyOn } from '../../fixtures/only-on.ts';
import { tempFolder } from '../../fixtures/temp-folder.ts';
import { cliDesk, jsonOf } from './cli-desk.ts';
import { type CliResult, type RunningCli, startCli } from './run-cli.ts';

/** The account of `give-up-root.ts`, which may not read the files that root keeps to itself. */
const withoutRoot = 54_321;
const statusReport = z.object({
  counts: z.record(z.string(), z.number()),
  folders: z.array(z.object({ path: z.string(), at: z.number(), account: folderAccountSchema })),
});

async function scene() {
  const desk = await cliDesk({ processingMs: 0 });
  const folder = await tempFolder();
  if (process.getuid?.() === 0)
    for (const path of [desk.data, folder]) await chown(path, withoutRoot, withoutRoot);
  let number = 700;
  const start = (...args: string[]): RunningCli =>
    startCli([...args, '--data', desk.data], desk.env, 'test/hosts/headless/without-root.ts');
  const status = (...args: string[]): Promise<CliResult> => start('status', ...args).result;
  return {
    ...desk,
    folder,
    at: (name: string) => join(folder, name),
    /** A letter, readable for its owner alone if `mode` says so. */
    async scan(name: string, mode = 0o644): Promise<void> {
      await writeFile(join(folder, name), seedFile('pdf', (number += 1)));
      await chmod(join(folder, name), mode);
    },
    watch(...args: string[]) {
      return start('watch', folder, '--json', '--settle', '0.2', ...args);
    },
    status,
    account: async () => {
      const said = await status('--json');
      const [stored] = jsonOf(statusReport, said).folders;
      return { code: said.code, account: stored?.account, path: stored?.path };
    },
  };
}

describe('the account of a scan folder', () => {
  const ofAnother =
    'case 40: says that the file and the subfolder of another user cannot be read, and files them once they can';
  it(ofAnother, { ...onlyOn('posix', noModes), timeout: 120_000 }, async () => {
    const desk = await scene();
    await desk.scan('secret.pdf', 0o000);
    await mkdir(desk.at('private'));
    await desk.scan('private/inside.pdf');
    await chmod(desk.at('private'), 0o000);
    const watch = desk.watch('--patient', desk.jane, '--existing', '--subfolders', '--method', 'listing');
    await expect.poll(() => watch.stderr()).toContain('1 file in');
    await expect.poll(() => watch.stderr()).toContain('1 subfolder of');
    expect(watch.stderr()).toContain('Check its permissions.');
    await expect.poll(desk.account).toMatchObject({
      code: 1,
      account: {
        stuckCount: 2,
        stuck: expect.arrayContaining([
          expect.objectContaining({ kind: 'file', name: 'secret.pdf', code: 'file-denied' }),
          expect.objectContaining({ kind: 'subfolder', name: 'private', code: 'folder-denied' }),
        ]) as unknown,
      },
    });
    const { out } = await desk.status();
    expect(out).toMatch(/Not filed since .*Z: secret\.pdf\. Chartdrop may not read the file\./);
    expect(out).toMatch(/Subfolder that cannot be read since .*Z: private\./);
    await chmod(desk.at('secret.pdf'), 0o644);
    await chmod(desk.at('private'), 0o755);
    // Only who may write to a folder may move its files.
    if (process.getuid?.() === 0) await chown(desk.at('private'), withoutRoot, withoutRoot);
    for (const name of ['secret.pdf', 'inside.pdf'])
      await watch.line((line) => line.includes(name) && line.includes('put away'));
    await expect.poll(desk.account).toMatchObject({ code: 0, account: { stuckCount: 0, unfinished: 0 } });
    expect((await watch.kill('SIGINT')).code).toBe(0);
  });

  it(
    'ends a watch with 1 and the reason while a file is stuck',
    { ...onlyOn('posix', noModes), timeout: 120_000 },
    async () => {
      const desk = await scene();
      await desk.scan('secret.pdf', 0o000);
      const watch = desk.watch('--patient', desk.jane, '--existing');
      await expect.poll(() => watch.stderr()).toContain('1 file in');
      const { code, err } = await watch.kill('SIGINT');
      expect(code).toBe(1);
      expect(err).toMatch(/1 entry of .* is stuck:\n {2}Not filed since .*secret\.pdf/);
    },
  );

  it('case 43: counts types that are not taken and names without one, and files .jfif, .heif, .doc and .rtf', async () => {
    const desk = await scene();
    for (const name of ['scan.jfif', 'photo.heif', 'letter.doc', 'letter.rtf']) await desk.scan(name);
    for (const name of ['notes.xyz', 'setup.exe', 'README', 'Thumbs.db', 'x.crdownload'])
      await desk.scan(name);
    await mkdir(desk.at('sub'));
    const watch = desk.watch('--patient', desk.jane, '--existing');
    for (const name of ['scan.jfif', 'photo.heif', 'letter.doc', 'letter.rtf'])
      await watch.line((line) => line.includes(name) && line.includes('put away'));
    await desk.scan('late.xyz');
    const refused = [
      { rule: 'type', count: 3 },
      { rule: 'no-type', count: 1, examples: ['README'] },
      { rule: 'hidden', count: 1, examples: ['Thumbs.db'] },
      { rule: 'ignored', count: 1, examples: ['x.crdownload'] },
      { rule: 'subfolder', count: 1, examples: ['sub'] },
    ];
    await expect.poll(desk.account).toMatchObject({ code: 0, account: { refused } });
    const { out, code } = await desk.status();
    expect(code).toBe(0);
    expect(out).toContain('Not filed: 3 files of types that are not filed (');
    expect(out).toContain('1 file without a type in its name (README)');
    expect((await watch.kill('SIGINT')).code).toBe(0);
  });

  const readOnly = 'tells in status what waits in a shared folder that may only be read (exit code 1)';
  it(readOnly, { ...onlyOn('posix', noModes), timeout: 120_000 }, async () => {
    const desk = await scene();
    for (let at = 1; at <= 5; at += 1) await desk.scan(`letter ${at}.pdf`);
    await chmod(desk.folder, 0o555);
    const watch = desk.watch('--patient', desk.jane, '--existing', '--shared', 'yes');
    await expect.poll(desk.account).toMatchObject({
      code: 1,
      account: { stuckCount: 5, stuck: Array(5).fill({ code: 'claims-denied' }) },
    });
    const { out } = await desk.status();
    expect(out).toContain('No files yet.');
    expect(out.match(/Not filed since/g)).toHaveLength(5);
    expect((await watch.kill('SIGINT')).code).toBe(1);
    // It stays told when nobody watches the folder.
    expect(await desk.account()).toMatchObject({ code: 1, account: { stuckCount: 5 } });
  });

  const bytes =
    'case 42: files and puts away files whose names are not UTF-8, and prints names without their control characters';
  it(
    bytes,
    { ...onlyOn('linux', 'Only Linux keeps names that are not UTF-8.'), timeout: 120_000 },
    async () => {
      const desk = await scene();
      const western = (name: string) => Buffer.from(`${desk.folder}/${name}`, 'latin1');
      await writeFile(western('Befund M\u00fcller.pdf'), seedFile('pdf', 1));
      await mkdir(western('K\u00e4se'));
      if (process.getuid?.() === 0) await chown(western('K\u00e4se'), withoutRoot, withoutRoot);
      await writeFile(western('K\u00e4se/Gru\u00df.pdf'), seedFile('pdf', 2));
      await writeFile(western('M\u00fcll.xyz'), 'no scan');
      await desk.scan('a\u001b]0;owned\u0007b\u202efdp.xyz');
      await desk.scan('plain\ufffd.pdf');
      const watch = desk.watch('--patient', desk.jane, '--existing', '--subfolders');
      for (const name of ['plain\ufffd.pdf', 'Befund M\u00fcller.pdf', 'Gru\u00df.pdf'])
        await watch.line((line) => line.includes(name) && line.includes('put away'));
      // One event that has lost its bytes stands for both.
      await writeFile(western('Befund M\u00e4ller.pdf'), seedFile('pdf', 3));
      await watch.line((line) => line.includes('Befund M\u00e4ller.pdf') && line.includes('put away'));
      await expect.poll(desk.account).toMatchObject({
        code: 0,
        account: { stuck: [], unfinished: 0, refused: [{ rule: 'type', count: 2 }] },
      });
      const { out } = await desk.status();
      for (const char of ['\u001b', '\u0007', '\u202e']) expect(out).not.toContain(char);
      expect(out).toContain('\\u001b]0;owned\\u0007b\\u202efdp.xyz');
      expect(out).toContain('M\u00fcll.xyz');
      expect((await watch.kill('SIGINT')).code).toBe(0);
      const [day = ''] = await readdir(desk.at('Filed'));
      const filed = await readdir(desk.at(join('Filed', day)), 'buffer');
      const names = ['Befund M\u00fcller.pdf', 'Befund M\u00e4ller.pdf', 'Gru\u00df.pdf'];
      expect(filed.map((name) => name.toString('latin1'))).toEqual(expect.arrayContaining(names));
      const charted = desk.demo.attachments().filter(({ patientId }) => patientId === desk.jane);
      expect(charted.map(({ filename }) => filename)).toEqual(expect.arrayContaining(names));
    },
  );
});
