import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { seedFile } from '../../main/demo-clinic/seed/seed-files.ts';
import { patientIdSchema } from '../../preload/contract/ids.ts';
import type { RequestInput } from '../../preload/contract/requests.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { testDesk } from './test-desk.ts';

const list = (scope: RequestInput<'attachments:list'>['scope']): RequestInput<'attachments:list'> => ({
  scope,
  filters: [],
  sort: [],
  archived: 'without',
  next: null,
});

async function scene() {
  const desk = await testDesk();
  await desk.call('clinic:useKey', { apiKey: desk.demo.apiKey });
  const rows = async (input: RequestInput<'attachments:list'>) =>
    (await desk.call('attachments:list', input)).rows;
  return { desk, rows };
}

it('a list across charts names each attachment’s patient; one of a patient need not', async () => {
  const { desk, rows } = await scene();
  const all = await rows(list({ kind: 'recent' }));
  expect(all.length).toBeGreaterThan(10);
  for (const { patient, patientId } of all) {
    const known = desk.demo.patients().find(({ id }) => id === patientId);
    expect(patient).toMatchObject({ id: patientId, dateOfBirth: known?.dateOfBirth });
    expect(patient?.name).toContain(known?.lastName);
  }
  const [one] = all;
  if (one === undefined || one.patientId === null) throw new Error('nothing listed');
  const own = await rows(list({ kind: 'patient', id: one.patientId }));
  expect(own.map(({ patient }) => patient)).toEqual(own.map(() => null));
});

it('a user who may not see patients still sees the list; other errors are reported', async () => {
  const { desk, rows } = await scene();
  desk.demo.faults.add({ step: 'patients', act: { status: 403 } });
  const all = await rows(list({ kind: 'recent' }));
  expect(all.map(({ patient }) => patient)).toEqual(all.map(() => null));
  desk.demo.faults.add({ step: 'patients', act: { status: 503 } });
  await expect(rows(list({ kind: 'recent' }))).rejects.toThrow('service-error');
});

it('archives the shown record, and none that has another patient now', async () => {
  const { desk, rows } = await scene();
  const [one, other] = (await rows(list({ kind: 'recent' }))).filter(
    (row, at, all) => all.findIndex(({ patientId }) => patientId === row.patientId) === at,
  );
  if (one === undefined || other === undefined) throw new Error('too few patients listed');
  const isArchived = () => desk.demo.attachments().find(({ id }) => id === one.id)?.archivedAt !== null;
  const wrong = await desk.call('attachments:archive', {
    records: [{ id: one.id, patientId: other.patientId }],
  });
  expect(wrong).toMatchObject([{ id: one.id, error: { code: 'attachment-other-patient' } }]);
  expect(isArchived()).toBe(false);
  const right = await desk.call('attachments:archive', {
    records: [{ id: one.id, patientId: one.patientId }],
  });
  expect(right).toEqual([{ id: one.id, error: null, outcome: 'archived' }]);
  expect(isArchived()).toBe(true);
});

it('orders by several fields, the first before the next', async () => {
  const { rows } = await scene();
  const all = await rows({
    ...list({ kind: 'recent' }),
    sort: [
      { field: 'content_type', direction: 'asc' },
      { field: 'size', direction: 'desc' },
    ],
  });
  const types = all.map(({ type }) => type);
  expect(types).toEqual(types.toSorted((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1)));
  const sizes = all.filter(({ type }) => type === all.at(-1)?.type).map(({ size }) => size ?? 0);
  expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
});

it('files a job that was shown in the inbox only from there', async () => {
  const { desk } = await scene();
  const folder = await tempFolder();
  const path = join(folder, 'letter.pdf');
  await writeFile(path, seedFile('pdf', 4711));
  const added = await desk.call('jobs:add', { files: [desk.file(path)], target: null });
  expect(added).toMatchObject([{ error: null }]);
  const inbox = async () =>
    (await desk.call('jobs:page', { list: 'inbox', offset: 0, limit: 10 })).rows.map(({ id }) => id);
  await expect.poll(inbox).toHaveLength(1);
  const ids = await inbox();
  const [first, second] = desk.demo.patients();
  if (first === undefined || second === undefined) throw new Error('too few patients');
  const assign = (patientId: string) =>
    desk.call('jobs:assign', {
      ids,
      patientId: patientIdSchema.parse(patientId),
      caseId: null,
      acceptDuplicate: false,
      from: 'inbox',
      description: 'Referral',
    });
  expect(await assign(first.id)).toMatchObject([{ error: null }]);
  expect(await assign(second.id)).toMatchObject([{ error: { code: 'transition-refused' } }]);
  const [queued] = (await desk.call('jobs:page', { list: 'queue', offset: 0, limit: 10 })).rows;
  expect([queued?.destination?.patient.id, queued?.description]).toEqual([first.id, 'Referral']);
});
