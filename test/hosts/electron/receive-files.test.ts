import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createFileReceiver } from '../../../main/hosts/electron/window/receive-files.ts';
import { systemClock } from '../../../main/hosts/system-clock.ts';
import { createHostAsks } from '../../../main/window/host-asks.ts';
import { tempFolder } from '../../fixtures/temp-folder.ts';
import { someBytes } from '../../fixtures/upload-bench.ts';
import { testDesk } from '../../window/test-desk.ts';

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

it('never files to the selected patient: files wait for a click', async () => {
  const desk = await connected();
  const [jane] = await desk.call('patients:search', { query: 'citizen, jane' });
  if (jane === undefined) throw new Error('no Jane');
  await desk.call('destination:arm', { patientId: jane.id, caseId: null });
  const asks = createHostAsks();
  const receiver = createFileReceiver({ desk: desk.desk, clock: systemClock, asks });
  onTestFinished(() => receiver.stop());
  receiver.receive(await files(2));
  const counts = async () => (await desk.call('status:read', null)).counts;
  await expect.poll(counts).toMatchObject({ inbox: 2, held: 0, queued: 0, uploading: 0, filed: 0 });
  await expect.poll(() => asks.drain()).toMatchObject([{ kind: 'files', taken: 2 }]);
});

it('keeps files until a clinic is open, and adds them to its inbox', async () => {
  const desk = await testDesk();
  const asks = createHostAsks();
  const receiver = createFileReceiver({ desk: desk.desk, clock: systemClock, asks });
  onTestFinished(() => receiver.stop());
  receiver.receive(await files(2));
  await desk.call('clinic:useKey', { apiKey: desk.demo.apiKey });
  await expect.poll(async () => (await desk.call('status:read', null)).counts).toMatchObject({ inbox: 2 });
});
