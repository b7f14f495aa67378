import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createFileReceiver } from '../../main/hosts/electron/receive-files.ts';
import { systemClock } from '../../main/hosts/system-clock.ts';
import { createHostAsks } from '../../main/ipc/host-asks.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { someBytes } from '../fixtures/upload-bench.ts';
import { testDesk } from '../ipc/test-desk.ts';

async function connected() {
  const desk = await testDesk();
  await desk.call('clinic:useKey', { apiKey: desk.demo.apiKey });
  return desk;
}
async function files(count: number): Promise<string[]> {
  const folder = await tempFolder();
  const paths = Array.from({ length: count }, (_, at) => join(folder, `${at}.pdf`));
  await Promise.all(paths.map((path) => writeFile(path, someBytes())));
  return paths;
}

it('never takes a patient of one clinic for one of another that was opened meanwhile', async () => {
  const [before, after] = [await connected(), await connected()];
  const [jane] = await before.call('patients:search', { query: 'citizen, jane' });
  if (jane === undefined) throw new Error('no Jane');
  await before.call('destination:arm', { patientId: jane.id, caseId: null });
  let now = before.desk;
  const asks = createHostAsks();
  const receiver = createFileReceiver({
    desk: { opened: () => now.opened(), listen: () => () => undefined },
    clock: systemClock,
    asks,
  });
  onTestFinished(() => receiver.stop());
  const [first = '', second = ''] = await files(2);
  receiver.receive([first]);
  receiver.receive([second]);
  now = after.desk;
  await expect
    .poll(async () => (await after.call('status:read', null)).counts)
    .toMatchObject({ inbox: 1, queued: 0, uploading: 0, filed: 0 });
  await expect.poll(async () => (await before.call('status:read', null)).counts.filed).toBe(1);
  expect(asks.take()).toMatchObject([
    { to: 'armed', taken: 1 },
    { to: 'inbox', taken: 1 },
  ]);
});

it('keeps files until a clinic is open, and takes them into its inbox', async () => {
  const desk = await testDesk();
  const asks = createHostAsks();
  const receiver = createFileReceiver({ desk: desk.desk, clock: systemClock, asks });
  onTestFinished(() => receiver.stop());
  receiver.receive(await files(2));
  await desk.call('clinic:useKey', { apiKey: desk.demo.apiKey });
  await expect.poll(async () => (await desk.call('status:read', null)).counts).toMatchObject({ inbox: 2 });
});
