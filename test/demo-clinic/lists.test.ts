import { expect, it } from 'vitest';
import { janeOf, startTestClinic, type Json, type TestClinic } from './test-clinic.ts';

const idsOf = (rows: readonly Json[]) => rows.map(({ id }) => id);

async function allIds(clinic: TestClinic, path: string): Promise<string[]> {
  const ids: string[] = [];
  for (let next: string | undefined = path; next !== undefined;) {
    const { body } = await clinic.get(next);
    const rows = Object.values(body).find((value) => Array.isArray(value)) as Json[];
    ids.push(...idsOf(rows));
    next = body.links.next;
  }
  return ids;
}

it('gives every attachment exactly once over all pages, the archived ones when asked', async () => {
  const clinic = await startTestClinic();
  const all = clinic.attachments();
  const current = all.filter(({ archivedAt }) => archivedAt === null);
  expect(current.length).toBeLessThan(all.length);
  const listed = await allIds(clinic, '/patient_attachments?per_page=100');
  expect(new Set(listed)).toEqual(new Set(current.map(({ id }) => id)));
  expect(listed.length).toBe(current.length);
  const withArchived = await allIds(
    clinic,
    '/patient_attachments?per_page=100&q[]=archived_at:*&sort=filename:desc',
  );
  expect(new Set(withArchived)).toEqual(new Set(all.map(({ id }) => id)));
});

it('counts all entries whatever the page, and keeps the filter in its links', async () => {
  const clinic = await startTestClinic();
  const { body } = await clinic.get('/patients?per_page=10&q[]=archived_at:*');
  expect(body.total_entries).toBe(200);
  expect(body.links.next).toContain('archived_at');
  expect(body.links.self).toBe(`${clinic.apiUrl}/patients?per_page=10&q[]=archived_at:*`);
});

it.each([
  'archived_at:!?',
  'created_at:>2025-01-01T00:00:00Z',
  'content_type:=application/pdf',
  'description:?',
  'filename:~a',
  'id:>1968645883121642782',
  'processed_at:<2026-01-01T00:00:00Z',
  'size:<10000',
  'updated_at:>=2024-06-03T00:00:00Z',
  'user_id:>0',
])('filters attachments by %s, all, of a patient and of a case', async (filter) => {
  const clinic = await startTestClinic();
  const jane = janeOf(clinic);
  const caseId = clinic.cases().find(({ patientId }) => patientId === jane)?.id ?? '';
  for (const path of ['', `/patients/${jane}`, `/patient_cases/${caseId}`]) {
    const { status, body } = await clinic.get(
      `${path}/patient_attachments?q[]=${encodeURIComponent(filter)}`,
    );
    expect([status, body.total_entries > 0]).toEqual([200, true]);
  }
});

it('has patient_id as a filter everywhere except in a patient’s own list', async () => {
  const clinic = await startTestClinic();
  const jane = janeOf(clinic);
  const [first] = clinic
    .attachments()
    .filter(({ patientId, archivedAt }) => patientId === jane && archivedAt === null);
  const filtered = await clinic.rows(`/patient_attachments?q[]=patient_id:=${jane}`);
  const listed = await clinic.rows(`/patients/${jane}/patient_attachments`);
  expect(idsOf(filtered)).toEqual(idsOf(listed));
  expect(idsOf(listed)).toContain(first?.id);
  const two = clinic
    .patients()
    .slice(0, 2)
    .map(({ id }) => id)
    .join(',');
  expect((await clinic.rows(`/patient_attachments?q[]=patient_id:=${two}`)).length).toBeGreaterThan(
    filtered.length,
  );
  expect((await clinic.get(`/patients/${jane}/patient_attachments?q[]=patient_id:=${jane}`)).status).toBe(
    400,
  );
});

it('returns up to a hundred attachments by id in one call', async () => {
  const clinic = await startTestClinic();
  const wanted = clinic
    .attachments()
    .slice(0, 100)
    .map(({ id }) => id);
  const rows = await clinic.rows(
    `/patient_attachments?per_page=100&q[]=id:=${wanted.join(',')}&q[]=archived_at:*`,
  );
  expect(new Set(idsOf(rows))).toEqual(new Set(wanted));
  const [first] = await clinic.rows(
    `/patient_attachments?q[]=id:=${wanted[0] ?? ''}&q[]=id:=${wanted[1] ?? ''}&q[]=archived_at:*`,
  );
  expect(first).toBeUndefined();
});

it('shows a patient as the program must show one, and hides archived ones', async () => {
  const clinic = await startTestClinic();
  const jane = janeOf(clinic);
  expect((await clinic.get(`/patients/${jane}`)).body).toMatchObject({
    id: jane,
    first_name: 'Jane',
    last_name: 'Citizen',
    label: 'Jane Citizen',
    date_of_birth: '1980-02-03',
    links: { self: `${clinic.apiUrl}/patients/${jane}` },
    patient_attachments: { links: { self: `${clinic.apiUrl}/patients/${jane}/patient_attachments` } },
  });
  const archived = clinic.patients().find(({ archivedAt }) => archivedAt !== null)?.id ?? '';
  expect((await clinic.get(`/patients/${archived}`)).status).toBe(404);
  expect((await clinic.get(`/patients/${archived}?q[]=archived_at:*`)).body.id).toBe(archived);
  expect((await clinic.get(`/patients/${jane}?q[]=first_name:=Jane`)).status).toBe(400);
});

it.each([
  ['first_name:=jane', 'Citizen'],
  ['last_name:~OCONNOR', undefined],
  ["last_name:=o'connor", "O'Connor"],
  ['preferred_first_name:=Misaki', '佐藤'],
  ['old_reference_id:=JC-1980', 'Citizen'],
  ['date_of_birth:=1944-12-25', "O'Connor"],
])('finds patients by %s', async (filter, lastName) => {
  const clinic = await startTestClinic();
  const [found] = await clinic.rows(`/patients?q[]=${encodeURIComponent(filter)}`);
  expect(found?.['last_name']).toBe(lastName);
});

it('finds patients without a date of birth, and those of a month in any year', async () => {
  const clinic = await startTestClinic();
  const unborn = await clinic.rows('/patients?per_page=100&q[]=date_of_birth:!?');
  expect(unborn.map((row) => row['last_name'])).toContain('Born');
  expect(unborn.every((row) => row['date_of_birth'] === null)).toBe(true);
  const february = await clinic.rows('/patients?per_page=100&q[]=date_of_birth:=****-02-**');
  expect(idsOf(february)).toContain(janeOf(clinic));
});

it('shows cases with their patient and their attachments', async () => {
  const clinic = await startTestClinic();
  const jane = janeOf(clinic);
  const rows = await clinic.rows(`/patient_cases?q[]=patient_id:=${jane}&q[]=expiry_date:=2031-12-31`);
  const knee = rows.find((row) => row['name'] === 'Knee 2026');
  expect(knee).toMatchObject({
    closed: false,
    expiry_date: '2031-12-31',
    patient: { links: { self: `${clinic.apiUrl}/patients/${jane}` } },
    patient_attachments: {
      links: { self: `${clinic.apiUrl}/patient_cases/${knee?.id ?? ''}/patient_attachments` },
    },
  });
  expect((await clinic.get(`/patient_cases/${knee?.id ?? ''}`)).body).toEqual(knee);
  const archived = clinic.cases().find(({ archivedAt }) => archivedAt !== null)?.id ?? '';
  expect((await clinic.get(`/patient_cases/${archived}`)).status).toBe(404);
});

it.each([
  '/patients?q[]=label:=x',
  '/patient_cases?q[]=name:=x',
  '/patient_attachments?q[]=pinned_at:?',
  '/patients?per_page=500',
  '/patients?sort=label',
])('refuses %s in words', async (path) => {
  const clinic = await startTestClinic();
  const { status, body } = await clinic.get(path);
  expect(status).toBe(400);
  expect(body['message']).toMatch(/\w+ \w+/);
});
