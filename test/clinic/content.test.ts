import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { hashContent, openContent } from '../../main/clinic/storage/content.ts';
import type { FaultAct } from '../../main/demo-clinic/faults/faults.ts';
import { attachmentIdSchema } from '../../preload/contract/ids.ts';
import { rejectionOf } from '../fixtures/error-of.ts';
import { callOptions, clientOf, testClinic } from '../fixtures/upload-bench.ts';
import { stubServer } from './stub-server.ts';

async function scene() {
  const demo = await testClinic();
  const { client } = clientOf(demo);
  const [held] = demo.attachments().filter((one) => one.archivedAt === null);
  const attachment = await client.attachment(attachmentIdSchema.parse(held?.id), callOptions());
  return { demo, client, held, attachment };
}

describe('the bytes of an attachment', () => {
  it('are what the clinic holds', async () => {
    const { demo, client, held, attachment } = await scene();
    const bytes = await buffer(await openContent(client, attachment, callOptions()));
    expect(bytes.equals(await demo.readBytes(held?.id ?? ''))).toBe(true);
    expect(bytes).toHaveLength(attachment.size ?? 0);
    expect(await hashContent(client, attachment, callOptions())).toBe(held?.sha256);
  });

  it('are fetched from the storage without the key', async () => {
    const { demo, client, attachment } = await scene();
    const storage = await stubServer(() => ({ body: 'bytes' }));
    const location = `${storage.origin}/attachments/1?X-Amz-Signature=abc`;
    demo.faults.add({ step: 'content', act: { status: 302, headers: { location } } });
    const hash = await hashContent(client, attachment, callOptions());
    expect(hash).toBe(createHash('sha256').update('bytes').digest('hex'));
    expect(storage.requests).toHaveLength(1);
    const [request] = storage.requests;
    expect(request?.path).toBe('/attachments/1?X-Amz-Signature=abc');
    expect(request?.headers).not.toHaveProperty('authorization');
    expect(JSON.stringify(request?.headers)).not.toContain(Buffer.from(`${demo.apiKey}:`).toString('base64'));
  });

  it('do not come over a second redirect', async () => {
    const { demo, client, attachment } = await scene();
    const other = await stubServer();
    const storage = await stubServer(() => ({ status: 302, headers: { location: other.origin } }));
    demo.faults.add({ step: 'content', act: { status: 302, headers: { location: storage.origin } } });
    expect((await rejectionOf(openContent(client, attachment, callOptions()))).code).toBe('storage-error');
    expect(other.requests).toEqual([]);
  });

  it('are not there yet', async () => {
    const { demo, client, attachment } = await scene();
    const unprocessed = { ...attachment, content: null };
    expect((await rejectionOf(openContent(client, unprocessed, callOptions()))).code).toBe(
      'record-not-found',
    );
    expect(demo.requests().api).toBe(1);
    demo.faults.add({ step: 'content', act: { status: 404 } });
    expect((await rejectionOf(openContent(client, attachment, callOptions()))).code).toBe('record-not-found');
  });

  it.each<[string, FaultAct, string]>([
    ['no redirect', { status: 200, body: 'bytes' }, 'answer-invalid'],
    ['a redirect to nowhere', { status: 302 }, 'answer-invalid'],
    ['a redirect to no address', { status: 302, headers: { location: 'http://' } }, 'answer-invalid'],
    ['no permission', { status: 403 }, 'permission-denied'],
    ['a fault', 'html', 'service-error'],
  ])('are refused from an API that answers with %s', async (_what, act, code) => {
    const { demo, client, attachment } = await scene();
    demo.faults.add({ step: 'content', act });
    expect((await rejectionOf(openContent(client, attachment, callOptions()))).code).toBe(code);
    expect(demo.faults.fired()).not.toEqual({});
  });

  it.each<[string, FaultAct, string]>([
    ['is gone', { status: 404 }, 'record-not-found'],
    ['denies it', { status: 403, body: '<Error/>' }, 'storage-error'],
    ['has a fault', { status: 503 }, 'storage-error'],
    ['is behind a gateway with a fault', 'html', 'storage-error'],
    ['drops the connection', 'drop-before', 'network-unreachable'],
    ['breaks off in the middle', 'truncate', 'network-unreachable'],
  ])('are refused from a storage that %s', async (_what, act, code) => {
    const { demo, client, attachment } = await scene();
    demo.faults.add({ step: 'download', act });
    expect((await rejectionOf(hashContent(client, attachment, callOptions()))).code).toBe(code);
    expect(demo.faults.fired()).not.toEqual({});
    // No partial file remains, and the next try is complete.
    expect(await hashContent(client, attachment, callOptions())).toMatch(/^[0-9a-f]{64}$/);
  });

  it('stop coming when we stop', async () => {
    const { demo, client, attachment } = await scene();
    demo.faults.add({ step: 'download', act: 'hang' });
    const stop = new AbortController();
    const hash = rejectionOf(hashContent(client, attachment, { priority: 'window', signal: stop.signal }));
    await expect.poll(() => demo.faults.fired()).toEqual({ hang: 1 });
    stop.abort();
    expect((await hash).code).toBe('aborted');
  });

  it('stop coming in the middle when we stop', async () => {
    const { demo, client, attachment } = await scene();
    const storage = await stubServer(() => ({
      headers: { 'content-length': 1_000_000 },
      body: 'the first of many',
    }));
    demo.faults.add({ step: 'content', act: { status: 302, headers: { location: storage.origin } } });
    const stop = new AbortController();
    const stream = await openContent(client, attachment, { priority: 'window', signal: stop.signal });
    const reading = buffer(stream).catch((thrown: unknown) => thrown);
    stop.abort();
    expect(await reading).toMatchObject({ name: 'AbortError' });
    expect(stream.destroyed).toBe(true);
  });
});
