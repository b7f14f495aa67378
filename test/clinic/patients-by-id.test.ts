import { expect, it } from 'vitest';
import { patientsById } from '../../main/clinic/people/patients-by-id.ts';
import { type PatientId, patientIdSchema } from '../../preload/contract/ids.ts';
import { callOptions, clientOf, testClinic } from '../fixtures/upload-bench.ts';

it('names more patients than one call returns, archived ones too, each requested once', async () => {
  const demo = await testClinic();
  const { client } = clientOf(demo);
  const everybody = demo
    .patients()
    .filter(({ deletedAt, mergedAt }) => deletedAt === null && mergedAt === null);
  const ids = everybody.map(({ id }) => patientIdSchema.parse(id));
  expect(ids.length).toBeGreaterThan(100);
  const before = demo.requests().api;
  const found = await patientsById(client, [...ids, ...ids], callOptions());
  expect(demo.requests().api - before).toBe(Math.ceil(ids.length / 100));
  expect([...found.keys()].sort()).toEqual([...ids].sort());
  const archived = everybody.find(({ archivedAt }) => archivedAt !== null);
  expect(found.get(archived?.id as PatientId)?.name).toContain(archived?.lastName);
});

it('makes no call without ids, and leaves out ids that the clinic does not know', async () => {
  const demo = await testClinic();
  const { client } = clientOf(demo);
  expect((await patientsById(client, [], callOptions())).size).toBe(0);
  expect(demo.requests().api).toBe(0);
  expect((await patientsById(client, [patientIdSchema.parse('1')], callOptions())).size).toBe(0);
});
