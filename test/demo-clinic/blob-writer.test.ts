import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openBlob } from '../../main/demo-clinic/store/blob-writer.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';

const newPath = async () => join(await tempFolder(), 'blob');

it('writes all pieces in order, few or many, small or large', async () => {
  const path = await newPath();
  const writer = await openBlob(path);
  const pieces = Array.from({ length: 300 }, (_, at) => Buffer.alloc(at * 137, at));
  for (const piece of pieces) await writer.write([piece]);
  await writer.write([Buffer.from('the'), Buffer.alloc(0), Buffer.from(' end')]);
  await writer.close();
  const whole = Buffer.concat([...pieces, Buffer.from('the end')]);
  expect(writer.size).toBe(whole.length);
  expect(whole.equals(await readFile(path))).toBe(true);
});

it('writes an empty file', async () => {
  const path = await newPath();
  const writer = await openBlob(path);
  await writer.close();
  expect((await stat(path)).size).toBe(0);
});

it('deletes a discarded file', async () => {
  const path = await newPath();
  const writer = await openBlob(path);
  await writer.write([Buffer.alloc(5_000_000)]);
  await writer.discard();
  await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
});

it('never writes over another blob', async () => {
  const path = await newPath();
  await writeFile(path, 'there');
  await expect(openBlob(path)).rejects.toMatchObject({ code: 'EEXIST' });
  expect(await readFile(path, 'utf8')).toBe('there');
});
