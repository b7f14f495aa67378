import { spawn, spawnSync } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Fault } from '../../main/demo-clinic/faults/faults.ts';
import { entry, shareScene } from './share-scene.ts';

const root = process.env['CHARTDROP_SHARE'] ?? '';
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A running program as the system reports it, so that it can be restarted identically. */
async function programOf(pid: string): Promise<() => void> {
  const partsOf = async (name: string): Promise<string[]> =>
    (await readFile(join('/proc', pid, name), 'utf8')).split('\0').filter(Boolean);
  const [command = '', ...args] = await partsOf('cmdline');
  const env = Object.fromEntries(
    (await partsOf('environ')).map((one) => [
      one.slice(0, one.indexOf('=')),
      one.slice(one.indexOf('=') + 1),
    ]),
  );
  return () => {
    spawn(command, args, { env, detached: true, stdio: 'ignore' }).unref();
  };
}

/** The process of the server and of a mount. */
const serverPid = async (): Promise<string> =>
  (await readFile(join(root, 'smb/pid/smbd.pid'), 'utf8')).trim();
const mountPid = async (path: string): Promise<string> => {
  const found = spawnSync('pgrep', ['-f', `${path}$`], { encoding: 'utf8' });
  return found.stdout.trim().split('\n').at(-1) ?? '';
};

describe('on a real share', () => {
  const states: [string, Fault][] = [
    ['before any byte left', { step: 'presign', act: 'hang' }],
    ['while the bytes were on their way', { step: 'storage', act: 'hang' }],
    ['at the create call, not carried out', { step: 'create', act: 'hang' }],
    ['at the create call, carried out', { step: 'create', act: 'hang-after' }],
  ];
  it.each(states)(
    'a PC killed %s is taken over from, and back again: once (case 55)',
    async (_name, fault) => {
      const scene = await shareScene();
      scene.demo.faults.add(fault);
      const data = await scene.newData();
      const first = await scene.start('pc1', data);
      await writeFile(scene.at('share', 'letter.pdf'), scene.bytes());
      await expect.poll(() => Object.keys(scene.demo.faults.fired())).toHaveLength(1);
      await first.kill('SIGKILL');
      const second = await scene.pc('pc2');
      await second.line((line) => entry(line).state === 'put away');
      const again = await scene.start('pc1', data);
      await again.line((line) => entry(line).state === 'dismissed');
      await again.kill('SIGINT');
      await second.kill('SIGINT');
      expect(scene.notOnce()).toEqual([]);
    },
  );

  it('the server away for 20 s: each file once, none lost', async () => {
    const scene = await shareScene();
    const pcs = [await scene.pc('pc1'), await scene.pc('pc2')];
    const put = async (from: number): Promise<void> => {
      for (let number = from; number < from + 20; number += 1) {
        await writeFile(scene.at('share', `scan ${number}.pdf`), scene.bytes());
      }
    };
    await put(0);
    await wait(3_000);
    const pid = await serverPid();
    const startAgain = await programOf(pid);
    process.kill(Number(pid));
    await put(20);
    await wait(20_000);
    startAgain();
    await put(40);
    await scene.allFiled();
    for (const pc of pcs) await pc.kill('SIGINT');
    expect(scene.notOnce()).toEqual([]);
  });

  it('a mount lost and back: each file once, none lost', async () => {
    const scene = await shareScene();
    const pcs = [await scene.pc('pc1'), await scene.pc('share')];
    for (let number = 0; number < 10; number += 1) {
      await writeFile(scene.at('share', `scan ${number}.pdf`), scene.bytes());
    }
    const path = join(root, 'pc1');
    const mountAgain = await programOf(await mountPid(path));
    spawnSync('fusermount3', ['-uz', path]);
    await wait(15_000);
    mountAgain();
    await expect.poll(() => spawnSync('mountpoint', ['-q', path]).status).toBe(0);
    for (let number = 10; number < 20; number += 1) {
      await writeFile(scene.at('share', `scan ${number}.pdf`), scene.bytes());
    }
    await scene.allFiled();
    for (const pc of pcs) await pc.kill('SIGINT');
    expect(scene.notOnce()).toEqual([]);
    expect(await readdir(join(root, 'pc1'))).not.toEqual([]);
  });

  /** The scene's folder as a separate small drive on the server. */
  const onSmallDrive = (path: string, options: string): void => {
    const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path]);
    expect(status).toBe(0);
  };

  it('full for a while: reported, and each file once afterwards (case 58)', async () => {
    const scene = await shareScene();
    onSmallDrive(scene.at('share'), 'size=2m');
    onTestFinished(() => void spawnSync('umount', ['-l', scene.at('share')]));
    const pcs = [await scene.pc('pc1'), await scene.pc('pc2')];
    for (let number = 0; number < 20; number += 1) {
      await writeFile(scene.at('share', `scan ${number}.pdf`), scene.bytes());
    }
    const filler = scene.at('share', '.filler');
    await writeFile(filler, Buffer.alloc(4_000_000)).catch(() => undefined);
    await expect.poll(() => pcs.map((pc) => pc.stderr()).join()).toContain('is full');
    await wait(12_000);
    await rm(filler);
    await scene.allFiled();
    for (const pc of pcs) await pc.kill('SIGINT');
    expect(scene.notOnce()).toEqual([]);
  });

  it('read-only for a while: reported, and each file once afterwards', async () => {
    const scene = await shareScene();
    onSmallDrive(scene.at('share'), 'size=20m');
    onTestFinished(() => void spawnSync('umount', ['-l', scene.at('share')]));
    const pcs = [await scene.pc('pc1'), await scene.pc('pc2')];
    for (let number = 0; number < 20; number += 1) {
      await writeFile(scene.at('share', `scan ${number}.pdf`), scene.bytes());
    }
    spawnSync('mount', ['-o', 'remount,ro', scene.at('share')]);
    await expect.poll(() => pcs.map((pc) => pc.stderr()).join()).toContain('may not write');
    await wait(12_000);
    spawnSync('mount', ['-o', 'remount,rw', scene.at('share')]);
    await scene.allFiled();
    for (const pc of pcs) await pc.kill('SIGINT');
    expect(scene.notOnce()).toEqual([]);
  });
});
