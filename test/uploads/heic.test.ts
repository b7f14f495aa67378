import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { sha256Of } from '../chaos/file-bytes.ts';
import { someBytes, testClinic, uploadBench } from '../fixtures/upload-bench.ts';

/** The head of a HEIC photo (ISO/IEC 23008-12: a box `ftyp` with the brand `heic`), and made-up content behind it. */
const heic = (): Buffer =>
  Buffer.concat([Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), someBytes(50_000)]);

it('a HEIC photo goes as it is, byte for byte, and the original stays (case 18)', async () => {
  const demo = await testClinic();
  const bench = await uploadBench(demo);
  const photo = heic();
  const { id, file } = await bench.take('IMG_2201.HEIC', photo);
  bench.uploads.start();
  await bench.reached(id, 'filed');
  const held = demo.attachments().find(({ sha256 }) => sha256 === sha256Of(photo));
  expect(held).toMatchObject({ filename: 'IMG_2201.HEIC', size: photo.length });
  expect(await demo.readBytes(held?.id ?? '')).toEqual(photo);
  expect(await readFile(file.path)).toEqual(photo);
});
