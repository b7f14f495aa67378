import { writeFileSync } from 'node:fs';
import { appendFile, mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { ChartdropError } from '../../main/base/errors.ts';
import { localDay } from '../../main/base/local-day.ts';
import { inState, pdf, putAway, scanDesk } from './scan-desk.ts';
import { visibleNames } from '../fixtures/visible-names.ts';

const ended = inState('filed', 'inbox', 'failed', 'dismissed');
const own = { kind: 'active' } as const;

describe('a folder for the active destination', () => {
  it('files a scan with the selected patient, and moves it into the folder of the day', async () => {
    const desk = await scanDesk();
    const jane = await desk.destinationOf('Jane Citizen');
    await desk.app().scans.watch(desk.folder(own), { takeExisting: false });
    await desk.app().scans.active.arm(jane);
    await desk.scan('letter.pdf', pdf('to Jane'));
    const job = await desk.job('letter.pdf', putAway);
    expect(desk.ofName('letter.pdf')).toMatchObject([{ patientId: jane.patient.id }]);
    const day = job.state === 'filed' ? localDay(job.filedAt).day : '';
    expect(job).toMatchObject({
      destination: jane,
      disposal: 'done',
      movedTo: join(desk.scans, 'Filed', day, 'letter.pdf'),
    });
    expect(await readdir(join(desk.scans, 'Filed', day))).toEqual(['letter.pdf']);
  });

  it('files with a case, which then lists it, with only the folder’s description', async () => {
    const desk = await scanDesk();
    const knee = await desk.caseOf('Jane Citizen');
    const words = { description: 'Referral', nameTemplate: '{date} {preset} {counter}' };
    await desk.app().scans.watch({ ...desk.folder(own), ...words }, { takeExisting: false });
    await desk.app().scans.active.arm(knee);
    await desk.scan('plan.pdf', pdf('exercises'));
    const job = await desk.job('plan.pdf', ended);
    expect(job).toMatchObject({ state: 'filed', destination: knee, inCase: 'listed' });
    const [held] = desk.ofName(`${localDay(job.appearedAt).day} Referral 001.pdf`);
    expect(held).toMatchObject({ description: 'Referral' });
    const lists = desk.demo.cases().filter(({ attachmentIds }) => attachmentIds.includes(held?.id ?? ''));
    expect(lists).toMatchObject([{ id: knee.kind === 'case' ? knee.case.id : '' }]);
  });

  it('leaves scans without a selected patient to a person, and after a start no patient is selected (case 15)', async () => {
    const desk = await scanDesk();
    await desk.app().scans.active.arm(await desk.destinationOf('Jane Citizen'));
    await desk.restart();
    expect(desk.app().scans.active.current()).toBeNull();
    await desk.app().scans.watch(desk.folder(own), { takeExisting: false });
    await desk.scan('letter.pdf', pdf('to nobody'));
    expect(await desk.job('letter.pdf', ended)).toMatchObject({ state: 'inbox', reason: 'nobody-armed' });
    expect(await visibleNames(desk.scans)).toEqual(['letter.pdf']);
  });

  it('keeps to the patient of the first page: another one meanwhile needs a person’s decision', async () => {
    const desk = await scanDesk();
    const folder = desk.folder(own);
    await desk.app().scans.watch(folder, { takeExisting: false });
    const { active } = desk.app().scans;
    await active.arm(await desk.destinationOf('Jane Citizen'));
    const path = await desk.scan('letter.pdf', '%PDF-1.4\npage one');
    await expect.poll(() => desk.app().scans.status(folder.id)?.unfinished).toBe(1);
    await active.arm(await desk.destinationOf('Nobody Born'));
    await appendFile(path, '\npage two\n%%EOF\n');
    expect(await desk.job('letter.pdf', ended)).toMatchObject({
      state: 'inbox',
      reason: 'destination-changed',
    });
    expect(desk.ofName('letter.pdf')).toEqual([]);
  });

  it('leaves to a person files written before the next selection, though their event came later', async () => {
    const desk = await scanDesk();
    await desk.app().scans.watch(desk.folder(own), { takeExisting: false });
    const { active } = desk.app().scans;
    await active.arm(await desk.destinationOf('Jane Citizen'));
    const next = await desk.destinationOf('Nobody Born');
    // In one turn of the event loop, in which no event can arrive.
    writeFileSync(join(desk.scans, 'letter.pdf'), pdf('to Jane'));
    await active.arm(next);
    expect(await desk.job('letter.pdf', ended)).toMatchObject({
      state: 'inbox',
      reason: 'destination-changed',
    });
  });

  it('separates unseen files from before a selection from later ones', async () => {
    const desk = await scanDesk();
    const folder = desk.folder(own);
    await desk.app().scans.watch(folder, { takeExisting: true });
    await desk.app().scans.unwatch(folder.id);
    expect(desk.app().scans.status(folder.id)).toBeNull();
    await desk.scan('before.pdf', pdf('before'));
    await desk.app().scans.active.arm(await desk.destinationOf('Jane Citizen'));
    await desk.app().scans.watch(folder, { takeExisting: true });
    expect(await desk.job('before.pdf', ended)).toMatchObject({ reason: 'destination-changed' });
    await desk.scan('after.pdf', pdf('after'));
    expect(await desk.job('after.pdf', ended)).toMatchObject({ state: 'filed' });
  });

  it('records who was selected, and why no longer', async () => {
    const desk = await scanDesk({ disarmAfterMs: 2000 });
    const { active } = desk.app().scans;
    const knee = await desk.caseOf('Jane Citizen');
    await active.arm(knee);
    await expect.poll(() => active.current()).toBeNull();
    for (const reason of ['person', 'lock', 'sleep'] as const) {
      await active.arm(knee);
      active.disarm(reason);
    }
    await active.arm(knee);
    await desk.restart();
    const entries = desk.app().history.audit.entries({ limit: 100 });
    const disarmed = entries.filter(({ kind }) => kind === 'destination-disarmed');
    expect(disarmed.map(({ detail }) => detail?.['reason'])).toEqual([
      'timeout',
      'person',
      'lock',
      'sleep',
      'exit',
    ]);
    expect(entries.find(({ kind }) => kind === 'destination-armed')).toMatchObject({
      patientId: knee.patient.id,
      caseId: knee.kind === 'case' ? knee.case.id : null,
      detail: { patient: 'Jane Citizen' },
    });
  });
});

it('a full disk keeps no patient selected, by time or as the screen is locked, and the history is written later (case 13)', async () => {
  const desk = await scanDesk({ disarmAfterMs: 300 });
  const { active } = desk.app().scans;
  const jane = await desk.destinationOf('Jane Citizen');
  const { history } = desk.app();
  const record = history.record.bind(history);
  let isFull = false;
  vi.spyOn(history, 'record').mockImplementation((entry) => {
    if (isFull) throw new ChartdropError('disk-full');
    record(entry);
  });
  await active.arm(jane);
  isFull = true;
  await expect.poll(() => active.current()).toBeNull();
  isFull = false;
  await active.arm(jane);
  isFull = true;
  active.disarm('lock');
  expect(active.current()).toBeNull();
  isFull = false;
  const disarmed = () =>
    history.audit
      .entries({ limit: 100 })
      .filter(({ kind }) => kind === 'destination-disarmed')
      .map(({ detail }) => detail?.['reason']);
  await expect.poll(disarmed).toEqual(['timeout', 'lock']);
});

describe('a folder for one destination', () => {
  it.each([
    ['stay', 'letter.pdf', []],
    ['trash', undefined, ['letter.pdf']],
  ] as const)('puts the filed file away as set: %s', async (afterFiling, lying, trashed) => {
    const desk = await scanDesk();
    const destination = await desk.destinationOf('Jane Citizen');
    const folder = desk.folder({ kind: 'fixed', destination }, { afterFiling });
    await desk.app().scans.watch(folder, { takeExisting: false });
    await desk.scan('letter.pdf', pdf(afterFiling));
    await desk.job('letter.pdf', putAway);
    expect((await visibleNames(desk.scans)).at(0)).toBe(lying);
    expect(await readdir(desk.bin)).toEqual(trashed);
    expect(desk.ofName('letter.pdf')).toHaveLength(1);
  });

  it('takes existing files when told to, and else counts them', async () => {
    const desk = await scanDesk();
    const destination = await desk.destinationOf('Jane Citizen');
    await desk.scan('old.pdf', pdf('old'));
    const folder = desk.folder({ kind: 'fixed', destination });
    expect(await desk.app().scans.watch(folder, { takeExisting: false })).toEqual({ existing: 1 });
    const again = desk.folder({ kind: 'fixed', destination });
    expect(await desk.app().scans.watch(again, { takeExisting: true })).toEqual({ existing: 1 });
    expect(await desk.job('old.pdf', ended)).toMatchObject({ state: 'filed' });
  });

  it('puts away after a start files that were filed before it', async () => {
    const desk = await scanDesk();
    const destination = await desk.destinationOf('Jane Citizen');
    const folder = desk.folder({ kind: 'fixed', destination });
    await desk.app().scans.watch(folder, { takeExisting: false });
    const path = await desk.scan('letter.pdf', pdf('held up'));
    // Blocks the move: a file in place of the day's folder.
    await writeFile(join(desk.scans, 'Filed'), '');
    await desk.job('letter.pdf', inState('filed'));
    await desk.restart();
    expect(desk.app().history.jobs.toDispose(10)).toHaveLength(1);
    await rename(join(desk.scans, 'Filed'), join(desk.scans, '.in the way'));
    // The folder is not watched, so its files must not be touched.
    expect(desk.app().history.jobs.toDispose(10)[0]?.file.path).toBe(path);
    await desk.app().scans.watch(folder, { takeExisting: false });
    expect(await desk.job('letter.pdf', putAway)).toMatchObject({ disposal: 'done' });
    expect(desk.ofName('letter.pdf')).toHaveLength(1);
  });

  it('takes a file again whose bytes changed before they were sent, and files both', async () => {
    const desk = await scanDesk();
    const destination = await desk.destinationOf('Jane Citizen');
    const route = { kind: 'fixed', destination } as const;
    // Without events, so that the queue is faster than the next listing.
    const folder = desk.folder(route, { watchMethod: 'listing' });
    await desk.app().scans.watch(folder, { takeExisting: false });
    desk.app().uploads.queue.pause('person');
    const path = await desk.scan('letter.pdf', pdf('first words'));
    await desk.app().scans.rescan(folder.id);
    await desk.job('letter.pdf', inState('queued'));
    await writeFile(path, pdf('second and last words'));
    desk.app().uploads.queue.resume('person');
    await desk.job('letter.pdf', (job) => putAway(job) && job.state === 'filed' && job.disposal === 'done');
    await expect.poll(() => desk.ofName('letter.pdf').length).toBe(2);
    const sizes = desk.ofName('letter.pdf').map(({ size }) => size ?? 0);
    const words = ['first words', 'second and last words'];
    expect(sizes.toSorted((a, b) => a - b)).toEqual(words.map((all) => pdf(all).length));
  });

  it('takes a file again whose bytes changed before they were sent, and says that those not copied are lost', async () => {
    const desk = await scanDesk({ copyLimits: { largest: 10 } });
    const destination = await desk.destinationOf('Jane Citizen');
    const folder = desk.folder({ kind: 'fixed', destination }, { watchMethod: 'listing' });
    await desk.app().scans.watch(folder, { takeExisting: false });
    desk.app().uploads.queue.pause('person');
    const path = await desk.scan('letter.pdf', pdf('first words'));
    await desk.app().scans.rescan(folder.id);
    await desk.job('letter.pdf', inState('queued'));
    await writeFile(path, pdf('second and last words'));
    desk.app().uploads.queue.resume('person');
    await desk.job('letter.pdf', (job) => job.state === 'inbox' && job.reason === 'file-changed');
    expect(await desk.job('letter.pdf', inState('failed'))).toMatchObject({
      destination,
      error: { code: 'file-replaced' },
    });
    await desk.job('letter.pdf', putAway);
    expect(desk.ofName('letter.pdf')).toMatchObject([{ size: pdf('second and last words').length }]);
  });
});

describe('a folder whose files name their patient', () => {
  const dob = '(?P<lastName>[^,]+), (?P<firstName>[^ ]+) (?P<dob>[0-9-]+)';

  it('files with the one current patient who matches, by id and by person', async () => {
    const desk = await scanDesk();
    const { id } = desk.patientNamed('Jane Citizen');
    const byId = desk.folder({ kind: 'filename', pattern: '^(?P<patientId>[0-9]+) ' });
    await desk.app().scans.watch(byId, { takeExisting: false });
    await desk.scan(`${id} consent.pdf`, pdf('consent'));
    expect(await desk.job(`${id} consent.pdf`, ended)).toMatchObject({
      state: 'filed',
      destination: { patient: { id } },
    });

    await desk.app().scans.unwatch(byId.id);
    await mkdir(join(desk.scans, 'people'));
    const byPerson = { path: join(desk.scans, 'people') };
    await desk
      .app()
      .scans.watch(desk.folder({ kind: 'subfolder', pattern: dob }, byPerson), { takeExisting: false });
    await desk.scan('people/CITIZEN, jane 1980-02-03/scan.pdf', pdf('by folder'));
    expect(await desk.job('scan.pdf', ended)).toMatchObject({
      state: 'filed',
      destination: { patient: { id } },
    });
  });

  it('files with the case that is named, and with its patient', async () => {
    const desk = await scanDesk();
    const knee = await desk.caseOf('Jane Citizen');
    const id = knee.kind === 'case' ? knee.case.id : '';
    const folder = desk.folder({ kind: 'filename', pattern: '^case (?P<caseId>[0-9]+)' });
    await desk.app().scans.watch(folder, { takeExisting: false });
    await desk.scan(`case ${id}.pdf`, pdf('case'));
    await desk.scan('case 42.pdf', pdf('no case'));
    expect(await desk.job(`case ${id}.pdf`, ended)).toMatchObject({ state: 'filed', destination: knee });
    expect(await desk.job('case 42.pdf', ended)).toMatchObject({ state: 'inbox', reason: 'case-not-found' });
  });

  it('leaves to a person names that match no patient, an archived one, or nothing', async () => {
    const desk = await scanDesk();
    const { id } = desk.patientNamed('Archie Archived');
    const folder = desk.folder({ kind: 'filename', pattern: '^(?P<patientId>[0-9]+)' });
    await desk.app().scans.watch(folder, { takeExisting: false });
    await desk.scan(`${id}.pdf`, pdf('archived'));
    await desk.scan('42.pdf', pdf('nobody'));
    await desk.scan('scan.pdf', pdf('nothing'));
    expect(await desk.job(`${id}.pdf`, ended)).toMatchObject({ reason: 'patient-unavailable' });
    expect(await desk.job('42.pdf', ended)).toMatchObject({ reason: 'patient-not-found' });
    expect(await desk.job('scan.pdf', ended)).toMatchObject({ reason: 'name-without-match' });
    expect(desk.demo.requests().storagePosts).toBe(0);
  });

  it('never picks one of several, and shows them all (case 16)', async () => {
    const desk = await scanDesk();
    const { id } = desk.patientNamed('Jane Citizen');
    const twin = { first_name: 'Jane', last_name: 'Citizen', date_of_birth: '1980-02-03' };
    const patients = [
      { id, ...twin },
      { id: '1968645883121999999', ...twin },
    ];
    const body = JSON.stringify({ patients, total_entries: 2, links: {} });
    desk.demo.faults.add({ step: 'patients', act: { status: 200, body } });
    const folder = desk.folder({ kind: 'filename', pattern: `^${dob}` });
    await desk.app().scans.watch(folder, { takeExisting: false });
    await desk.scan('Citizen, Jane 1980-02-03.pdf', pdf('which?'));
    expect(await desk.job('Citizen, Jane 1980-02-03.pdf', ended)).toMatchObject({
      state: 'inbox',
      reason: 'patient-ambiguous',
      candidates: [{ patient: { id } }, { patient: { id: '1968645883121999999' } }],
    });
  });

  it('asks again when the clinic was unreachable, and shows the scan meanwhile', async () => {
    const desk = await scanDesk();
    const { id } = desk.patientNamed('Jane Citizen');
    desk.demo.faults.add({ step: 'patient', act: 'drop-before', times: 3 });
    const folder = desk.folder({ kind: 'filename', pattern: '^(?P<patientId>[0-9]+)' });
    await desk.app().scans.watch(folder, { takeExisting: false });
    await desk.scan(`${id}.pdf`, pdf('later'));
    const waits = (job: { state: string }) => job.state === 'inbox';
    expect(await desk.job(`${id}.pdf`, waits)).toMatchObject({ reason: 'lookup-pending' });
    await desk.job(`${id}.pdf`, putAway);
    expect(desk.ofName(`${id}.pdf`)).toMatchObject([{ patientId: id }]);
  });

  it('asks for a scan of another run’s folder when that is watched again', async () => {
    const desk = await scanDesk();
    const { id } = desk.patientNamed('Jane Citizen');
    const name = `${id}.pdf`;
    desk.demo.faults.add({ step: 'patient', act: 'drop-before', times: Infinity });
    const folder = desk.folder({ kind: 'filename', pattern: '^(?P<patientId>[0-9]+)' });
    await desk.app().scans.watch(folder, { takeExisting: false });
    await desk.scan(name, pdf('later'));
    const found = await desk.job(name, (job) => job.state === 'inbox');
    const now = () => desk.app().history.jobs.get(found.id);
    // A command that files something else with the same data, for longer than a folder may need after a start.
    await desk.restart({ others: 'unknown' });
    desk.demo.faults.clear();
    const until = desk.clock.monotonic() + 120_000;
    await expect.poll(() => desk.clock.monotonic() > until, { timeout: 20_000 }).toBe(true);
    expect(now()).toMatchObject({ state: 'inbox', reason: 'lookup-pending' });
    await desk.restart({ awaited: [folder.id], others: 'unknown' });
    await desk.app().scans.watch(folder, { takeExisting: false });
    await desk.job(name, putAway);
    expect(desk.ofName(name)).toMatchObject([{ patientId: id }]);
  });

  it('leaves a scan that waits for the clinic to a person once its folder is removed', async () => {
    const desk = await scanDesk();
    const { id } = desk.patientNamed('Jane Citizen');
    desk.demo.faults.add({ step: 'patient', act: 'drop-before', times: Infinity });
    const folder = desk.folder({ kind: 'filename', pattern: '^(?P<patientId>[0-9]+)' });
    await desk.app().scans.watch(folder, { takeExisting: false });
    await desk.scan(`${id}.pdf`, pdf('never'));
    await desk.job(`${id}.pdf`, (job) => job.state === 'inbox' && job.reason === 'lookup-pending');
    await desk.app().scans.unwatch(folder.id);
    await desk.job(`${id}.pdf`, (job) => job.state === 'inbox' && job.reason === 'route-inbox');
    expect(desk.ofName(`${id}.pdf`)).toEqual([]);
  });

  it('refuses an invalid pattern', async () => {
    const desk = await scanDesk();
    const folder = desk.folder({ kind: 'filename', pattern: 'no group' });
    await expect(desk.app().scans.watch(folder, { takeExisting: false })).rejects.toMatchObject({
      code: 'pattern-invalid',
    });
  });
});

describe('the scans together', () => {
  it('report a folder that disappears and returns, once each, and remember it (case 8)', async () => {
    const desk = await scanDesk();
    const told: string[] = [];
    const folder = desk.folder({ kind: 'inbox' }, { watchMethod: 'listing' });
    desk.app().listen({
      onFolderChanged: ({ id }) =>
        told.push(desk.app().scans.status(id)?.kind === 'vanished' ? 'away' : 'back'),
    });
    await desk.app().scans.watch(folder, { takeExisting: false });
    await rename(desk.scans, `${desk.scans}.away`);
    await expect.poll(() => told).toEqual(['away']);
    await rename(`${desk.scans}.away`, desk.scans);
    await expect.poll(() => told).toEqual(['away', 'back']);
    const entries = desk.app().history.audit.entries({ limit: 100 });
    expect(entries.filter(({ kind }) => kind.startsWith('folder-'))).toMatchObject([
      { kind: 'folder-vanished', detail: { folder: desk.scans, error: 'folder-missing' } },
      { kind: 'folder-returned', detail: { folder: desk.scans } },
    ]);
  });

  it('stop in the middle of everything, and leave no timer behind', async () => {
    const desk = await scanDesk({ processingMs: 60_000 });
    const { id } = desk.patientNamed('Jane Citizen');
    desk.demo.faults.add({ step: 'patient', act: 'drop-before', times: 'always', skip: 1 });
    await desk.app().scans.active.arm(await desk.destinationOf('Jane Citizen'));
    const byName = desk.folder({ kind: 'filename', pattern: '^(?P<patientId>[0-9]+)' });
    await desk.app().scans.watch(byName, { takeExisting: false });
    await desk.scan(`${id}.pdf`, pdf('waits for an answer'));
    await desk.scan('unfinished.txt', 'no format tells');
    await desk.job(`${id}.pdf`, inState('inbox'));
    expect(desk.clock.pending()).toBeGreaterThan(0);
    await desk.stop();
    expect(desk.clock.pending()).toBe(0);
  });
});
