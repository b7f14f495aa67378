import { readFile, writeFile } from 'node:fs/promises';
import jpeg from 'jpeg-js';
import { describe, expect, it } from 'vitest';
import { createOutgoing } from '../../main/uploads/queue/outgoing.ts';
import { createPhotoConverter } from '../../main/uploads/photos/photo-converter.ts';
import type { HeicPhotos } from '../../preload/contract/settings.ts';
import type { Fault } from '../../main/demo-clinic/faults/faults.ts';
import { sha256Of } from '../chaos/file-bytes.ts';
import { rejectionOf } from '../fixtures/error-of.ts';
import { heicPhoto, turnedPhoto, twoPhotos } from '../fixtures/heic-photo.ts';
import { testDecoder } from '../fixtures/test-decoder.ts';
import { fastBench, testClinic, uploadBench } from '../fixtures/upload-bench.ts';

async function photoBench(given: { heicPhotos: HeicPhotos; faults?: Fault[] }) {
  const { demo, bench } = await fastBench(given.faults, { heicPhotos: given.heicPhotos });
  /** Our attachments: all that were not there before. */
  const before = new Set(demo.attachments().map(({ id }) => id));
  const filed = () =>
    demo
      .attachments()
      .filter(({ id }) => !before.has(id))
      .map(({ filename, size, sha256 }) => ({ filename, size, sha256 }));
  return { demo, bench, filed };
}

describe('a HEIC photo (case 18)', () => {
  it('is sent unchanged, byte for byte, by default', async () => {
    const { bench, filed } = await photoBench({ heicPhotos: 'keep' });
    const { id, file } = await bench.take('IMG_2201.HEIC', heicPhoto);
    expect(await bench.reached(id, 'filed')).toMatchObject({ sentAs: null });
    expect(filed()).toEqual([
      { filename: 'IMG_2201.HEIC', size: heicPhoto.length, sha256: sha256Of(heicPhoto) },
    ]);
    expect(await readFile(file.path)).toEqual(heicPhoto);
  });

  it('is sent as a JPEG if that is set; the original stays unchanged', async () => {
    const { demo, bench, filed } = await photoBench({ heicPhotos: 'jpeg' });
    const { id, file } = await bench.take('IMG_2201.HEIC', turnedPhoto(1));
    const job = await bench.reached(id, 'filed');
    expect(job.file).toMatchObject({ name: 'IMG_2201.HEIC', sha256: sha256Of(turnedPhoto(1)) });
    const [held] = demo.attachments().filter(({ filename }) => filename === 'IMG_2201.jpg');
    const bytes = await demo.readBytes(held?.id ?? '');
    expect(jpeg.decode(bytes)).toMatchObject({ width: 64, height: 96 });
    const sent = { size: bytes.length, sha256: sha256Of(bytes) };
    expect(job.sentAs).toEqual({ name: 'IMG_2201.jpg', ...sent });
    expect(filed()).toEqual([{ filename: 'IMG_2201.jpg', ...sent }]);
    expect(await readFile(file.path)).toEqual(turnedPhoto(1));
    // Someone who searches for the attachment knows its other name.
    expect(bench.history.audit.entries({ jobId: id, limit: 100 }).at(-1)).toMatchObject({
      kind: 'job-filed',
      detail: { file: 'IMG_2201.HEIC', sentAs: 'IMG_2201.jpg' },
    });
  });

  it.each<[string, Fault[]]>([
    ['the storage’s answer is lost', [{ step: 'storage', act: 'drop-after' }]],
    ['the create call’s answer is lost', [{ step: 'create', act: 'drop-after' }]],
    ['the create call is lost', [{ step: 'create', act: 'drop-before' }]],
  ])('as a JPEG is filed once, although %s', async (_name, faults) => {
    const { bench, filed } = await photoBench({ heicPhotos: 'jpeg', faults });
    const { id } = await bench.take('IMG_2202.heic', heicPhoto);
    expect((await bench.reached(id, 'filed', 'failed', 'inbox')).state).toBe('filed');
    expect(filed()).toHaveLength(1);
  });

  it('as a JPEG is found again by a new run with another setting', async () => {
    const { bench, filed } = await photoBench({
      heicPhotos: 'jpeg',
      faults: [{ step: 'create', act: 'hang-after' }],
    });
    const { id } = await bench.take('IMG_2203.heic', heicPhoto);
    await bench.reached(id, 'registering');
    await expect.poll(() => filed().length).toBe(1);
    const again = await bench.restart({ heicPhotos: 'keep' });
    again.uploads.start();
    expect((await again.reached(id, 'filed', 'failed', 'inbox')).state).toBe('filed');
    expect(filed()).toHaveLength(1);
  });

  it('of the same content is a duplicate, however it was sent', async () => {
    const { bench } = await photoBench({ heicPhotos: 'jpeg' });
    const first = await bench.take('IMG_2204.heic', heicPhoto);
    await bench.reached(first.id, 'filed');
    const second = await bench.take('Copy of IMG_2204.heic', heicPhoto);
    expect(second).toMatchObject({ state: 'inbox', reason: 'duplicate-same-patient' });
  });

  it('that cannot be decoded waits for a person, and is sent unchanged once that is set', async () => {
    const broken = heicPhoto.subarray(0, 700);
    const { bench, filed } = await photoBench({ heicPhotos: 'jpeg' });
    const { id, file } = await bench.take('IMG_2205.heic', broken);
    expect(await bench.reached(id, 'failed')).toMatchObject({ error: { code: 'photo-not-converted' } });
    expect(filed()).toEqual([]);
    expect(await readFile(file.path)).toEqual(broken);
    const again = await bench.restart({ heicPhotos: 'keep' });
    again.uploads.start();
    again.uploads.acts.retry(id);
    await again.reached(id, 'filed');
    expect(filed()).toEqual([{ filename: 'IMG_2205.heic', size: 700, sha256: sha256Of(broken) }]);
  });

  it.each([
    ['several.heic', twoPhotos],
    ['no photo at all.heic', Buffer.from('made-up words')],
    ['otherwise named.pdf', heicPhoto],
  ])('is sent unchanged if a JPEG could not hold it: %s', async (name, bytes) => {
    const { bench, filed } = await photoBench({ heicPhotos: 'jpeg' });
    const { id } = await bench.take(name, bytes);
    await bench.reached(id, 'filed');
    expect(filed()).toEqual([{ filename: name, size: bytes.length, sha256: sha256Of(bytes) }]);
  });
});

it('a photo that changes while its JPEG is sent is not filed as the earlier one', async () => {
  const demo = await testClinic();
  const bench = await uploadBench(demo);
  const job = await bench.take('IMG_2207.heic', heicPhoto);
  const outgoing = createOutgoing({
    writer: bench.writer,
    photos: createPhotoConverter(testDecoder),
    heicPhotos: () => 'jpeg',
  });
  const { body } = await outgoing(job, job.file, new AbortController().signal);
  const sent: Uint8Array[] = [];
  const send = async (): Promise<void> => {
    for await (const chunk of body.chunks()) sent.push(chunk);
  };
  await send();
  expect(Buffer.concat(sent)).toHaveLength(body.size);
  await writeFile(job.file.path, turnedPhoto(1));
  expect((await rejectionOf(send())).code).toBe('file-changed');
});

describe('the converter', () => {
  it('converts one after the other, and continues after a failure', async () => {
    const photos = createPhotoConverter(testDecoder);
    const { signal } = new AbortController();
    const [first, broken, second] = await Promise.allSettled([
      photos.toJpeg(heicPhoto, signal),
      photos.toJpeg(heicPhoto.subarray(0, 300), signal),
      photos.toJpeg(heicPhoto, signal),
    ]);
    expect([first.status, broken.status, second.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('ends with its caller, also while it works', async () => {
    const photos = createPhotoConverter(testDecoder);
    const end = new AbortController();
    const asked = [photos.toJpeg(heicPhoto, end.signal), photos.toJpeg(heicPhoto, end.signal)];
    end.abort();
    for (const one of asked) expect((await rejectionOf(one)).code).toBe('aborted');
  });
});
