import { describe, expect, it } from 'vitest';
import { collect } from '../../main/clinic/pages.ts';
import { rejectionOf } from '../fixtures/error-of.ts';
import { callOptions, clientOf, testClinic } from '../fixtures/upload-bench.ts';
import { jsonStub, stubClinic, stubServer } from './stub-server.ts';

const patient = { id: '1968645883121642782', first_name: 'Jane', last_name: 'Citizen' };
const patientsOf = (body: unknown) => ({ patients: [body], total_entries: 1, links: { self: 'x' } });

async function listOf(body: unknown) {
  return collect(stubClinic(await jsonStub(body)).client.patients({}, callOptions()));
}

describe('a list', () => {
  it('holds all 500 rows of five pages, each once', async () => {
    const demo = await testClinic();
    const rows = await collect(
      clientOf(demo).client.attachments(
        { filters: [{ field: 'archived_at', operator: '*' }] },
        callOptions(),
      ),
    );
    expect(rows).toHaveLength(500);
    expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(demo.attachments().map(({ id }) => id)));
    expect(demo.requests().api).toBe(5);
  });

  it('fetches a page when it is asked for, and not before', async () => {
    const demo = await testClinic();
    const list = clientOf(demo).client.patients({ perPage: 20 }, callOptions())[Symbol.asyncIterator]();
    expect(demo.requests().api).toBe(0);
    const first = await list.next();
    expect(first.done).toBe(false);
    if (first.done === true) return;
    expect(first.value.rows).toHaveLength(20);
    expect(first.value.total).toBeGreaterThan(180);
    expect(first.value.more).toBe(true);
    expect(demo.requests().api).toBe(1);
    await list.next();
    await list.return?.(undefined);
    expect(demo.requests().api).toBe(2);
  });

  it('stops when the caller has enough', async () => {
    const demo = await testClinic();
    const { client } = clientOf(demo);
    const ids = async (most: number) =>
      (await collect(client.patients({ perPage: 20 }, callOptions()), most)).map(({ id }) => id);
    const thirty = await ids(30);
    expect(thirty).toHaveLength(30);
    expect(demo.requests().api).toBe(2);
    expect((await ids(20)).length).toBe(20);
    expect(demo.requests().api).toBe(3);
  });

  it('may be empty', async () => {
    const demo = await testClinic();
    const filters = [{ field: 'last_name', operator: '=', value: 'nobody of that name' }] as const;
    const pages = [];
    for await (const page of clientOf(demo).client.patients({ filters }, callOptions())) pages.push(page);
    expect(pages).toEqual([{ rows: [], odd: 0, total: 0, more: false }]);
  });

  it('follows the service’s own links as they are', async () => {
    const stub = await stubServer(({ path, headers }) => {
      const next = `http://${headers.host ?? ''}/v1/elsewhere?cursor=a%2Bb&q[]=x`;
      const links = path.startsWith('/v1/elsewhere') ? { next: null } : { next };
      return { body: JSON.stringify({ ...patientsOf(patient), links }) };
    });
    expect(await collect(stubClinic(stub).client.patients({}, callOptions()))).toHaveLength(2);
    expect(stub.requests.map(({ path }) => path)).toEqual([
      '/v1/patients?per_page=100',
      '/v1/elsewhere?cursor=a%2Bb&q[]=x',
    ]);
  });

  it.each([1, 3])('does not run in a circle of %d pages', async (length) => {
    const stub = await stubServer(({ path, headers }) => {
      const page = Number(/page=(\d+)/.exec(path)?.[1] ?? 0);
      const next = `http://${headers.host ?? ''}/v1/patients?page=${(page + 1) % length}`;
      return { body: JSON.stringify({ ...patientsOf(patient), links: { next } }) };
    });
    const list = collect(stubClinic(stub).client.patients({}, callOptions()));
    expect((await rejectionOf(list)).code).toBe('answer-invalid');
    expect(stub.requests.length).toBeLessThanOrEqual(length + 1);
  });

  it('ends with the first page that fails, after what was read', async () => {
    const demo = await testClinic({ faults: [{ step: 'patients', skip: 1, act: { status: 500 } }] });
    const seen: number[] = [];
    const reading = (async () => {
      for await (const page of clientOf(demo).client.patients({ perPage: 50 }, callOptions())) {
        seen.push(page.rows.length);
      }
    })();
    expect((await rejectionOf(reading)).code).toBe('service-error');
    expect(seen).toEqual([50]);
  });
});

describe('what an answer may look like (case 32)', () => {
  it('has more fields than we know, and nulls where nothing depends on them', async () => {
    const [read] = await listOf(
      patientsOf({
        ...patient,
        colour: 'green',
        links: { self: 'x', other: [] },
        first_name: null,
        date_of_birth: null,
      }),
    );
    expect(read).toEqual({
      id: patient.id,
      first_name: '',
      last_name: 'Citizen',
      preferred_first_name: null,
      date_of_birth: null,
      old_reference_id: null,
      archived_at: null,
      deleted_at: null,
      merged_at: null,
    });
  });

  it('may have an unreadable date: an archived record is still archived', async () => {
    const [read] = await listOf(patientsOf({ ...patient, archived_at: 'yesterday' }));
    expect(read?.archived_at).not.toBeNull();
  });

  it.each([
    ['an id as a number, which has lost its last digits', patientsOf({ ...patient, id: Number(patient.id) })],
    ['no id', patientsOf({ ...patient, id: undefined })],
    ['an id of null', patientsOf({ ...patient, id: null })],
    ['an empty id', patientsOf({ ...patient, id: '' })],
    ['an id that is none', patientsOf({ ...patient, id: 'abc' })],
    ['an id with a path in it', patientsOf({ ...patient, id: '1/../2' })],
    ['an id of zero', patientsOf({ ...patient, id: '0' })],
    ['a name that is no text', patientsOf({ ...patient, last_name: ['Citizen'] })],
    ['no rows', { total_entries: 0, links: {} }],
    ['rows of another list', { cases: [], total_entries: 0, links: {} }],
    ['rows of null', { patients: null, total_entries: 0, links: {} }],
    ['no total', { patients: [], links: {} }],
    ['no links', { patients: [], total_entries: 0 }],
    ['a list as such', []],
    ['null', null],
  ])('does not have %s', async (_what, body) => {
    const error = await rejectionOf(listOf(body));
    expect(error.code).toBe('answer-invalid');
    expect(JSON.stringify([error.message, error.cause, error.detail])).not.toContain('Citizen');
  });
});
