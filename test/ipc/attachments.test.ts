import { expect, it } from 'vitest';
import type { RequestInput } from '../../preload/contract/requests.ts';
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

it('a list across charts says whose each attachment is; one of a patient need not', async () => {
  const { desk, rows } = await scene();
  const all = await rows(list({ kind: 'recent' }));
  expect(all.length).toBeGreaterThan(10);
  for (const { patient, patientId } of all) {
    const known = desk.demo.patients().find(({ id }) => id === patientId);
    expect(patient).toMatchObject({ id: patientId, dateOfBirth: known?.dateOfBirth });
    expect(patient?.name).toContain(known?.lastName);
  }
  const [one] = all;
  if (one === undefined) throw new Error('nothing listed');
  const own = await rows(list({ kind: 'patient', id: one.patientId }));
  expect(own.map(({ patient }) => patient)).toEqual(own.map(() => null));
});

it('a user who may not see patients is shown the list all the same; other errors are told', async () => {
  const { desk, rows } = await scene();
  desk.demo.faults.add({ step: 'patients', act: { status: 403 } });
  const all = await rows(list({ kind: 'recent' }));
  expect(all.map(({ patient }) => patient)).toEqual(all.map(() => null));
  desk.demo.faults.add({ step: 'patients', act: { status: 503 } });
  await expect(rows(list({ kind: 'recent' }))).rejects.toThrow('service-error');
});
