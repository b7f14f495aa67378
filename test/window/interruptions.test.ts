import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../main/demo-clinic/faults/faults.ts';
import { startRelay } from '../fixtures/relay.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { someBytes } from '../fixtures/upload-bench.ts';
import { testDesk } from './test-desk.ts';

/**
 * A desk with a selected patient, and the system's events. `relayed`: its connection to the clinic can be cut; links in
 * the clinic's answers bypass the relay and are refused.
 */
async function scene(given: { relayed?: boolean; faults?: Fault[] }) {
  const desk = await testDesk(given.relayed === true ? { way: startRelay } : {});
  await desk.call('clinic:useKey', { apiKey: desk.demo.apiKey });
  const [jane] = await desk.call('patients:search', { query: 'citizen, jane' });
  if (jane === undefined) throw new Error('no Jane');
  const target = { patientId: jane.id, caseId: null };
  await desk.call('destination:arm', target);
  desk.demo.faults.add(...(given.faults ?? []));
  const files = await tempFolder();
  return {
    ...desk,
    interruptions: desk.service.interruptions,
    drop: async (bytes: Buffer): Promise<void> => {
      const path = join(files, `${createHash('sha256').update(bytes).digest('hex').slice(0, 8)}.pdf`);
      await writeFile(path, bytes);
      expect(await desk.call('jobs:add', { files: [desk.file(path)], target })).toMatchObject([
        { error: null },
      ]);
    },
    counts: async () => (await desk.call('status:read', null)).counts,
    copies: (bytes: Buffer) => {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return desk.demo.attachments().filter((one) => one.sha256 === sha256);
    },
  };
}

describe('a sleep (case 23)', () => {
  it('interrupts an upload, ends the selection, and files it once after waking', async () => {
    const { desk, demo, interruptions, drop, counts, copies, call, way } = await scene({
      relayed: true,
      // Also the second try, if the first one fails: it would be over before the sleep.
      faults: [{ step: 'storage', act: { slowRead: 200_000 }, times: 'always' }],
    });
    let sent = 0;
    desk.listen({ onProgress: (_id, bytes) => (sent = bytes) });
    const bytes = someBytes(8_000_000);
    await drop(bytes);
    await expect.poll(() => sent).toBeGreaterThan(0);

    interruptions.suspend();
    await expect.poll(counts).toMatchObject({ uploading: 0, queued: 1 });
    expect(await call('status:read', null)).toMatchObject({
      pausedBy: ['sleep'],
      active: { destination: null },
    });
    way?.freeze();
    demo.faults.clear();

    interruptions.wake();
    await expect.poll(counts).toMatchObject({ filed: 1 });
    expect(copies(bytes)).toHaveLength(1);
    expect(await call('status:read', null)).toMatchObject({ pausedBy: [], connection: 'online' });
  });

  it('without an announcement leaves no upload on a dead connection', async () => {
    const { interruptions, drop, counts, copies, demo } = await scene({
      faults: [{ step: 'storage', act: 'hang' }],
    });
    const bytes = someBytes();
    await drop(bytes);
    await expect.poll(() => Object.keys(demo.faults.fired())).toHaveLength(1);
    interruptions.wake();
    await expect.poll(counts).toMatchObject({ filed: 1 });
    expect(copies(bytes)).toHaveLength(1);
  });

  it('in the middle of a successful create call files nothing twice', async () => {
    const { interruptions, drop, counts, copies, demo } = await scene({
      faults: [{ step: 'create', act: 'hang-after' }],
    });
    const bytes = someBytes();
    await drop(bytes);
    await expect.poll(() => Object.keys(demo.faults.fired())).toHaveLength(1);
    interruptions.suspend();
    await expect.poll(counts).toMatchObject({ registering: 1 });
    interruptions.wake();
    await expect.poll(counts).toMatchObject({ filed: 1 });
    expect(copies(bytes)).toHaveLength(1);
  });

  it('leaves no call on an idle connection that died meanwhile', async () => {
    const { interruptions, drop, counts, copies, call, way } = await scene({ relayed: true });
    const ask = () => Promise.all(Array.from({ length: 6 }, () => call('clinic:identify', null)));
    await ask();
    interruptions.suspend();
    way?.freeze();
    expect(way?.frozen()).toBeGreaterThanOrEqual(6);
    interruptions.wake();
    const bytes = someBytes();
    await drop(bytes);
    // On a dead connection it would take the timeout, half a minute.
    await expect.poll(counts).toMatchObject({ filed: 1 });
    expect(copies(bytes)).toHaveLength(1);
  });
});

describe('a locked screen', () => {
  it('ends the selection, and stops nothing', async () => {
    const { interruptions, drop, counts, call } = await scene({});
    interruptions.lock();
    expect(await call('status:read', null)).toMatchObject({ active: { destination: null }, pausedBy: [] });
    await drop(someBytes());
    await expect.poll(counts).toMatchObject({ filed: 1 });
  });

  it('has no effect before the first run', async () => {
    const { desk, service } = await testDesk();
    for (const event of ['suspend', 'lock', 'wake', 'networkReturned'] as const)
      service.interruptions[event]();
    expect(desk.opened()).toBeNull();
  });
});
