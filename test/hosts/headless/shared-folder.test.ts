import { createHash } from 'node:crypto';
import { chmod, chown, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Fault } from '../../../main/demo-clinic/faults/faults.ts';
import { seedFile } from '../../../main/demo-clinic/seed/seed-files.ts';
import { largeFileBytes } from '../../../main/files/large-file.ts';
import { heicPhoto } from '../../fixtures/heic-photo.ts';
import { noModes, onlyOn } from '../../fixtures/only-on.ts';
import { tempFolder } from '../../fixtures/temp-folder.ts';
import { testClinic } from '../../fixtures/upload-bench.ts';
import { peopleOf } from './cli-desk.ts';
import { type RunningCli, startCli } from './run-cli.ts';

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

interface Entry {
  file: string;
  state: string;
}
const parsed = (line: string): Entry => JSON.parse(line) as Entry;

/** One share, one clinic, and several PCs with separate data. */
async function shareScene(given: { faults?: Fault[]; after?: string; shared?: string } = {}) {
  const demo = await testClinic({ processingMs: 50, faults: given.faults ?? [] });
  const share = await tempFolder();
  const { jane } = peopleOf(demo);
  const env = { CHARTDROP_API_KEY: demo.apiKey, CHARTDROP_API_URL: demo.apiUrl };
  const args = (data: string, ...more: string[]): string[] => {
    const common = ['--data', data, '--json', '--rate', '100000/1', '--take-over', '5'];
    common.push('--shared', given.shared ?? 'auto');
    const route = more.includes('--route') ? [] : ['--patient', jane];
    return ['watch', share, ...common, ...route, '--after', given.after ?? 'move', ...more];
  };
  const start = async (data: string, ...more: string[]): Promise<RunningCli> => {
    const watch = startCli(args(data, ...more), env);
    await expect.poll(() => watch.process.exitCode ?? watch.stderr()).toContain('Watching.');
    return watch;
  };
  const copies = (bytes: Buffer): number => {
    const wanted = sha256(bytes);
    return demo.attachments().filter((one) => one.sha256 === wanted).length;
  };
  return {
    demo,
    share,
    data: await tempFolder(),
    env,
    args,
    copies,
    start,
    pc: async (...more: string[]): Promise<RunningCli> => start(await tempFolder(), ...more),
    scan: async (name: string, number: number, size = 0): Promise<Buffer> => {
      const pdf = seedFile('pdf', 40_000 + number);
      // A large one has a valid start and end too.
      const bytes = Buffer.concat([Buffer.alloc(Math.max(0, size - pdf.length)), pdf]).fill(
        pdf.subarray(0, 9),
        0,
        9,
      );
      await writeFile(join(share, name), bytes);
      return bytes;
    },
    claims: async () =>
      (await readdir(join(share, '.chartdrop', 'claims'), { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) => entry.name),
  };
}

describe('two programs on one folder (cases 31 and 37)', () => {
  it.each(['move', 'stay'])('file each of 64 scans once, and both take part (--after %s)', async (after) => {
    const { share, copies, pc, scan, claims } = await shareScene({ after });
    const pcs = [await pc(), await pc()];
    const all: Buffer[] = [];
    for (let number = 0; number < 64; number += 1) all.push(await scan(`scan ${number}.pdf`, number));
    await expect.poll(() => all.filter((bytes) => copies(bytes) > 0).length, { timeout: 60_000 }).toBe(64);
    const filed = async (): Promise<number> =>
      (await readdir(join(share, 'Filed'), { recursive: true })).filter((name) => name.endsWith('.pdf'))
        .length;
    if (after === 'move') {
      await expect.poll(filed).toBe(64);
      await expect.poll(claims).toEqual([]);
    }
    const ended = await Promise.all(pcs.map((one) => one.kill('SIGINT')));
    expect(all.map(copies)).toEqual(all.map(() => 1));
    const took = ended.map(
      ({ out }) =>
        new Set(
          out
            .split('\n')
            .filter(Boolean)
            .map((line) => parsed(line).file),
        ).size,
    );
    expect(Math.min(...took)).toBeGreaterThan(0);
    expect(took.reduce((sum, count) => sum + count)).toBe(64);
    if (after === 'stay') expect(await claims()).toHaveLength(64);
  });

  const deaths: [string, Fault, size?: number][] = [
    ['the create call was carried out, but never answered', { step: 'create', act: 'hang-after' }],
    ['the create call was on its way and never carried out', { step: 'create', act: 'hang' }],
    ['the bytes were on their way', { step: 'storage', act: 'hang' }],
    // The PC that dies has read only the start of a large file.
    ['the bytes of a large file were on their way', { step: 'storage', act: 'hang' }, largeFileBytes],
    [
      'the create call for a large file was carried out',
      { step: 'create', act: 'hang-after' },
      largeFileBytes,
    ],
  ];
  it.each(deaths)('one killed when %s: the other files it, once', async (_name, fault, size) => {
    const { demo, share, copies, pc, scan } = await shareScene({ faults: [fault] });
    const first = await pc();
    const bytes = await scan('letter.pdf', 100, size);
    await expect.poll(() => Object.keys(demo.faults.fired())).toHaveLength(1);
    const second = await pc('--existing');
    await first.kill('SIGKILL');
    await second.line((line) => parsed(line).state === 'put away');
    expect(copies(bytes)).toBe(1);
    expect(await readdir(share)).toEqual(['.chartdrop', 'Filed']);
    expect((await second.kill('SIGINT')).code).toBe(0);
  });

  // The first PC is killed while the service may have received the create call; the storage has the bytes in each case.
  it.each(['hang', 'hang-after', { rateLimitMs: 15_000 }] as const)(
    'one killed at its create call (%j), taken over, and back again: once (case 55)',
    async (act) => {
      const { demo, copies, pc, start, scan } = await shareScene({ faults: [{ step: 'create', act }] });
      const data = await tempFolder();
      const first = await start(data);
      const bytes = await scan('letter.pdf', 700);
      await expect.poll(() => Object.keys(demo.faults.fired())).toHaveLength(1);
      const second = await pc('--existing');
      await first.kill('SIGKILL');
      await second.line((line) => parsed(line).state === 'put away');
      const again = await start(data);
      await again.line((line) => parsed(line).state === 'dismissed');
      await again.kill('SIGINT');
      expect(copies(bytes)).toBe(1);
    },
  );

  it('one killed with scans waiting: the other takes them; when back, it releases them', async () => {
    const { copies, pc, start, scan } = await shareScene();
    const data = await tempFolder();
    const first = await start(data, '--hold', '600');
    const all = [await scan('one.pdf', 200), await scan('two.pdf', 201)];
    for (const file of ['one.pdf', 'two.pdf']) {
      await first.line((line) => parsed(line).file === file && parsed(line).state === 'held');
    }
    const second = await pc('--existing');
    await first.kill('SIGKILL');
    for (const file of ['one.pdf', 'two.pdf']) {
      await second.line((line) => parsed(line).file === file && parsed(line).state === 'put away');
    }
    const again = await start(data, '--hold', '600');
    for (const file of ['one.pdf', 'two.pdf']) {
      await again.line((line) => parsed(line).file === file && parsed(line).state === 'dismissed');
    }
    expect((await again.kill('SIGINT')).code).toBe(0);
    expect(all.map(copies)).toEqual([1, 1]);
  });

  it('asks a person if the other PC had begun and this one does not know for whom', async () => {
    const { demo, copies, pc, scan } = await shareScene({ faults: [{ step: 'create', act: 'hang-after' }] });
    const first = await pc();
    const bytes = await scan('letter.pdf', 300);
    await expect.poll(() => Object.keys(demo.faults.fired())).toHaveLength(1);
    const second = await pc('--existing', '--route', 'inbox');
    await first.kill('SIGKILL');
    await second.line((line) => line.includes('Another PC began to file it and stopped answering.'));
    expect(copies(bytes)).toBe(1);
  });

  it('asks a person where the other PC had begun to file a photo: it may be there as a JPEG (case 18)', async () => {
    const { demo, share, pc } = await shareScene({ faults: [{ step: 'create', act: 'hang-after' }] });
    const first = await pc('--heic', 'jpeg');
    await writeFile(join(share, 'IMG_2201.heic'), heicPhoto);
    await expect.poll(() => Object.keys(demo.faults.fired())).toHaveLength(1);
    const second = await pc('--existing');
    await first.kill('SIGKILL');
    await second.line((line) => line.includes('Another PC began to file it and stopped answering.'));
    const names = demo.attachments().map(({ filename }) => filename);
    expect(names.filter((name) => name?.startsWith('IMG_2201') === true)).toHaveLength(1);
  });

  it('names neither file nor patient in the data on the share', async () => {
    const { demo, share, pc, scan, copies } = await shareScene({ after: 'stay' });
    const watch = await pc();
    const bytes = await scan('Zebediah Quux.pdf', 400);
    await expect.poll(() => copies(bytes)).toBe(1);
    await watch.line((line) => parsed(line).state === 'put away');
    await watch.kill('SIGINT');
    const entries = await readdir(join(share, '.chartdrop'), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    const texts = await Promise.all(files.map((one) => readFile(join(one.parentPath, one.name), 'utf8')));
    const all = [...entries.map(({ name }) => name), ...texts].join('\n');
    expect(files.length).toBeGreaterThan(1);
    for (const word of ['Zebediah', 'Quux', 'Citizen', peopleOf(demo).jane, sha256(bytes)]) {
      expect(all).not.toContain(word);
    }
  });

  const mayOnlyRead =
    'says what to do where the share may only be read, takes nothing, and goes on once it may be written to';
  it(mayOnlyRead, onlyOn('posix', noModes), async () => {
    const { share, copies, data, args, env, scan } = await shareScene({ shared: 'yes' });
    await chmod(share, 0o555);
    // Root may write everywhere; the account of `give-up-root.ts` may not.
    if (process.getuid?.() === 0) for (const path of [data, share]) await chown(path, 54_321, 54_321);
    const watch = startCli(args(data), env, 'test/hosts/headless/without-root.ts');
    await expect.poll(() => watch.process.exitCode ?? watch.stderr()).toContain('Watching.');
    const bytes = await scan('letter.pdf', 500);
    await expect.poll(() => watch.stderr()).toContain('“Shared with other PCs” to no');
    expect(copies(bytes)).toBe(0);
    await chmod(share, 0o755);
    await watch.line((line) => parsed(line).state === 'put away');
    expect(copies(bytes)).toBe(1);
  });

  it(
    'watches a read-only folder alone, says so, and shares it with the other programs of this PC',
    onlyOn('posix', noModes),
    async () => {
      const { share, copies, args, env, scan } = await shareScene({ after: 'stay' });
      await chmod(share, 0o555);
      const { dev, ino } = await stat(share, { bigint: true });
      const places = `chartdrop-${createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 32)}`;
      onTestFinished(() => rm(join('/tmp', places), { recursive: true, force: true }));
      const watches: RunningCli[] = [];
      for (const data of [await tempFolder(), await tempFolder()]) {
        if (process.getuid?.() === 0) for (const path of [data, share]) await chown(path, 54_321, 54_321);
        const watch = startCli(args(data), env, 'test/hosts/headless/without-root.ts');
        await expect.poll(() => watch.process.exitCode ?? watch.stderr()).toContain('Watching.');
        await expect.poll(() => watch.stderr()).toContain('Let only this PC watch it');
        watches.push(watch);
      }
      // Root, or the folder's owner on another PC, may still add scans.
      if (process.getuid?.() !== 0) await chmod(share, 0o755);
      const all = await Promise.all(
        [600, 601, 602, 603].map((number) => scan(`letter ${number}.pdf`, number)),
      );
      if (process.getuid?.() !== 0) await chmod(share, 0o555);
      await expect.poll(() => all.map(copies).filter(Boolean)).toHaveLength(4);
      for (const watch of watches) await watch.kill('SIGINT');
      expect(all.map(copies)).toEqual([1, 1, 1, 1]);
      expect(await readdir(share)).not.toContain('.chartdrop');
    },
  );
});
