import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { postToStorage, type StoragePost } from '../../main/clinic/storage/storage.ts';
import type { DemoClinicOptions } from '../../main/demo-clinic/start.ts';
import type { FaultAct } from '../../main/demo-clinic/faults/faults.ts';
import { ChartdropError } from '../../main/base/errors.ts';
import { patientIdSchema } from '../../preload/contract/ids.ts';
import { directNetwork } from '../fakes/direct-network.ts';
import { rejectionOf } from '../fixtures/error-of.ts';
import { callOptions, clientOf, testClinic } from '../fixtures/upload-bench.ts';
import { caseNames } from './case-names.ts';
import { stubServer } from './stub-server.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const never = new AbortController().signal;

/** Exactly these chunks, announced as `size` bytes. */
const bodyOf = (chunks: readonly Uint8Array[], size = Buffer.concat(chunks).length) => ({
  size,
  async *chunks() {
    yield* chunks;
  },
});

async function scene(options: Partial<DemoClinicOptions> = {}) {
  const demo = await testClinic({ processingMs: 0, ...options });
  const { client } = clientOf(demo);
  const patients = demo.patients().slice(0, 11);
  const patientId = patientIdSchema.parse(patients[0]?.id);
  const presign = (id = patientId) => client.presignedPost(id, callOptions());
  const post = async (more: Partial<StoragePost> & Pick<StoragePost, 'body'>) =>
    postToStorage({
      network: directNetwork,
      presigned: await presign(),
      fileName: 'scan.pdf',
      signal: never,
      ...more,
    });
  const create = (uploadUrl: string, id = patientId) =>
    client.createAttachment({ patientId: id, uploadUrl, description: null }, callOptions());
  return { demo, client, patients, patientId, presign, post, create };
}

const stubPost = (origin: string) => ({
  presigned: { url: `${origin}/`, fields: { key: 'tmp/${filename}', acl: 'private' } },
  fileName: 'scan.pdf',
  signal: never,
});

describe('a file that is posted', () => {
  it.each(caseNames)('arrives in the chart under its name: %s (case 20)', async (_what, name, sent) => {
    const { demo, post, create } = await scene();
    const bytes = Buffer.from(`the content of ${name}`);
    const uploadUrl = await post({ fileName: name, body: bodyOf([bytes]) });
    const { id } = await create(uploadUrl);
    const held = demo.attachments().find((attachment) => attachment.id === id);
    expect(held).toMatchObject({ filename: sent, size: bytes.length, sha256: sha256(bytes) });
  });

  it('may be empty, and its chunks of any size', async () => {
    const { demo, post, create } = await scene();
    for (const chunks of [
      [],
      [Buffer.alloc(0)],
      [Buffer.from('a'), Buffer.alloc(0), Buffer.alloc(300_000, 'b')],
    ]) {
      const { id } = await create(await post({ body: bodyOf(chunks) }));
      const held = demo.attachments().find((attachment) => attachment.id === id);
      expect(held?.sha256).toBe(sha256(Buffer.concat(chunks)));
    }
  });

  it('goes to a storage whose address ends in a slash, or not', async () => {
    const { patients, presign, post, create } = await scene();
    const urls = new Set<boolean>();
    for (const { id: text } of patients) {
      const id = patientIdSchema.parse(text);
      const presigned = await presign(id);
      urls.add(presigned.url.endsWith('/'));
      const uploadUrl = await post({ presigned, body: bodyOf([Buffer.from('a')]) });
      expect(new URL(uploadUrl).pathname).not.toContain('//');
      expect((await create(uploadUrl, id)).patient).toBe(id);
    }
    expect(urls).toEqual(new Set([true, false]));
  });

  it('is sent with its exact length and only the given fields', async () => {
    const stub = await stubServer(() => ({
      status: 201,
      body: '<PostResponse><Key>tmp/scan.pdf</Key></PostResponse>',
    }));
    const uploadUrl = await postToStorage({
      network: directNetwork,
      ...stubPost(stub.origin),
      body: bodyOf([Buffer.alloc(70_000, 'a'), Buffer.alloc(70_000, 'b')]),
    });
    expect(uploadUrl).toBe(`${stub.origin}/tmp/scan.pdf`);
    const [request] = stub.requests;
    expect(request?.headers['content-length']).toBe(String(request?.body.length));
    expect(request?.headers).not.toHaveProperty('transfer-encoding');
    expect(request?.headers).not.toHaveProperty('authorization');
    const names = [...(request?.body.toString('latin1') ?? '').matchAll(/form-data; name="([^"]*)"/g)];
    expect(names.map((match) => match[1])).toEqual(['key', 'acl', 'file']);
  });

  it('reports its progress, only forwards, to the last byte', async () => {
    const { post } = await scene();
    const seen: number[] = [];
    const chunks = Array.from({ length: 25 }, () => Buffer.alloc(40_000, 'x'));
    await post({ body: bodyOf(chunks), onProgress: (bytes) => seen.push(bytes) });
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(1_000_000);
  });
});

describe('a file with unexpected bytes', () => {
  it.each([
    ['short', [Buffer.alloc(1000)], 1001],
    ['empty', [], 1],
    ['long', [Buffer.alloc(1000), Buffer.alloc(1)], 1000],
    // Longer than the closing boundary: the storage would have received all announced bytes.
    ['much longer', [Buffer.alloc(1000), Buffer.alloc(100_000)], 1000],
  ])('is not stored: %s', async (_what, chunks, size) => {
    const { demo, post } = await scene();
    expect((await rejectionOf(post({ body: bodyOf(chunks, size) }))).code).toBe('file-changed');
    await expect.poll(() => demo.requests().storagePosts).toBe(1);
  });

  it('is cancelled before the storage has as many bytes as were announced', async () => {
    const stub = await stubServer(() => ({ status: 201, body: '<PostResponse><Key>a</Key></PostResponse>' }));
    const body = {
      size: 1000,
      async *chunks() {
        yield Buffer.alloc(1000);
        yield Buffer.alloc(100_000);
        // Enough time for the storage to answer if it had received these.
        await new Promise(() => undefined);
      },
    };
    expect(
      (await rejectionOf(postToStorage({ network: directNetwork, ...stubPost(stub.origin), body }))).code,
    ).toBe('file-changed');
    expect(stub.requests).toEqual([]);
  });

  it('reports the cause', async () => {
    const { post } = await scene();
    const locked = new ChartdropError('file-locked');
    const body = {
      size: 10,
      async *chunks() {
        yield Buffer.from('12345');
        throw locked;
      },
    };
    expect(await rejectionOf(post({ body }))).toBe(locked);
  });
});

describe('a storage that refuses it', () => {
  it.each<[string, FaultAct, string]>([
    ['an expired policy (case 26)', 'expire-policy', 'policy-expired'],
    ['a page of HTML', 'html', 'storage-error'],
    ['an answer without its end', 'truncate', 'storage-answer-invalid'],
    ['a fault', { status: 500 }, 'storage-error'],
    ['too much to do', { status: 503, body: '<Error><Code>SlowDown</Code></Error>' }, 'storage-error'],
    ['a connection that breaks', 'drop-before', 'network-unreachable'],
    ['a connection that breaks after all', 'drop-after', 'network-unreachable'],
  ])('%s', async (_what, act, code) => {
    const { post } = await scene({ faults: [{ step: 'storage', act }] });
    const error = await rejectionOf(post({ body: bodyOf([Buffer.alloc(1000)]) }));
    expect([error.code, error.advice, error.detail]).toEqual([code, 'retry', null]);
  });

  it('refuses a size', async () => {
    const { post } = await scene({ maxFileBytes: 1000 });
    const error = await rejectionOf(post({ body: bodyOf([Buffer.alloc(1001)]) }));
    expect([error.code, error.advice]).toEqual(['size-refused', 'ask']);
  });

  it('refuses a field that was changed', async () => {
    const { presign, post } = await scene();
    const presigned = await presign();
    const fields = { ...presigned.fields, acl: 'public-read' };
    const error = await rejectionOf(post({ presigned: { ...presigned, fields }, body: bodyOf([]) }));
    expect(error.code).toBe('policy-refused');
  });

  it.each(['expire-policy', { status: 403, body: '<Error><Code>AccessDenied</Code></Error>' }] as const)(
    'reports it while most of the file is still to come: %j',
    async (act) => {
      const { demo, post } = await scene({ faults: [{ step: 'storage', act, times: 'always' }] });
      const chunks = Array.from({ length: 480 }, () => Buffer.alloc(65_536));
      let sent = 0;
      for (let at = 0; at < 3; at += 1) {
        const error = await rejectionOf(
          post({ body: bodyOf(chunks), onProgress: (bytes) => (sent = bytes) }),
        );
        expect(error.code).toBe(act === 'expire-policy' ? 'policy-expired' : 'policy-refused');
      }
      expect(sent).toBeLessThanOrEqual(480 * 65_536);
      expect(demo.requests().storagePosts).toBe(3);
    },
  );

  it('redirects, and is not followed', async () => {
    const other = await stubServer();
    const stub = await stubServer(() => ({ status: 307, headers: { location: other.origin } }));
    const error = await rejectionOf(
      postToStorage({ network: directNetwork, ...stubPost(stub.origin), body: bodyOf([]) }),
    );
    expect(error.code).toBe('storage-answer-invalid');
    expect(other.requests).toEqual([]);
  });

  it('is gone', async () => {
    const { demo, presign, post } = await scene();
    const presigned = await presign();
    await demo.stop();
    expect((await rejectionOf(post({ presigned, body: bodyOf([]) }))).code).toBe('network-unreachable');
  });
});

describe('our own stop', () => {
  it('stops the post in the middle of a file, and closes the file', async () => {
    const { demo, post } = await scene({ faults: [{ step: 'storage', act: { slowRead: 1000 } }] });
    const stop = new AbortController();
    let isClosed = false;
    const body = {
      size: 50_000_000,
      async *chunks() {
        try {
          for (let at = 0; at < 500; at += 1) yield Buffer.alloc(100_000);
        } finally {
          isClosed = true;
        }
      },
    };
    const before = demo.attachments().length;
    const onProgress = (bytes: number) => {
      if (bytes >= 100_000) stop.abort();
    };
    expect((await rejectionOf(post({ body, signal: stop.signal, onProgress }))).code).toBe('aborted');
    await expect.poll(() => isClosed).toBe(true);
    expect(demo.attachments()).toHaveLength(before);
  });

  it('ends the wait for an answer', async () => {
    const { demo, post } = await scene({ faults: [{ step: 'storage', act: 'hang' }] });
    const stop = new AbortController();
    const error = rejectionOf(post({ body: bodyOf([Buffer.from('a')]), signal: stop.signal }));
    await expect.poll(() => demo.faults.fired()).toEqual({ hang: 1 });
    stop.abort();
    expect((await error).code).toBe('aborted');
  });

  it('works before anything was sent', async () => {
    const { demo, presign, post } = await scene();
    const presigned = await presign();
    const error = await rejectionOf(post({ presigned, body: bodyOf([]), signal: AbortSignal.abort() }));
    expect(error.code).toBe('aborted');
    expect(demo.requests().storagePosts).toBe(0);
  });
});
