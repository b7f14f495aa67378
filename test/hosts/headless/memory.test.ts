import { execFile, execFileSync } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { open, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { onlyOn } from '../../fixtures/only-on.ts';
import { tempFolder } from '../../fixtures/temp-folder.ts';
import { cliDesk } from './cli-desk.ts';

const mebibyte = 1024 * 1024;
const fileMebibytes = 256;
const mostGrowth = 64 * mebibyte;

interface Entry {
  state: string;
}

/** Real bytes on disk, not a sparse file. */
async function makeFile(path: string): Promise<void> {
  const file = await open(path, 'wx');
  const piece = Buffer.alloc(mebibyte);
  for (let at = 0; at < fileMebibytes; at += 1) await file.writeFile(randomFillSync(piece));
  await file.close();
}

/** A process' memory in bytes: now, and the peak since `fromNow`. */
function memoryOf(pid: number) {
  if (process.platform !== 'linux') {
    const now = () => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)])) * 1024;
    return { now: async () => now(), most: async () => now(), fromNow: async () => undefined };
  }
  const field = async (name: string): Promise<number> => {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    return Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) * 1024;
  };
  return {
    now: () => field('VmRSS'),
    most: () => field('VmHWM'),
    // proc(5): writing 5 resets the peak.
    fromNow: () => writeFile(`/proc/${pid}/clear_refs`, '5'),
  };
}

const readable = onlyOn('posix', 'What a process has in memory is read from /proc or from ps.');

it(
  `grows by less than 64 MB while a file of ${fileMebibytes} MiB is found, hashed, uploaded and put away (case 26)`,
  readable,
  async () => {
    const desk = await cliDesk();
    const [folder, aside] = [await tempFolder(), await tempFolder()];
    await makeFile(join(aside, 'mri.dcm'));
    const watch = desk.start('watch', folder, '--json', '--patient', desk.jane);
    await expect.poll(() => watch.process.exitCode ?? watch.stderr()).toContain('Watching.');
    const memory = memoryOf(watch.process.pid ?? 0);
    const before = await memory.now();
    await memory.fromNow();
    await rename(join(aside, 'mri.dcm'), join(folder, 'mri.dcm'));
    await watch.line((line) => (JSON.parse(line) as Entry).state === 'put away');
    expect((await memory.most()) - before).toBeLessThan(mostGrowth);
    expect(desk.demo.attachments().filter((one) => one.filename === 'mri.dcm')).toMatchObject([
      { size: fileMebibytes * mebibyte },
    ]);
  },
);

it('keeps the space of new objects at its first size while its modules are loaded', async () => {
  const tell = `
    import { getHeapSpaceStatistics } from 'node:v8';
    const size = () => getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size;
    process.on('exit', () => process.stderr.write(String(size())));`;
  const entry = fileURLToPath(new URL('../../../main/headless.ts', import.meta.url));
  const { stderr } = await promisify(execFile)(process.execPath, [
    ...['--import', `data:text/javascript,${encodeURIComponent(tell)}`],
    ...[entry, '--version'],
  ]);
  // 33 MB if the limit is set after the modules.
  expect(Number(stderr)).toBeLessThan(4 * mebibyte);
});
