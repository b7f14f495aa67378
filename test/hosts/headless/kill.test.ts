import { createHash } from 'node:crypto';
import { readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../main/demo-clinic/faults/faults.ts';
import type { DemoClinic } from '../../../main/demo-clinic/start.ts';
import { seedFile } from '../../../main/demo-clinic/seed/seed-files.ts';
import { tempFolder } from '../../fixtures/temp-folder.ts';
import { visibleNames } from '../../fixtures/visible-names.ts';
import { testClinic } from '../../fixtures/upload-bench.ts';
import { startCli } from './run-cli.ts';

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

async function scene(faults: Fault[]) {
  const demo = await testClinic({ faults, processingMs: 300 });
  const [folder, data] = [await tempFolder(), await tempFolder()];
  const patient = demo.patients().find((one) => one.archivedAt === null);
  const args = ['watch', folder, '--data', data, '--json', '--patient', patient?.id ?? ''];
  const env = { CHARTDROP_API_KEY: demo.apiKey, CHARTDROP_API_URL: demo.apiUrl };
  return { demo, folder, start: (...more: string[]) => startCli([...args, ...more], env) };
}

const copies = (demo: DemoClinic, bytes: Buffer) =>
  demo.attachments().filter((one) => one.sha256 === sha256(bytes) && one.archivedAt === null);

const isWatching = async (watch: ReturnType<typeof startCli>): Promise<void> => {
  await expect.poll(() => watch.process.exitCode ?? watch.stderr().includes('Watching.')).toBe(true);
};

interface Entry {
  file: string;
  state: string;
}
const inState =
  (state: string) =>
  (line: string): boolean =>
    (JSON.parse(line) as Entry).state === state;

/** Each state of a job, and the fault that keeps the job in it until the kill. */
const moments: [string, Fault[]][] = [
  ['queued', [{ step: 'presign', act: { status: 503 }, times: 2 }]],
  ['uploading', [{ step: 'storage', act: 'hang' }]],
  ['uploading', [{ step: 'storage', act: 'hang-after' }]],
  ['stored', [{ step: 'create', act: { rateLimitMs: 3000 } }]],
  ['registering', [{ step: 'create', act: 'hang' }]],
  ['registering', [{ step: 'create', act: 'hang-after' }]],
  ['processing', [{ step: 'list', act: { status: 503 }, times: 2 }]],
  ['filed', []],
  ['put away', []],
];

describe('kill -9 of the watching process, and a new start', () => {
  it.each(moments)(
    'in %s (%o): filed once, and the local file is still there (case 11)',
    async (state, faults) => {
      const { demo, folder, start } = await scene(faults);
      const first = start();
      await isWatching(first);
      const bytes = seedFile('pdf', 4711);
      await writeFile(join(folder, 'letter.pdf'), bytes);
      await first.line(inState(state));
      // During the state, not during the transition to it.
      await expect.poll(() => Object.keys(demo.faults.fired())).toHaveLength(faults.length);
      await first.kill('SIGKILL');
      // A kill while a file is put away leaves two names for a moment; the next start finishes the move.
      expect(
        (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.pdf')),
      ).not.toHaveLength(0);

      const second = start();
      if (state !== 'put away') await second.line(inState('put away'));
      else await isWatching(second);
      expect(copies(demo, bytes)).toHaveLength(1);
      const left = await readdir(folder, { recursive: true, withFileTypes: true });
      const files = left.filter((entry) => entry.isFile() && !entry.parentPath.includes('.chartdrop'));
      expect(files.map(({ name }) => name)).toEqual(['letter.pdf']);
      expect(files[0]?.parentPath).toContain('Filed');
      expect((await second.kill('SIGINT')).code).toBe(0);
    },
  );

  it.each<[string, Fault[], string[]]>([
    ['being read', [{ step: 'patients', act: 'hang' }], []],
    ['held by its page', [], ['--hold', '5']],
    ['uploaded by its page', [{ step: 'create', act: 'hang-after' }], []],
  ])(
    'while a letter is %s alone: it is filed once, with the patient on it (case 59)',
    async (what, faults, more) => {
      const demo = await testClinic({ faults, processingMs: 300 });
      const [folder, data] = [await tempFolder(), await tempFolder()];
      const args = ['watch', folder, '--data', data, '--json', '--route', 'page', ...more];
      const env = { CHARTDROP_API_KEY: demo.apiKey, CHARTDROP_API_URL: demo.apiUrl };
      const first = startCli(args, env);
      await isWatching(first);
      const bytes = Buffer.from('RE: Wei Li, born 9 September 1975');
      await writeFile(join(folder, 'letter.txt'), bytes);
      await first.line(inState(what === 'held by its page' ? 'held' : 'inbox'));
      await expect
        .poll(() => Object.keys(demo.faults.fired()), { timeout: 20_000 })
        .toHaveLength(faults.length);
      await first.kill('SIGKILL');
      const second = startCli(args, env);
      await second.line(inState('put away'));
      const wei = demo.patients().find((one) => one.firstName === 'Wei' && one.lastName === 'Li');
      expect(copies(demo, bytes)).toMatchObject([{ patientId: wei?.id }]);
      expect((await second.kill('SIGINT')).code).toBe(0);
    },
  );

  it('while a file waits in the inbox: it is in the inbox again, once', async () => {
    const { demo, folder, start } = await scene([]);
    const first = start();
    await isWatching(first);
    const bytes = seedFile('pdf', 4712);
    await writeFile(join(folder, 'one.pdf'), bytes);
    await first.line(inState('put away'));
    await writeFile(join(folder, 'same again.pdf'), bytes);
    await first.line(inState('inbox'));
    await first.kill('SIGKILL');
    const second = start();
    await isWatching(second);
    expect((await second.kill('SIGINT')).code).toBe(1);
    expect(copies(demo, bytes)).toHaveLength(1);
  });

  it('in the undo period: it resumes, and the file is filed once', async () => {
    const { demo, folder, start } = await scene([]);
    const first = start('--hold', '5');
    await isWatching(first);
    const bytes = seedFile('pdf', 4713);
    await writeFile(join(folder, 'letter.pdf'), bytes);
    await first.line(inState('held'));
    await first.kill('SIGKILL');
    const second = start('--hold', '5');
    await second.line(inState('put away'));
    expect(copies(demo, bytes)).toHaveLength(1);
  });

  it('after a file has failed: it stays failed for a person to see, and is not sent again', async () => {
    const { demo, folder, start } = await scene([{ step: 'create', act: { status: 422 } }]);
    const first = start();
    await isWatching(first);
    const bytes = seedFile('pdf', 4714);
    await writeFile(join(folder, 'letter.pdf'), bytes);
    await first.line(inState('failed'));
    await first.kill('SIGKILL');
    const posts = demo.requests().storagePosts;
    const second = start();
    await isWatching(second);
    expect((await second.kill('SIGINT')).code).toBe(1);
    expect(demo.requests().storagePosts).toBe(posts);
    expect(copies(demo, bytes)).toHaveLength(0);
    expect(await visibleNames(folder)).toEqual(['letter.pdf']);
  });

  it('after a file was overwritten before it was filed: both letters are filed, once each (case 38)', async () => {
    const { demo, folder, start } = await scene([]);
    const first = start('--hold', '8');
    await isWatching(first);
    const [older, newer] = [seedFile('pdf', 4715), seedFile('pdf', 4716)];
    await writeFile(join(folder, 'letter.pdf'), older);
    await first.line(inState('held'));
    await writeFile(join(folder, 'letter.tmp'), newer);
    await rename(join(folder, 'letter.tmp'), join(folder, 'letter.pdf'));
    let held = 0;
    await first.line((line) => inState('held')(line) && (held += 1) === 2);
    await first.kill('SIGKILL');
    const second = start('--hold', '8');
    let ended = 0;
    await second.line((line) => inState('put away')(line) && (ended += 1) === 2);
    expect(copies(demo, older)).toHaveLength(1);
    expect(copies(demo, newer)).toHaveLength(1);
  });

  it('while a file settles: it is found again', async () => {
    const { demo, folder, start } = await scene([]);
    const first = start('--settle', '60');
    await isWatching(first);
    await writeFile(join(folder, 'note.txt'), 'no format tells that this is whole');
    await first.kill('SIGKILL');
    const second = start();
    await second.line(inState('put away'));
    expect(copies(demo, Buffer.from('no format tells that this is whole'))).toHaveLength(1);
  });
});
