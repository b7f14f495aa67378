import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { ChartdropError } from '../../main/base/errors.ts';
import { patientIdSchema } from '../../preload/contract/ids.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { peopleOf } from '../hosts/headless/cli-desk.ts';
import { folderForm } from './folder-form.ts';
import { type TestDesk, testDesk } from './test-desk.ts';

/** A desk with a real clinic open, and one of its patients. */
async function ownDesk() {
  const desk = await testDesk();
  await desk.call('clinic:useKey', { apiKey: desk.demo.apiKey, sessionOnly: false });
  return { desk, patientId: patientIdSchema.parse(peopleOf(desk.demo).jane) };
}
const jobsOf = (desk: TestDesk) => desk.desk.app().history.jobs;

describe('an act during which another clinic is opened', () => {
  it('takes no file for a patient of the first one', async () => {
    const { desk, patientId } = await ownDesk();
    const path = join(await tempFolder(), 'letter.pdf');
    await writeFile(path, '%PDF-1.4\nfor a patient of this clinic\n%%EOF\n');
    const { client } = desk.desk.app().clinic;
    const ask = client.patient.bind(client);
    const [asked, answer] = [Promise.withResolvers<null>(), Promise.withResolvers<null>()];
    vi.spyOn(client, 'patient').mockImplementationOnce(async (id, options) => {
      const found = await ask(id, options);
      asked.resolve(null);
      await answer.promise;
      return found;
    });
    const added = desk.ask('jobs:add', { files: [desk.file(path)], target: { patientId, caseId: null } });
    await asked.promise;
    await desk.call('clinic:useDemo', null);
    answer.resolve(null);
    expect(await added).toMatchObject({ ok: false, error: { code: 'choice-expired' } });
    expect(jobsOf(desk).size('inbox') + jobsOf(desk).size('queue')).toBe(0);
  });

  it('saves no folder whose scans go to a patient of the first one', async () => {
    const { desk, patientId } = await ownDesk();
    const patient = { id: patientId, name: 'Of the first clinic', dateOfBirth: null };
    const route = { kind: 'fixed', destination: { kind: 'patient', patient } } as const;
    const saved = desk.ask('folders:save', folderForm(desk.folder(await tempFolder()), { route }));
    // While the drive is asked about the folder.
    await desk.call('clinic:useDemo', null);
    expect(await saved).toMatchObject({ ok: false, error: { code: 'choice-expired' } });
    expect(desk.settings().folders).toMatchObject({ own: [], demo: [] });
  });
});

describe('a start of the program', () => {
  it('leaves the clinic open that a person has opened meanwhile', async () => {
    const desk = await testDesk();
    const used = desk.desk.useDemo();
    const started = desk.desk.start();
    await used;
    const { app } = desk.desk.opened() ?? {};
    await started;
    expect(desk.desk.opened()?.app === app).toBe(true);
  });

  it('opens nothing after the end, nor does a person', async () => {
    const desk = await testDesk();
    await desk.call('clinic:useDemo', null);
    await desk.desk.stop();
    await desk.desk.start();
    await expect(desk.desk.useDemo()).rejects.toMatchObject({ code: 'aborted' });
    expect(desk.desk.opened()).toBeNull();
  });
});

describe('the connection', () => {
  it('stays online when a rejection of an earlier key comes late', async () => {
    const { desk } = await ownDesk();
    const { clinic } = desk.desk.app();
    const answer = Promise.withResolvers<never>();
    vi.spyOn(clinic, 'identify').mockImplementationOnce(() => answer.promise);
    const early = desk.ask('clinic:identify', null);
    await desk.call('clinic:useKey', { apiKey: desk.demo.apiKey, sessionOnly: false });
    answer.reject(new ChartdropError('key-rejected'));
    expect(await early).toMatchObject({ ok: false });
    expect(desk.desk.opened()?.connection).toBe('online');
  });
});
