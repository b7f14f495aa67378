import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stopSignals } from '../../../main/base/system/stop-signals.ts';
import { seedFile } from '../../../main/demo-clinic/seed/seed-files.ts';
import { tempFolder } from '../../fixtures/temp-folder.ts';
import { visibleNames } from '../../fixtures/visible-names.ts';
import { cliDesk, discreet } from './cli-desk.ts';
import { type RunningCli, startCli } from './run-cli.ts';

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

interface Entry {
  file: string;
  state: string;
}
/** Matches a timeline line for this file and state. */
const says = (file: string, state: string) => (line: string) => {
  const entry = JSON.parse(line) as Entry;
  return entry.file === file && entry.state === state;
};
const watching = async (watch: RunningCli): Promise<void> => {
  await expect.poll(() => watch.process.exitCode ?? watch.stderr()).toContain('Watching.');
};
const times = (text: string, words: string): number => text.split(words).length - 1;

async function watchDesk(...given: Parameters<typeof cliDesk>) {
  const desk = await cliDesk(...given);
  const folder = await tempFolder();
  return {
    ...desk,
    folder,
    async watch(...args: string[]): Promise<RunningCli> {
      const watch = desk.start('watch', folder, '--json', ...args);
      await watching(watch);
      return watch;
    },
    async scan(name: string, number: number): Promise<Buffer> {
      const bytes = seedFile('pdf', 9000 + number);
      await writeFile(join(folder, name), bytes);
      return bytes;
    },
    ofBytes: (bytes: Buffer) => desk.demo.attachments().filter((one) => one.sha256 === sha256(bytes)),
  };
}

describe('chartdrop watch', () => {
  it('files arriving scans for one patient, puts them away, and ends on Ctrl-C with 0', async () => {
    const desk = await watchDesk();
    const watch = await desk.watch('--patient', desk.jane);
    const bytes = await desk.scan('letter.pdf', 1);
    await watch.line(says('letter.pdf', 'put away'));
    const result = discreet(await watch.kill('SIGINT'), desk.demo.apiKey);
    expect(result).toMatchObject({ code: 0, err: 'Watching. Ctrl-C stops.\n' });
    expect(desk.ofBytes(bytes)).toMatchObject([{ patientId: desk.jane }]);
    expect(await visibleNames(desk.folder)).toEqual(['Filed']);
    const history = await desk.history();
    expect(history.every(({ apiUser }) => apiUser !== null)).toBe(true);
  });

  it('ends cleanly on Ctrl-C: no library raises the signal again, which on Windows would end it at once', async () => {
    const desk = await watchDesk();
    const tells = '--import=./test/fixtures/tells-of-kills.mjs';
    const env = { ...desk.env, NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} ${tells}` };
    const watch = startCli(['watch', desk.folder, '--data', desk.data, '--patient', desk.jane], env);
    await watching(watch);
    expect(await watch.kill('SIGINT')).toMatchObject({ code: 0, err: 'Watching. Ctrl-C stops.\n' });
  });

  it.each(stopSignals())('ends in order on %s, such as when its console is closed', async (signal) => {
    const desk = await watchDesk();
    const watch = await desk.watch('--patient', desk.jane);
    expect(await watch.kill(signal)).toMatchObject({ code: 0, err: 'Watching. Ctrl-C stops.\n' });
  });

  it('starts although the clinic does not return the key’s user, and asks again', async () => {
    const desk = await watchDesk();
    desk.demo.faults.add({ step: 'user', act: { status: 503 }, times: 2 });
    const watch = await desk.watch('--patient', desk.jane);
    await expect.poll(() => desk.demo.faults.fired()).toEqual({ status: 2 });
    const asked = desk.demo.requests().api;
    await expect.poll(() => desk.demo.requests().api).toBeGreaterThan(asked);
    await desk.scan('letter.pdf', 20);
    await watch.line(says('letter.pdf', 'put away'));
    expect((await watch.kill('SIGINT')).code).toBe(0);
    const filed = (await desk.history()).filter(({ kind }) => kind === 'job-filed');
    expect(filed).toHaveLength(1);
    expect(filed[0]?.apiUser).not.toBeNull();
  });

  it('prints the same for people in lines of words', async () => {
    const desk = await watchDesk();
    const watch = desk.start('watch', desk.folder, '--case', desk.janesCase, '--after', 'stay');
    await watching(watch);
    const bytes = await desk.scan('plan.pdf', 2);
    await watch.line((line) =>
      /^\d\d:\d\d:\d\d\.\d {2}plan\.pdf {2}filed with Jane Citizen .+case Knee 2026/.test(line),
    );
    expect((await watch.kill('SIGTERM')).code).toBe(0);
    const [held] = desk.ofBytes(bytes);
    const lists = desk.demo.cases().find(({ id }) => id === desk.janesCase);
    expect(lists?.attachmentIds).toContain(held?.id);
    expect(await visibleNames(desk.folder)).toEqual(['plan.pdf']);
  });

  it('files the one whose file name names its patient, and ends with 1 while the other waits', async () => {
    const desk = await watchDesk();
    const watch = await desk.watch('--route', 'filename', '--pattern', '^(?P<patientId>[0-9]{10,19})');
    const named = await desk.scan(`${desk.jane} consent.pdf`, 3);
    const nameless = await desk.scan('scan0001.pdf', 4);
    const gone = await desk.scan(`${desk.archived} consent.pdf`, 5);
    await watch.line(says(`${desk.jane} consent.pdf`, 'put away'));
    await watch.line(says('scan0001.pdf', 'inbox'));
    await watch.line(says(`${desk.archived} consent.pdf`, 'inbox'));
    const result = await watch.kill('SIGINT');
    expect(result.code).toBe(1);
    expect(result.out).toContain('Its name does not fit the folder’s pattern.');
    expect(result.out).toContain('The patient in its name is archived, deleted or merged.');
    expect(desk.ofBytes(named)).toMatchObject([{ patientId: desk.jane }]);
    expect([...desk.ofBytes(nameless), ...desk.ofBytes(gone)]).toEqual([]);
  });

  it('places by subfolder the one that exactly one patient fits (case 16)', async () => {
    const desk = await watchDesk();
    const pattern = '^(?P<lastName>[^,]+), (?P<firstName>[^ ]+) (?P<dob>[0-9-]+)$';
    await mkdir(join(desk.folder, 'Smith, John 1984-11-30'));
    const watch = await desk.watch('--route', 'subfolder', '--pattern', pattern, '--subfolders');
    const bytes = await desk.scan('Smith, John 1984-11-30/letter.pdf', 6);
    await watch.line(says('letter.pdf', 'put away'));
    expect((await watch.kill('SIGINT')).code).toBe(0);
    const john = desk.demo
      .patients()
      .find(
        (one) => one.lastName === 'Smith' && one.firstName === 'John' && one.dateOfBirth === '1984-11-30',
      );
    expect(desk.ofBytes(bytes)).toMatchObject([{ patientId: john?.id }]);
  });

  it('leaves decisions to a person', async () => {
    const desk = await watchDesk();
    const watch = await desk.watch('--route', 'inbox');
    await desk.scan('letter.pdf', 7);
    await watch.line(says('letter.pdf', 'inbox'));
    expect((await watch.kill('SIGINT')).code).toBe(1);
    const status = await desk.run('status');
    expect(status.out).toBe('1 in the inbox\n  letter.pdf: A person assigns every file of this folder.');
    expect(await visibleNames(desk.folder)).toEqual(['letter.pdf']);
  });

  it('skips files already there, and says so; files that arrived while it was off are taken', async () => {
    const desk = await watchDesk();
    const old = await desk.scan('old.pdf', 8);
    const first = await desk.watch('--patient', desk.jane);
    expect((await first.kill('SIGINT')).err).toContain('Skipped 1 file already in the folder.');
    const meanwhile = await desk.scan('meanwhile.pdf', 9);
    const second = await desk.watch('--patient', desk.jane);
    await second.line(says('meanwhile.pdf', 'put away'));
    expect((await second.kill('SIGINT')).err).not.toContain('Skipped');
    expect(desk.ofBytes(meanwhile)).toHaveLength(1);
    expect(desk.ofBytes(old)).toEqual([]);
  });

  it('takes files already there with --existing', async () => {
    const desk = await watchDesk();
    const old = await desk.scan('old.pdf', 10);
    const watch = await desk.watch('--patient', desk.jane, '--existing');
    await watch.line(says('old.pdf', 'put away'));
    expect((await watch.kill('SIGINT')).code).toBe(0);
    expect(desk.ofBytes(old)).toHaveLength(1);
  });

  it('warns once of a missing folder, and continues when it is back (cases 8 and 28)', async () => {
    const desk = await watchDesk();
    const watch = await desk.watch('--patient', desk.jane, '--method', 'listing');
    const first = await desk.scan('one.pdf', 11);
    await watch.line(says('one.pdf', 'put away'));
    await rename(desk.folder, `${desk.folder}.away`);
    await expect.poll(() => watch.stderr()).toContain('The folder is missing since ');
    await rename(`${desk.folder}.away`, desk.folder);
    await expect.poll(() => watch.stderr()).toContain('The folder is back.');
    const second = await desk.scan('two.pdf', 12);
    await watch.line(says('two.pdf', 'put away'));
    const { code, err } = await watch.kill('SIGINT');
    expect(code).toBe(0);
    expect(times(err, 'The folder is missing')).toBe(1);
    expect(times(err, 'The folder is back')).toBe(1);
    expect([...desk.ofBytes(first), ...desk.ofBytes(second)]).toHaveLength(2);
    const kinds = (await desk.history()).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind.startsWith('folder-'))).toEqual([
      'folder-vanished',
      'folder-returned',
    ]);
  });

  it('says when the key stops working, and keeps everything (exit code 1)', async () => {
    const desk = await watchDesk({ faults: [{ step: 'presign', act: { status: 401 }, times: 'always' }] });
    const watch = await desk.watch('--patient', desk.jane);
    await desk.scan('letter.pdf', 13);
    await expect.poll(() => watch.stderr()).toContain('All files wait until then.');
    expect((await watch.kill('SIGINT')).code).toBe(1);
    expect(await visibleNames(desk.folder)).toEqual(['letter.pdf']);
  });

  it('starts without a network if the route asks for none', async () => {
    const desk = await watchDesk();
    await desk.demo.stop();
    const watch = await desk.watch('--route', 'inbox');
    const { code, err } = await watch.kill('SIGINT');
    expect(code).toBe(0);
    expect(err).toMatch(/^Cliniko cannot be reached\./);
  });

  it('is alone with its data: a second one says so and ends with 1', async () => {
    const desk = await watchDesk();
    await desk.watch('--patient', desk.jane);
    expect(await desk.run('watch', await tempFolder(), '--patient', desk.jane)).toMatchObject({
      code: 1,
      err: 'chartdrop: Another Chartdrop is already working with this data.\n',
    });
    // Reading is still allowed.
    expect((await desk.run('status')).code).toBe(0);
  });

  it.each<[string, string[], number, string]>([
    ['no destination', [], 2, 'either --patient ID or --case ID'],
    ['a route without its pattern', ['--route', 'filename'], 2, 'needs --pattern'],
    ['a pattern that is none', ['--route', 'filename', '--pattern', '(?P<patientId>['], 2, 'pattern'],
    ['a pattern that names nothing', ['--route', 'subfolder', '--pattern', '.*'], 2, 'pattern'],
    ['a settle time that is none', ['--route', 'inbox', '--settle', 'soon'], 2, 'number of seconds'],
    ['a settle time that is too short', ['--route', 'inbox', '--settle', '0.01'], 2, '0.1 to 600'],
  ])('with %s says what it needs', async (_name, args, code, words) => {
    const desk = await watchDesk();
    const result = await desk.run('watch', desk.folder, ...args);
    expect(result).toMatchObject({ code, out: '' });
    expect(result.err).toContain(words);
  });

  it('says when there is no such folder', async () => {
    const desk = await watchDesk();
    const file = join(desk.folder, 'a file');
    await writeFile(file, '');
    for (const path of [join(desk.folder, 'no such folder'), file]) {
      const result = await desk.run('watch', path, '--route', 'inbox');
      expect(result).toMatchObject({ code: 1, err: 'chartdrop: The folder is missing.\n' });
    }
    expect((await desk.run('watch', desk.folder, '--patient', '42')).err).toContain(
      'no patient with this id',
    );
  });
});
