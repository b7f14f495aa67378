import { expect, it } from 'vitest';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { authorization, janeOf, startTestClinic, type TestClinic, userAgent } from './test-clinic.ts';

const letter = { name: 'letter.pdf', bytes: 'a letter' };

/** Jane, one of her cases without attachments, and two letters in her chart. */
async function scene(options: Parameters<typeof startTestClinic>[0] = {}) {
  const clinic = await startTestClinic(options);
  const jane = janeOf(clinic);
  const { body } = await clinic.call('POST', '/patient_cases', { name: 'Hip 2026', patient_id: jane });
  const file = async (patient = jane) =>
    (await clinic.create(patient, await clinic.store(patient, letter), 'Hip 2026: letter')).body.id;
  return { clinic, jane, caseId: body.id, first: await file(), second: await file(), file };
}

const listed = async (clinic: TestClinic, caseId: string, query = '') =>
  (await clinic.rows(`/patient_cases/${caseId}/patient_attachments?per_page=100${query}`)).map(
    ({ id }) => id,
  );

it('lists an attachment for a case only after the case’s list was written, whatever its description', async () => {
  const { clinic, caseId, first, second } = await scene();
  expect(await listed(clinic, caseId)).toEqual([]);
  const { status, body } = await clinic.call('PATCH', `/patient_cases/${caseId}`, {
    patient_attachment_ids: [first],
  });
  expect([status, body.id]).toEqual([200, caseId]);
  expect(await listed(clinic, caseId)).toEqual([first]);
  expect(clinic.cases().find(({ id }) => id === caseId)?.attachmentIds).toEqual([first]);

  await clinic.call('PATCH', `/patient_cases/${caseId}`, { patient_attachment_ids: [second] });
  expect(await listed(clinic, caseId)).toEqual([second]);
  await clinic.call('PATCH', `/patient_cases/${caseId}`, { closed: true });
  expect(await listed(clinic, caseId)).toEqual([second]);
  await clinic.call('PATCH', `/patient_cases/${caseId}`, { patient_attachment_ids: [] });
  expect(await listed(clinic, caseId)).toEqual([]);
});

it('refuses another patient’s attachment, an unknown one and an unknown field, and changes nothing', async () => {
  const { clinic, jane, caseId, first, file } = await scene();
  const stranger = clinic.patients().find(({ lastName }) => lastName === 'Smith')?.id ?? '';
  const theirs = await file(stranger);
  await clinic.call('PATCH', `/patient_cases/${caseId}`, { patient_attachment_ids: [first] });
  for (const ids of [[first, theirs], [first, '12'], ['x'], 'x', null]) {
    const answer = await clinic.call('PATCH', `/patient_cases/${caseId}`, { patient_attachment_ids: ids });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({
      message: 'Validation Failed',
      errors: { patient_attachment_ids: expect.any(String) as string },
    });
  }
  const moved = await clinic.call('PATCH', `/patient_cases/${caseId}`, { patient_id: stranger });
  expect(moved.status).toBe(422);
  const unknown = await clinic.call('PATCH', `/patient_cases/${caseId}`, { attachments: [first] });
  expect(unknown.body).toMatchObject({ errors: { attachments: 'is unknown' } });
  expect(await listed(clinic, caseId)).toEqual([first]);
  expect((await clinic.call('PATCH', '/patient_cases/1', { closed: true })).status).toBe(404);
  const nameless = await clinic.call('POST', '/patient_cases', { patient_id: jane });
  expect(nameless.body).toMatchObject({ errors: { name: expect.any(String) as string } });
});

it('keeps an archived attachment in the case, listed only with the filter', async () => {
  const { clinic, caseId, first, second } = await scene();
  await clinic.call('PATCH', `/patient_cases/${caseId}`, { patient_attachment_ids: [first, second] });
  await clinic.call('POST', `/patient_attachments/${first}/archive`);
  expect(await listed(clinic, caseId)).toEqual([second]);
  expect(await listed(clinic, caseId, '&q[]=archived_at:*')).toEqual([first, second]);
  await clinic.call('PATCH', `/patient_cases/${caseId}`, { patient_attachment_ids: [first, second] });
  expect(await listed(clinic, caseId, '&q[]=archived_at:?')).toEqual([first]);
});

it('makes a case with attachments, and has it after a restart', async () => {
  const directory = await tempFolder();
  const { clinic, jane, first, second } = await scene({ directory });
  const { status, body, headers } = await clinic.call('POST', '/patient_cases', {
    name: 'Back',
    patient_id: jane,
    expiry_date: null,
    max_sessions: 6,
    patient_attachment_ids: [second, first],
  });
  expect([status, headers.get('location')]).toEqual([201, body.links.self]);
  expect(body).toMatchObject({ name: 'Back', max_sessions: 6, closed: false });
  await clinic.stop();
  const again = await startTestClinic({ directory });
  expect(await listed(again, body.id)).toEqual([first, second]);
});

it.each([
  ['JSON numbers', 'application/json', (ids: string[]) => `{"patient_attachment_ids":[${ids.join(',')}]}`],
  [
    'a form',
    'application/x-www-form-urlencoded',
    (ids: string[]) => ids.map((id) => `patient_attachment_ids[]=${id}`).join('&'),
  ],
  ['an empty form', 'application/x-www-form-urlencoded', () => 'patient_attachment_ids%5B%5D='],
])('reads the ids of %s without losing a digit', async (name, type, bodyOf) => {
  const { clinic, caseId, first, second } = await scene();
  expect(Number.isSafeInteger(Number(first))).toBe(false);
  const response = await fetch(`${clinic.apiUrl}/patient_cases/${caseId}`, {
    method: 'PATCH',
    headers: {
      authorization: authorization(clinic.apiKey),
      'user-agent': userAgent,
      accept: 'application/json',
      'content-type': type,
    },
    body: bodyOf([first, second]),
  });
  expect(response.status).toBe(200);
  expect(await listed(clinic, caseId)).toEqual(name === 'an empty form' ? [] : [first, second]);
});
