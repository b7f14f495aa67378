import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../main/demo-clinic/api/api-exchange.ts';
import type { Switches } from '../../main/demo-clinic/faults/switches.ts';
import {
  authorization,
  janeOf,
  startTestClinic,
  type TestClinic,
  userAgent,
} from '../demo-clinic/test-clinic.ts';
import { contract, operationOf } from './contract.ts';
import { judge } from './judge.ts';

/** A filter value of each type. */
const values: Readonly<Record<string, string>> = {
  'date-time': '2026-01-01T00:00:00Z',
  date: '1980-02-03',
  int64: '1968645883121642782',
  integer: '1000',
  string: 'a',
  boolean: 'true',
  array: '1968645883121642782',
};
const alone = ['?', '!?', '*'];

async function judged(switches: Partial<Switches> = {}) {
  const exchanges: Exchange[] = [];
  const clinic = await startTestClinic({ switches, onExchange: (exchange) => exchanges.push(exchange) });
  return { clinic, exchanges };
}

/** Requests everything that the clinic offers, and some requests that it refuses. */
async function askForEverything(clinic: TestClinic): Promise<void> {
  const jane = janeOf(clinic);
  const knee = clinic.cases().find(({ patientId }) => patientId === jane)?.id ?? '';
  const [user] = await clinic.rows('/users');
  const ids: Record<string, string> = { patient_id: jane, patient_case_id: knee };
  const at = (path: string, id: string) => path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? id);
  const records: Record<string, string> = {
    '/users/{id}': user?.id ?? '',
    '/patients/{id}': jane,
    '/patient_cases/{id}': knee,
    '/patient_attachments/{id}': clinic.attachments()[0]?.id ?? '',
  };
  for (const { method, path, query } of contract.operations) {
    if (method !== 'GET') continue;
    const url = at(path, records[path] ?? '');
    await clinic.get(url);
    if (records[path] !== undefined) await clinic.get(at(path, '1'));
    if (query.includes('page')) await clinic.get(`${url}?page=2&per_page=3&order=desc&q[]=id:>0`);
  }
  const exported = clinic.attachments().find(({ filename }) => filename?.endsWith('.zip'))?.id ?? '';
  await clinic.get(`/patient_attachments/${exported}?q[]=archived_at:*`);

  const file = { name: 'A & B.pdf', bytes: 'a letter' };
  const nothing = `${clinic.storageUrl}nothing`;
  // Without a complete presigned post no file can be stored, and the create call is refused.
  const isStored = clinic.faults.switches().presigned === 'whole';
  const created = await clinic.create(jane, isStored ? await clinic.store(jane, file) : nothing, 'a letter');
  await clinic.create(jane, nothing);
  const made = await clinic.call('POST', '/patient_cases', { name: 'Hip', patient_id: jane });
  const patch = `/patient_cases/${made.body.id}`;
  const attachments = [isStored ? created.body.id : exported];
  await clinic.call('PATCH', patch, { patient_attachment_ids: attachments, closed: true, notes: null });
  await clinic.call('PATCH', patch, { patient_attachment_ids: ['1'] });
  await clinic.call('POST', '/patient_cases', { name: '', patient_id: jane });
  await fetch(`${clinic.apiUrl}${patch}`, {
    method: 'PATCH',
    headers: {
      authorization: authorization(clinic.apiKey),
      'user-agent': userAgent,
      accept: 'application/json',
    },
    body: new URLSearchParams({ notes: 'by form' }),
  });
  await clinic.get(`${patch}/patient_attachments`);
  await clinic.get(`/patient_attachments/${attachments[0] ?? ''}/content`);
  await clinic.call('POST', `/patient_attachments/${exported}/archive`);
  await clinic.call('DELETE', `/patient_attachments/${attachments[0] ?? ''}`);
  await clinic.call('DELETE', '/patient_attachments/1');
}

const positions: [string, Partial<Switches>][] = [
  ['the default', {}],
  ['sets that add', { caseWrite: 'adds' }],
  ['cleaned names', { fileNames: 'cleaned' }],
  ['null for completed', { nullCompleted: 1 }],
  ['null for all attributes', { nullAttributes: 1 }],
  ['processing that never ends', { neverProcessed: 1 }],
  ['no presigned post', { presigned: 'null' }],
  ['a presigned post without url', { presigned: 'null-url' }],
  ['a presigned post without fields', { presigned: 'null-fields' }],
  ['newest first', { unsorted: 'newest-first' }],
  ['shuffled', { unsorted: 'shuffled' }],
  ['late answers', { latencyMs: 2, jitter: 1 }],
];

describe('every answer of the demo clinic matches the reference', () => {
  it.each(positions)('with %s', async (_, switches) => {
    const { clinic, exchanges } = await judged(switches);
    await askForEverything(clinic);
    const asked = new Set(
      exchanges.map(({ method, url }) => {
        const path = new URL(url, 'http://clinic').pathname.replace('/v1', '');
        return operationOf(method, path)?.id;
      }),
    );
    expect(contract.operations.map(({ id }) => id).filter((id) => !asked.has(id))).toEqual([]);
    expect([...new Set(exchanges.flatMap(judge))]).toEqual([]);
  });

  it.each(['list', 'text'] as const)(
    'except for errors as a %s, which real services send too',
    async (refusals) => {
      const { clinic, exchanges } = await judged({ refusals });
      await askForEverything(clinic);
      const faults = new Set(exchanges.flatMap(judge));
      expect(faults.size).toBeGreaterThan(0);
      expect([...faults].filter((fault) => !/ 422\.errors: no object$/.test(fault))).toEqual([]);
    },
  );
});

it('has no route outside the reference, except the content’s', () => {
  const folder = 'main/demo-clinic';
  const routes = readdirSync(folder, { encoding: 'utf8', recursive: true })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(`${folder}/${name}`, 'utf8'))
    .flatMap((source) => [...source.matchAll(/'\/v1(\/[^']+)'/g)].map(([, path = '']) => path));
  expect(routes.length).toBeGreaterThan(20);
  const known = new Set(contract.operations.map(({ path }) => path.replace(/\{\w+\}/g, ':id')));
  expect(routes.filter((route) => !known.has(route))).toEqual(['/patient_attachments/:id/content']);
});

const lists = contract.operations.filter(({ query }) => query.includes('page'));

it.each(lists.map((list) => [list.path, list] as const))(
  'accepts every filter with every operator and every order of %s, and refuses all others',
  async (path, { filters }) => {
    const { clinic, exchanges } = await judged();
    const jane = janeOf(clinic);
    const caseId = clinic.cases().find(({ patientId }) => patientId === jane)?.id ?? '';
    const at = path.replace('{patient_id}', jane).replace('{patient_case_id}', caseId);
    const statusOf = async (query: string) => (await clinic.get(`${at}?${query}`)).status;
    const q = (text: string) => `q[]=${encodeURIComponent(text)}`;
    for (const [field, type] of Object.entries(filters)) {
      const known = contract.operators[type] ?? [];
      for (const operator of known) {
        const value = alone.includes(operator) ? '' : (values[type] ?? '');
        expect([field, operator, await statusOf(q(`${field}:${operator}${value}`))]).toEqual([
          field,
          operator,
          200,
        ]);
      }
      for (const wrong of [`${field}:`, `${field}:@1`, `${field}:?x`]) {
        // An equals sign starts several operators, and a text may start with any character.
        if (type !== 'string') expect([wrong, await statusOf(q(wrong))]).toEqual([wrong, 400]);
      }
      if (type !== 'array') expect(await statusOf(`sort=${field}:desc,id`)).toBe(200);
    }
    expect([...new Set(exchanges.filter(({ status }) => status === 200).flatMap(judge))]).toEqual([]);
    const everywhere = new Set(lists.flatMap((list) => Object.keys(list.filters)));
    for (const field of ['label', ...everywhere]) {
      if (Object.hasOwn(filters, field)) continue;
      expect([field, await statusOf(q(`${field}:?`))]).toEqual([field, 400]);
      expect([field, await statusOf(`sort=${field}`)]).toEqual([field, 400]);
    }
    for (const query of ['per_page=101', 'per_page=0', 'page=0', 'order=up', 'limit=3']) {
      expect([query, await statusOf(query)]).toEqual([query, 400]);
    }
  },
);
