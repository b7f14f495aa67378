import { expect, it } from 'vitest';
import { openParts } from './open-parts.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { janeOf, startTestClinic } from './test-clinic.ts';

// Half past nine in the morning in Sydney, which is the evening before in UTC.
const now = () => Date.parse('2026-11-23T22:30:00Z');

it('knows its users by id, practitioners and businesses', async () => {
  const clinic = await startTestClinic();
  const users = await clinic.rows('/users');
  expect(users.map((user) => user['first_name'])).toEqual(['Frankie', 'Pat', 'Morgan']);
  expect((await clinic.get(`/users/${users[1]?.id ?? ''}`)).body).toEqual(users[1]);
  expect((await clinic.get('/users/1')).status).toBe(404);
  const practitioners = await clinic.rows('/practitioners?sort=created_at');
  expect(practitioners[0]).toMatchObject({
    label: 'Dr Pat Practitioner',
    user: { links: { self: users[1]?.links.self } },
  });
  expect((await clinic.rows('/businesses')).map((row) => row['time_zone_identifier'])).toEqual([
    'Australia/Sydney',
    null,
  ]);
});

it('gives a clinic of an earlier version its practice', async () => {
  const directory = await tempFolder();
  await (await startTestClinic({ directory })).stop();
  const { db } = await openParts(directory);
  db.exec("DELETE FROM records WHERE kind IN ('practitioner', 'business')");
  const clinic = await startTestClinic({ directory, now });
  expect(await clinic.rows('/practitioners')).toHaveLength(2);
  expect(await clinic.rows('/individual_appointments')).toHaveLength(14);
});

it('has appointments for today at the clinic, the same for every request', async () => {
  const clinic = await startTestClinic({ now });
  const rows = await clinic.rows('/individual_appointments?q[]=starts_at:>=2026-11-23T13:00:00Z');
  expect(rows).toHaveLength(14);
  expect(rows.every((row) => String(row['starts_at']) < '2026-11-24T13:00:00Z')).toBe(true);
  expect(await clinic.rows('/individual_appointments')).toEqual(rows);
  const jane = janeOf(clinic);
  const [hers, ...more] = await clinic.rows(`/individual_appointments?q[]=patient_id:=${jane}`);
  expect(more).toEqual([]);
  expect(hers).toMatchObject({
    patient_name: 'Jane Citizen',
    patient_arrived: true,
    starts_at: '2026-11-23T22:20:00Z',
    patient: { links: { self: `${clinic.apiUrl}/patients/${jane}` } },
  });
  const bookings = await clinic.rows('/bookings?per_page=100');
  expect(bookings).toHaveLength(16);
  expect(bookings.filter((row) => row['patient'] === undefined)).toHaveLength(2);
  const [group] = await clinic.rows('/group_appointments');
  const [first] = group?.['patient_ids'] as string[];
  expect((await clinic.rows(`/group_appointments?q[]=patient_ids:=${first ?? ''}`)).length).toBe(1);
  expect(await clinic.rows('/bookings?q[]=cancelled_at:?')).toHaveLength(1);
});

it('creates the next day on its date, and marks patients who did not arrive', async () => {
  let time = now();
  const clinic = await startTestClinic({ now: () => time });
  await clinic.rows('/bookings');
  expect(await clinic.rows('/bookings?q[]=did_not_arrive:=true')).toHaveLength(0);
  time += 24 * 3_600_000;
  expect(await clinic.rows('/individual_appointments?q[]=starts_at:>=2026-11-24T13:00:00Z')).toHaveLength(14);
  expect(await clinic.rows('/bookings?q[]=did_not_arrive:=true')).toHaveLength(1);
});

it.each([
  '/individual_appointments?q[]=patient_ids:=1',
  '/individual_appointments?q[]=did_not_arrive:=true',
  '/group_appointments?q[]=patient_id:=1',
  '/group_appointments?q[]=cancelled_at:?',
  '/bookings?q[]=patient_id:=1',
  '/bookings?q[]=did_not_arrive:=maybe',
  '/bookings?sort=patient_ids',
  '/users?q[]=first_name:=Pat',
  '/practitioners?q[]=archived_at:*',
  '/users?page_size=3',
  '/user?q[]=archived_at:*',
])('refuses %s', async (path) => {
  const clinic = await startTestClinic({ now });
  expect((await clinic.get(path)).status).toBe(400);
});

it('names the patient that another was merged into', async () => {
  const clinic = await startTestClinic();
  const [mona] = await clinic.rows('/patients?q[]=last_name:=Merged');
  const to = mona?.['merged_with_patient'] as { links: { self: string } };
  expect((await clinic.get(to.links.self)).body).toMatchObject({ first_name: 'Wei', merged_at: null });
});
