import { open, rename, writeFile } from 'node:fs/promises';
import { expect, describe, it } from 'vitest';
import type { View } from './mounts.ts';
import { shareScene } from './share-scene.ts';

type Scene = Awaited<ReturnType<typeof shareScene>>;
type Write = (scene: Scene, name: string) => Promise<void>;

const writes: readonly Write[] = [
  // On the server, through a mount, in parts, by rename, overwritten.
  (scene, name) => writeFile(scene.at('share', name), scene.bytes()),
  (scene, name) => writeFile(scene.at('pc1', name), scene.bytes()),
  async (scene, name) => {
    const all = scene.bytes();
    await using file = await open(scene.at('pc2', name), 'w');
    const half = Math.floor(all.length / 2);
    await file.write(all.subarray(0, half));
    await file.write(all.subarray(half), 0, all.length - half, half);
  },
  async (scene, name) => {
    await writeFile(scene.at('share', `.${name}.part`), scene.bytes());
    await rename(scene.at('share', `.${name}.part`), scene.at('share', name));
  },
  async (scene, name) => {
    const all = scene.bytes();
    await writeFile(scene.at('pc1', name), all.subarray(0, 100));
    await writeFile(scene.at('share', name), all);
  },
];

const pairs: [View, View][] = [
  ['pc1', 'pc2'],
  ['share', 'pc1'],
];

describe.each(pairs)('two watchers, at %s and %s (cases 31, 37)', (one, two) => {
  it.each(['move', 'stay'] as const)(
    'file each of 60 files once, however they are written (%s)',
    async (after) => {
      const scene = await shareScene({ after });
      const pcs = [await scene.pc(one), await scene.pc(two)];
      for (let number = 0; number < 60; number += 1) {
        await writes[number % writes.length]?.(scene, `scan ${number}.pdf`);
      }
      await scene.allFiled();
      for (const pc of pcs) expect((await pc.kill('SIGINT')).code).toBe(0);
      expect(scene.notOnce()).toEqual([]);
    },
  );

  it('file each of 300 files once that come at once', async () => {
    const scene = await shareScene();
    const pcs = [await scene.pc(one), await scene.pc(two)];
    await Promise.all(
      Array.from({ length: 300 }, (_, number) =>
        writeFile(scene.at('share', `scan ${number}.pdf`), scene.bytes()),
      ),
    );
    await scene.allFiled();
    for (const pc of pcs) expect((await pc.kill('SIGINT')).code).toBe(0);
    expect(scene.notOnce()).toEqual([]);
  });

  it('file names once that the share changes (case 57)', async () => {
    const scene = await shareScene({ after: 'stay' });
    const pcs = [await scene.pc(one), await scene.pc(two)];
    const names = [
      'Scan 10:42:07.pdf',
      'a:b.pdf',
      'a?b.pdf',
      'nul.pdf',
      'con.pdf',
      'q*|.pdf',
      'LETTER~1.PDF',
      'Zoë.pdf',
    ];
    for (const name of names) await writeFile(scene.at('share', name), scene.bytes());
    await scene.allFiled();
    for (const pc of pcs) expect((await pc.kill('SIGINT')).code).toBe(0);
    expect(scene.notOnce()).toEqual([]);
  });
});
