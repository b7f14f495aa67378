import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { openParts } from './open-parts.ts';

it('keeps an object under its key, and deletes it only with the expected bytes', async () => {
  const { objects } = await openParts();
  objects.put('temp/é.pdf', { blob: 'one', size: 3 });
  expect(objects.get('temp/é.pdf')).toEqual({ blob: 'one', size: 3 });
  expect(objects.get('temp/e\u0301.pdf')).toBeNull();
  objects.put('temp/é.pdf', { blob: 'two', size: 4 });
  objects.remove('temp/é.pdf', 'one');
  expect(objects.get('temp/é.pdf')).toEqual({ blob: 'two', size: 4 });
  objects.remove('temp/é.pdf', 'two');
  expect(objects.get('temp/é.pdf')).toBeNull();
});

it('hashes a file of several pieces, once', async () => {
  const { objects } = await openParts();
  const bytes = Buffer.alloc(9_000_000, 'made-up');
  const blob = objects.newBlob();
  await writeFile(objects.pathOf(blob), bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  expect(objects.sha256(blob)).toBe(sha256);
  await writeFile(objects.pathOf(blob), 'other');
  expect(objects.sha256(blob)).toBe(sha256);
});

it('knows the key in an upload URL below every address that the store ever had', async () => {
  const { folder, objects } = await openParts();
  objects.addOrigin('http://127.0.0.1:1/');
  objects.addOrigin('http://127.0.0.1:1/');
  (await openParts(folder)).objects.addOrigin('http://127.0.0.1:2/');
  for (const key of ['temp/a b%20.pdf', 'temp/a', '/temp/a', 'temp/a b.pdf', 'temp/%ff']) {
    objects.put(key, { blob: 'blob', size: 1 });
  }
  expect(objects.keysOf('http://127.0.0.1:1/temp/a b%20.pdf')).toEqual(['temp/a b%20.pdf']);
  expect(objects.keysOf('http://127.0.0.1:2/temp/a')[0]).toBe('temp/a');
  expect(objects.keysOf('http://127.0.0.1:2//temp/a')[0]).toBe('/temp/a');
  expect(objects.keysOf('http://127.0.0.1:2/temp%2Fa%20b.pdf')).toEqual(['temp/a b.pdf']);
  expect(objects.keysOf('http://127.0.0.1:2/temp/%ff')[0]).toBe('temp/%ff');
  expect(objects.keysOf('http://127.0.0.1:2/temp/other')).toEqual([]);
  expect(objects.keysOf('http://127.0.0.1:3/temp/a')).toEqual([]);
  expect(objects.keysOf('temp/a')).toEqual([]);
});
