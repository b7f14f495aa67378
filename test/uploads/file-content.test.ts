import { createHash, randomBytes } from 'node:crypto';
import { chmod, type FileHandle, open, rename, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { postToStorage } from '../../main/clinic/storage/storage.ts';
import { hashFile, withContent } from '../../main/files/file-content.ts';
import { uploadBodyOf } from '../../main/files/upload-body.ts';
import { readFingerprint } from '../../main/files/fingerprint.ts';
import type { JobFile } from '../../main/files/job-file.ts';
import { patientIdSchema } from '../../preload/contract/ids.ts';
import { directNetwork } from '../fakes/direct-network.ts';
import { rejectionOf } from '../fixtures/error-of.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { callOptions, clientOf, testClinic } from '../fixtures/upload-bench.ts';

const { signal } = new AbortController();
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
/** The size of one read. */
const chunk = 4 * 1024 * 1024;

async function fileOf(bytes: Uint8Array): Promise<string> {
  const path = join(await tempFolder(), 'scan.pdf');
  await writeFile(path, bytes);
  return path;
}

/** The file as it is looked at, with or without reading it. */
const looked = (path: string, mayGoUnread: boolean): Promise<JobFile> =>
  withContent(path, { mayGoUnread: () => mayGoUnread, signal }, (file) => Promise.resolve(file));

/** The bytes as seen by a reader that processes each chunk before requesting the next. */
async function received(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of chunks) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

const iterate = <T>(all: AsyncIterable<T>): AsyncIterator<T> => all[Symbol.asyncIterator]();

describe('a file’s content', () => {
  it.each([1, chunk - 1, chunk, chunk + 1, 2 * chunk, 3 * chunk + 5])(
    'of %i bytes is hashed, and sent, unchanged',
    async (size) => {
      const bytes = randomBytes(size);
      const path = await fileOf(bytes);
      const file = await hashFile(path, signal);
      expect(file).toMatchObject({ path, name: 'scan.pdf', sha256: sha256(bytes), fingerprint: { size } });
      const unread = await looked(path, true);
      expect(unread).toEqual({ ...file, sha256: null });
      expect(await looked(path, false)).toEqual(file);
      for (const given of [file, unread]) {
        const body = uploadBodyOf(given);
        expect(body.size).toBe(size);
        expect((await received(body.chunks())).equals(bytes)).toBe(true);
        expect(body.sha256()).toBe(file.sha256);
      }
    },
  );

  it.each([1, 1024 * 1024])('of %i bytes is read once for its hash and its bytes', async (size) => {
    const bytes = randomBytes(size);
    const path = await fileOf(bytes);
    const copied = await withContent(path, { mayGoUnread: () => false, signal }, async (file, given) => {
      // Another file has the name by now, and the next one is read at the same time.
      await writeFile(path, 'another letter');
      await hashFile(await fileOf(randomBytes(size)), signal);
      return { file, bytes: Buffer.from(given ?? []) };
    });
    expect(copied.file).toMatchObject({ path, sha256: sha256(bytes), fingerprint: { size } });
    expect(copied.bytes.equals(bytes)).toBe(true);
  });

  it('is not kept in memory if it is large, or was not read', async () => {
    const given = async (size: number, mayGoUnread: boolean): Promise<Buffer | null> =>
      withContent(
        await fileOf(randomBytes(size)),
        { mayGoUnread: () => mayGoUnread, signal },
        (_file, bytes) => Promise.resolve(bytes),
      );
    expect(await given(1024 * 1024 + 1, false)).toBeNull();
    expect(await given(5, true)).toBeNull();
  });

  it('is read one piece at a time, since a slow share would keep all threads for files', async () => {
    const path = await fileOf(randomBytes(17 * chunk));
    const unread = await looked(path, true);
    await using handle = await open(path);
    const read = vi.spyOn(Object.getPrototypeOf(handle) as FileHandle, 'read');
    const running = (): number => read.mock.settledResults.filter(({ type }) => type === 'incomplete').length;
    let most = 0;
    const looking = setInterval(() => (most = Math.max(most, running())));
    onTestFinished(() => clearInterval(looking));
    for await (const part of uploadBodyOf(unread).chunks()) {
      most = Math.max(most, running());
      expect(part).toHaveLength(chunk);
    }
    expect(read).toHaveBeenCalledTimes(17);
    expect(most).toBe(1);
  });

  it('is hashed correctly, whatever it is', async () => {
    const path = await fileOf(new Uint8Array());
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 5000 }), async (bytes) => {
        await writeFile(path, bytes);
        expect((await hashFile(path, signal)).sha256).toBe(sha256(bytes));
      }),
      { numRuns: 50 },
    );
  });

  it('reaches a storage that reads slowly, though buffers are used again', async () => {
    const demo = await testClinic({ faults: [{ step: 'storage', act: { slowRead: 60_000_000 } }] });
    const bytes = randomBytes(6 * chunk + 7);
    const file = await hashFile(await fileOf(bytes), signal);
    const { client } = clientOf(demo);
    const patientId = patientIdSchema.parse(demo.patients()[0]?.id);
    const presigned = await client.presignedPost(patientId, callOptions());
    const body = uploadBodyOf(file);
    const uploadUrl = await postToStorage({
      network: directNetwork,
      presigned,
      fileName: file.name,
      body,
      signal,
    });
    await client.createAttachment({ patientId, uploadUrl, description: null }, callOptions());
    const stored = () => demo.attachments().filter((one) => one.sha256 === file.sha256);
    expect(file.sha256).toBe(sha256(bytes));
    await expect.poll(stored).toHaveLength(1);
  });

  it('is refused when it is empty, a folder, or gone', async () => {
    const folder = await tempFolder();
    expect((await rejectionOf(hashFile(await fileOf(Buffer.alloc(0)), signal))).code).toBe('file-empty');
    expect((await rejectionOf(hashFile(folder, signal))).code).toBe('file-not-regular');
    expect((await rejectionOf(hashFile(join(folder, 'none.pdf'), signal))).code).toBe('file-missing');
  });

  it('has no hash before its last byte was sent, nor if it changed meanwhile', async () => {
    const path = await fileOf(randomBytes(2 * chunk));
    const body = uploadBodyOf(await looked(path, true));
    const chunks = iterate(body.chunks());
    await chunks.next();
    await chunks.next();
    expect(() => body.sha256()).toThrow('not read to its end');
    await utimes(path, 1, 1);
    expect((await rejectionOf(chunks.next())).code).toBe('file-changed');
    expect(() => body.sha256()).toThrow('not read to its end');
  });

  it('is hashed no further after an abort', async () => {
    const path = await fileOf(randomBytes(100));
    expect((await rejectionOf(hashFile(path, AbortSignal.abort()))).code).toBe('aborted');
  });
});

describe('a file that changes', () => {
  it('between the hash and the upload is not sent at all', async () => {
    const path = await fileOf(randomBytes(100));
    const body = uploadBodyOf(await hashFile(path, signal));
    await writeFile(path, randomBytes(100));
    expect((await rejectionOf(received(body.chunks()))).code).toBe('file-changed');
  });

  it('without a trace in size and times is not sent at all if it is small', async () => {
    const path = await fileOf(randomBytes(1024 * 1024));
    const file = await hashFile(path, signal);
    await writeFile(path, randomBytes(1024 * 1024));
    const chunks = iterate(
      uploadBodyOf({ ...file, ...(await looked(path, true)), sha256: file.sha256 }).chunks(),
    );
    expect((await rejectionOf(chunks.next())).code).toBe('file-changed');
  });

  it('while it is sent interrupts the upload before its end', async () => {
    const path = await fileOf(randomBytes(3 * chunk));
    const chunks = iterate(uploadBodyOf(await hashFile(path, signal)).chunks());
    await chunks.next();
    const file = await open(path, 'r+');
    await file.write(Buffer.from('x'), 0, 1, 3 * chunk - 1);
    await file.close();
    await chunks.next();
    await chunks.next();
    expect((await rejectionOf(chunks.next())).code).toBe('file-changed');
  });

  it('by being truncated interrupts the upload where its bytes end', async () => {
    const path = await fileOf(randomBytes(4 * chunk));
    const chunks = iterate(uploadBodyOf(await hashFile(path, signal)).chunks());
    await chunks.next();
    await truncate(path, 10);
    // The chunk read ahead may be from before or after the truncation.
    const theRest = async (): Promise<void> => {
      while ((await chunks.next()).done !== true);
    };
    expect((await rejectionOf(theRest())).code).toBe('file-changed');
  });

  it('by being replaced by another one of the same size and time is noticed', async () => {
    const path = await fileOf(randomBytes(100));
    const file = await hashFile(path, signal);
    await writeFile(`${path}.new`, randomBytes(100));
    await rename(`${path}.new`, path);
    expect((await rejectionOf(received(uploadBodyOf(file).chunks()))).code).toBe('file-changed');
  });

  it('only in its permissions, before and while it is sent, is sent by its bytes (case 47)', async () => {
    const bytes = randomBytes(3 * chunk);
    const path = await fileOf(bytes);
    const file = await hashFile(path, signal);
    await chmod(path, 0o600);
    const chunks = iterate(uploadBodyOf(file).chunks());
    const sent: Buffer[] = [];
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
      sent.push(Buffer.from(next.value));
      await chmod(path, sent.length % 2 === 0 ? 0o600 : 0o644);
    }
    expect(Buffer.concat(sent).equals(bytes)).toBe(true);
  });

  it('with its time put back still interrupts the upload: its bytes count', async () => {
    const path = await fileOf(randomBytes(3 * chunk));
    const file = await hashFile(path, signal);
    const { atime, mtime } = await stat(path);
    await utimes(path, atime, mtime);
    const known = { ...file, fingerprint: await readFingerprint(path) };
    const chunks = iterate(uploadBodyOf(known).chunks());
    await chunks.next();
    const written = await open(path, 'r+');
    await written.write(Buffer.from('x'), 0, 1, 3 * chunk - 1);
    await written.close();
    await utimes(path, atime, mtime);
    await chunks.next();
    await chunks.next();
    expect((await rejectionOf(chunks.next())).code).toBe('file-changed');
  });
});
