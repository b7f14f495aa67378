import { describe, expect, it } from 'vitest';
import { createClinic } from '../../main/clinic/clinic.ts';
import { hashContent } from '../../main/clinic/storage/content.ts';
import { listParameters } from '../../main/clinic/filters.ts';
import { collect } from '../../main/clinic/pages.ts';
import { postToStorage } from '../../main/clinic/storage/storage.ts';
import type { DemoClinicOptions } from '../../main/demo-clinic/start.ts';
import { systemClock } from '../../main/hosts/system-clock.ts';
import { attachmentIdSchema, caseIdSchema, patientIdSchema } from '../../preload/contract/ids.ts';
import { directNetwork } from '../fakes/direct-network.ts';
import { rejectionOf } from '../fixtures/error-of.ts';
import { callOptions, clientOf, testClinic } from '../fixtures/upload-bench.ts';
import { stubClinic, stubServer } from './stub-server.ts';

async function scene(options: Partial<DemoClinicOptions> = {}) {
  const demo = await testClinic({ processingMs: 0, ...options });
  const clinic = clientOf(demo);
  const jane = demo.patients().find(({ lastName }) => lastName === 'Citizen');
  const knee = demo.cases().find(({ patientId }) => patientId === jane?.id);
  return {
    demo,
    clinic,
    client: clinic.client,
    janeId: patientIdSchema.parse(jane?.id),
    kneeId: caseIdSchema.parse(knee?.id),
  };
}

const nobody = patientIdSchema.parse('9223372036854775807');

describe('the account', () => {
  it('returns the key’s user, and remembers it', async () => {
    const { demo, clinic } = await scene();
    expect(clinic.userId()).toBeNull();
    const user = await clinic.identify(callOptions());
    expect(user).toMatchObject({ first_name: 'Frankie', last_name: 'Desk', role: 'receptionist' });
    expect(clinic.userId()).toBe(user.id);
    expect(demo.requests().api).toBe(1);
  });

  it('remembers no user for a key that does not work', async () => {
    const { demo } = await scene();
    const clinic = clientOf(demo, { apiKey: 'wrong-au1' });
    expect((await rejectionOf(clinic.identify(callOptions()))).code).toBe('key-rejected');
    expect(clinic.userId()).toBeNull();
  });

  it('takes the key without its shard too', async () => {
    const { demo } = await scene();
    const clinic = clientOf(demo, { apiKey: demo.apiKey.replace(/-au1$/, '') });
    expect(await clinic.identify(callOptions())).toMatchObject({ first_name: 'Frankie' });
  });

  it('refuses a program without a name and a contact', async () => {
    const { demo } = await scene();
    const clinic = createClinic({
      network: directNetwork,
      apiKey: () => demo.apiKey,
      baseUrl: demo.apiUrl,
      userAgent: 'Chartdrop',
      rateLimit: { requests: 10, windowMs: 1000 },
      clock: systemClock,
    });
    expect((await rejectionOf(clinic.identify(callOptions()))).code).toBe('permission-denied');
  });

  it('has public settings', async () => {
    const { client } = await scene();
    const settings = await client.publicSettings(callOptions());
    expect(settings).toEqual({ account: { name: 'Demo clinic', country: 'Australia' } });
  });
});

describe('patients and cases', () => {
  it('are found by filters, in order', async () => {
    const { client } = await scene();
    const smiths = await collect(
      client.patients(
        {
          filters: [
            { field: 'last_name', operator: '=', value: 'Smith' },
            { field: 'first_name', operator: '=', value: 'John' },
          ],
          sort: [{ field: 'date_of_birth', direction: 'desc' }],
        },
        callOptions(),
      ),
    );
    expect(smiths.map(({ date_of_birth }) => date_of_birth)).toEqual(
      expect.arrayContaining(['2011-01-09', '1984-11-30', '1951-04-17']),
    );
    const born = smiths.map((patient) => patient.date_of_birth ?? '9999');
    expect(born).toEqual([...born].sort().reverse());
  });

  it('are read by id, archived ones too, without a digit lost', async () => {
    const { demo, client, janeId, kneeId } = await scene();
    expect(Number.isSafeInteger(Number(janeId))).toBe(false);
    expect(await client.patient(janeId, callOptions())).toMatchObject({ id: janeId, last_name: 'Citizen' });
    expect(await client.case(kneeId, callOptions())).toMatchObject({
      id: kneeId,
      patient: janeId,
      closed: false,
    });
    for (const { id, archivedAt } of demo.patients().filter((one) => one.archivedAt !== null)) {
      const patient = await client.patient(patientIdSchema.parse(id), callOptions());
      expect(patient.archived_at).toBe(Date.parse(archivedAt ?? ''));
    }
    const archived = demo.cases().find((one) => one.archivedAt !== null);
    const read = await client.case(caseIdSchema.parse(archived?.id), callOptions());
    expect(read.archived_at).not.toBeNull();
  });

  it('are not there', async () => {
    const { client } = await scene();
    expect((await rejectionOf(client.patient(nobody, callOptions()))).code).toBe('record-not-found');
    const noCase = caseIdSchema.parse(nobody);
    expect((await rejectionOf(client.case(noCase, callOptions()))).code).toBe('record-not-found');
  });

  it('lists the cases of a patient', async () => {
    const { demo, client, janeId } = await scene();
    const filters = [{ field: 'patient_id', operator: '=', value: janeId }] as const;
    const cases = await collect(client.cases({ filters }, callOptions()));
    const open = demo.cases().filter((one) => one.patientId === janeId && one.archivedAt === null);
    expect(cases.map(({ id }) => id).sort()).toEqual(open.map(({ id }) => id).sort());
  });
});

describe('attachments', () => {
  it('are listed for all, for a patient and for a case', async () => {
    const { demo, client, janeId, kneeId } = await scene();
    const current = demo.attachments().filter((one) => one.archivedAt === null);
    const all = await collect(client.attachments({}, callOptions()));
    expect(all).toHaveLength(current.length);
    const ofJane = await collect(client.attachmentsOfPatient(janeId, {}, callOptions()));
    expect(ofJane.map(({ id }) => id).sort()).toEqual(
      current
        .filter(({ patientId }) => patientId === janeId)
        .map(({ id }) => id)
        .sort(),
    );
    expect(ofJane.every(({ patient }) => patient === janeId)).toBe(true);
    const ofKnee = await collect(client.attachmentsOfCase(kneeId, {}, callOptions()));
    const linked = demo.cases().find(({ id }) => id === kneeId)?.attachmentIds ?? [];
    expect(ofKnee.length).toBeGreaterThan(0);
    expect(ofKnee.map(({ id }) => id).sort()).toEqual(
      current
        .map(({ id }) => id)
        .filter((id) => linked.includes(id))
        .sort(),
    );
  });

  it('are found without the archived ones, with them, or only archived ones', async () => {
    const { demo, client } = await scene();
    const count = async (operator: '*' | '?' | '!?') => {
      const filters = [{ field: 'archived_at', operator }] as const;
      return (await collect(client.attachments({ filters }, callOptions()))).length;
    };
    const archived = demo.attachments().filter((one) => one.archivedAt !== null).length;
    expect([await count('*'), await count('?'), await count('!?')]).toEqual([500, archived, 500 - archived]);
  });

  it('are asked for by 100 ids in one call', async () => {
    const { demo, client } = await scene();
    const ids = demo
      .attachments()
      .slice(0, 100)
      .map(({ id }) => id);
    const filters = [
      { field: 'id', operator: '=', value: ids },
      { field: 'archived_at', operator: '*' },
    ] as const;
    const found = await collect(client.attachments({ filters }, callOptions()));
    expect(found.map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(demo.requests().api).toBe(1);
  });

  it('are had page by page, from any place that the service named', async () => {
    const { demo, client, janeId } = await scene();
    const at = `/patients/${janeId}/patient_attachments`;
    const first = await client.attachmentPage(
      { at, parameters: listParameters({ perPage: 5 }) },
      callOptions(),
    );
    expect([first.rows.length, first.next === null]).toEqual([5, false]);
    const second = await client.attachmentPage({ at: first.next ?? '' }, callOptions());
    expect(second.total).toBe(first.total);
    expect(second.rows.map(({ id }) => id)).not.toEqual(first.rows.map(({ id }) => id));
    expect(second.rows.every(({ patient }) => patient === janeId)).toBe(true);
    expect(demo.requests().api).toBe(2);
    const elsewhere = client.attachmentPage({ at: 'https://clinic.example/v1/x' }, callOptions());
    expect((await rejectionOf(elsewhere)).code).toBe('answer-invalid');
  });

  it('refuses unknown filters, in the service’s words', async () => {
    const stub = await stubServer(() => ({ status: 422, body: '{"errors":{"q":"is unknown"}}' }));
    const list = collect(stubClinic(stub).client.attachments({}, callOptions()));
    expect((await rejectionOf(list)).toDto()).toMatchObject({
      code: 'record-refused',
      detail: 'q is unknown',
    });
  });

  it('are made of stored bytes: presigned, posted, created, processed', async () => {
    const { demo, client, janeId } = await scene({ processingMs: 200 });
    const presigned = await client.presignedPost(janeId, callOptions());
    const uploadUrl = await postToStorage({
      network: directNetwork,
      presigned,
      fileName: 'letter.txt',
      body: {
        size: 5,
        async *chunks() {
          yield Buffer.from('hello');
        },
      },
      signal: new AbortController().signal,
    });
    const made = await client.createAttachment(
      { patientId: janeId, uploadUrl, description: 'From the GP' },
      callOptions(),
    );
    // Null until it is processed.
    expect(made).toMatchObject({
      patient: janeId,
      description: 'From the GP',
      processing_completed: false,
      filename: null,
      size: null,
      content: null,
      processed_at: null,
    });
    await expect
      .poll(async () => (await client.attachment(made.id, callOptions())).processing_completed)
      .toBe(true);
    const done = await client.attachment(made.id, callOptions());
    expect(done).toMatchObject({ filename: 'letter.txt', size: 5, user: made.user });
    const held = demo.attachments().find(({ id }) => id === made.id);
    expect(await hashContent(client, done, callOptions())).toBe(held?.sha256);
    const again = client.createAttachment({ patientId: janeId, uploadUrl, description: null }, callOptions());
    expect(await rejectionOf(again)).toMatchObject({ code: 'record-refused' });
  });

  it('cannot be made of anything else, and the service says why', async () => {
    const { client, janeId } = await scene();
    const wrong = {
      patientId: janeId,
      uploadUrl: 'https://elsewhere.example/a',
      description: 'x'.repeat(256),
    };
    expect((await rejectionOf(client.createAttachment(wrong, callOptions()))).detail).toMatch(/description/);
    const url = { ...wrong, description: null };
    expect((await rejectionOf(client.createAttachment(url, callOptions()))).detail).toMatch(
      /upload_url is invalid/,
    );
  });

  it('are not presigned without a patient', async () => {
    const { client } = await scene();
    expect((await rejectionOf(client.presignedPost(nobody, callOptions()))).code).toBe('record-not-found');
  });
});

describe('archiving', () => {
  async function toArchive(options: Partial<DemoClinicOptions> = {}) {
    const { demo, client } = await scene(options);
    const current = demo.attachments().find((one) => one.archivedAt === null);
    const id = attachmentIdSchema.parse(current?.id);
    const isArchived = () => demo.attachments().find((one) => one.id === id)?.archivedAt !== null;
    return { demo, client, id, isArchived };
  }

  it('hides an attachment, which can still be read', async () => {
    const { demo, client, id, isArchived } = await toArchive();
    await client.archiveAttachment(id, callOptions());
    expect(isArchived()).toBe(true);
    expect((await client.attachment(id, callOptions())).archived_at).not.toBeNull();
    expect(demo.requests().api).toBe(2);
  });

  it('uses the deprecated route if the service knows only that', async () => {
    const { demo, client, id, isArchived } = await toArchive({
      faults: [{ step: 'archive', act: { status: 404, body: '{"message":"Route not found"}' } }],
    });
    await client.archiveAttachment(id, callOptions());
    expect(isArchived()).toBe(true);
    expect(demo.requests().api).toBe(2);
  });

  it('reports that there is no such attachment', async () => {
    const { demo, client } = await toArchive();
    const error = await rejectionOf(
      client.archiveAttachment(attachmentIdSchema.parse(nobody), callOptions()),
    );
    expect(error.code).toBe('record-not-found');
    expect(demo.requests().api).toBe(2);
  });

  it('does not try the other route after any other error', async () => {
    const { demo, client, id, isArchived } = await toArchive({
      faults: [{ step: 'archive', act: { status: 403 } }],
    });
    expect((await rejectionOf(client.archiveAttachment(id, callOptions()))).code).toBe('permission-denied');
    expect(isArchived()).toBe(false);
    expect(demo.requests().api).toBe(1);
  });

  it.each([
    ['a page with a 200', 200, undefined],
    ['a redirect', 302, 'https://log-in.example/'],
  ])('does not count %s, as a guest network’s log-in gives, as archived', async (_what, status, location) => {
    for (const first of [404, status]) {
      const headers = location === undefined ? {} : { location };
      const stub = await stubServer(({ method }) => ({
        status: method === 'POST' ? first : status,
        headers,
      }));
      const id = attachmentIdSchema.parse('1968645883121718830');
      const error = await rejectionOf(stubClinic(stub).client.archiveAttachment(id, callOptions()));
      expect(error.code).toBe('answer-invalid');
    }
  });
});
