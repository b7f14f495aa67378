import { writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { mounts } from './mounts.ts';
import { shareScene } from './share-scene.ts';

const stations = 5;
const files = 2_000;

it(`${stations} watchers file each of ${files} files once that come at once, each by its mount`, async () => {
  const scene = await shareScene();
  const views = mounts();
  const pcs = [];
  for (let at = 0; at < stations; at += 1) {
    const view = views[at % views.length];
    if (view === undefined) throw new Error('the share has no mount');
    pcs.push(await scene.pc(view));
  }
  for (let at = 0; at < files; at += 1) await writeFile(scene.at('share', `scan ${at}.pdf`), scene.bytes());
  await scene.allFiled();
  for (const pc of pcs) expect((await pc.kill('SIGINT')).code).toBe(0);
  expect(scene.notOnce()).toEqual([]);
});
