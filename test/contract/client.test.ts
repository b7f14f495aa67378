import { describe, expect, it } from 'vitest';
import { diagnose } from '../../main/clinic/diagnose.ts';
import {
  attachmentFields,
  caseFields,
  type Fields,
  type ListQuery,
  parseFilter,
  parseSort,
  patientAttachmentFields,
  patientFields,
} from '../../main/clinic/filters.ts';
import { collect, type Page } from '../../main/clinic/pages.ts';
import { searchPatients } from '../../main/clinic/people/patient-search.ts';
import { postToStorage } from '../../main/clinic/storage/storage.ts';
import type { Exchange } from '../../main/demo-clinic/api/api-exchange.ts';
import { systemClock } from '../../main/hosts/system-clock.ts';
import { caseIdSchema, patientIdSchema } from '../../preload/contract/ids.ts';
import { callOptions, clientOf, testClinic } from '../fixtures/upload-bench.ts';
import { cliDesk } from '../hosts/headless/cli-desk.ts';
import { contract } from './contract.ts';
import { judge } from './judge.ts';

const values: Readonly<Record<string, string>> = {
  'date-time': '2026-01-01T00:00:00Z',
  date: '1980-02-03',
  int64: '1968645883121642782',
  integer: '1000',
  string: 'a',
};
const noFaults = (exchanges: readonly Exchange[]) => {
  expect([...new Set(exchanges.flatMap(judge))]).toEqual([]);
};

/** A client that records the calls of its methods and the requests to the clinic. */
async function recorded() {
  const exchanges: Exchange[] = [];
  const demo = await testClinic({ processingMs: 0, onExchange: (exchange) => exchanges.push(exchange) });
  const called = new Set<string>();
  const real = clientOf(demo).client;
  const client = new Proxy(real, {
    get(target, name, receiver) {
      called.add(String(name));
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
  const jane = demo.patients().find(({ lastName }) => lastName === 'Citizen');
  const knee = demo.cases().find(({ patientId }) => patientId === jane?.id);
  return {
    demo,
    exchanges,
    client,
    methods: Object.keys(real),
    called,
    jane: patientIdSchema.parse(jane?.id),
    knee: caseIdSchema.parse(knee?.id),
  };
}

/** Every filter with every operator that the reference allows for a list, and every order, as typed by a person. */
function queriesOf<F extends Fields>(path: string, fields: F): ListQuery<F>[] {
  const operation = contract.operations.find((one) => one.method === 'GET' && one.path === path);
  const filters = Object.entries(operation?.filters ?? {}).flatMap(([field, type]) =>
    (contract.operators[type] ?? []).map((operator) =>
      parseFilter(
        fields,
        `${field}:${operator}${['?', '!?', '*'].includes(operator) ? '' : (values[type] ?? '')}`,
      ),
    ),
  );
  const sorts = Object.keys(operation?.filters ?? {}).map((field) => parseSort(fields, `${field}:desc`));
  expect(filters.length).toBeGreaterThan(20);
  return [...filters.map((filter) => ({ filters: [filter] })), { sort: sorts, perPage: 7 }];
}

describe('every request of the client is in the reference', () => {
  it('each of its methods', async () => {
    const { exchanges, client, methods, called, jane, knee } = await recorded();
    const options = callOptions();
    await client.user(options);
    await client.publicSettings(options);
    await collect(client.patients({}, options), 300);
    await client.patient(jane, options);
    await collect(client.cases({}, options), 300);
    await client.case(knee, options);
    await collect(client.attachments({}, options), 300);
    await collect(client.attachmentsOfPatient(jane, {}, options), 300);
    await collect(client.attachmentsOfCase(knee, {}, options), 300);
    await client.attachmentPage({ at: '/patient_attachments' }, options);
    const presigned = await client.presignedPost(jane, options);
    const uploadUrl = await postToStorage({
      network: client.network,
      presigned,
      fileName: 'A & B.txt',
      body: {
        size: 5,
        async *chunks() {
          yield Buffer.from('hello');
        },
      },
      signal: options.signal,
    });
    const made = await client.createAttachment({ patientId: jane, uploadUrl, description: 'hello' }, options);
    const { content } = await client.attachment(made.id, options);
    await client.contentLocation(content ?? '', options);
    const listed = await collect(client.attachmentIdsOfCase(knee, options));
    await client.setAttachmentsOfCase(knee, [...listed.map(({ id }) => id), made.id], options);
    await collect(client.users({ filters: [{ field: 'id', operator: '=', value: ['7', '8'] }] }, options));
    await collect(client.practitioners(options));
    await collect(client.businesses(options));
    await collect(client.individualAppointments({}, options));
    await collect(client.groupAppointments({}, options));
    await client.archiveAttachment(made.id, options);
    // Add each new method here too.
    expect(methods.filter((method) => !called.has(method))).toEqual([]);
    noFaults(exchanges);
  });

  it('the deprecated route to archive, if the other is missing', async () => {
    const { demo, exchanges, client } = await recorded();
    const one = demo.attachments().find(({ archivedAt }) => archivedAt === null);
    demo.faults.add({ step: 'archive', act: { status: 404, body: '{"message":"Route not found"}' } });
    const found = await collect(client.attachments({}, callOptions()), 100);
    const record = found.find(({ id }) => id === one?.id) ?? found[0];
    if (record !== undefined) await client.archiveAttachment(record.id, callOptions());
    expect(exchanges.at(-1)).toMatchObject({ method: 'DELETE', status: 204 });
    noFaults(exchanges);
  });

  type Recorded = Awaited<ReturnType<typeof recorded>>;
  const lists: [string, (given: Recorded) => Promise<void>][] = [];
  const all = <F extends Fields, T>(
    path: string,
    fields: F,
    ask: (given: Recorded, query: ListQuery<F>) => AsyncIterable<Page<T>>,
  ) =>
    lists.push([
      path,
      async (given) => {
        for (const query of queriesOf(path, fields)) {
          await collect(ask(given, query), 1);
        }
      },
    ]);
  all('/patients', patientFields, ({ client }, query) => client.patients(query, callOptions()));
  all('/patient_cases', caseFields, ({ client }, query) => client.cases(query, callOptions()));
  all('/patient_attachments', attachmentFields, ({ client }, query) =>
    client.attachments(query, callOptions()),
  );
  all('/patients/{patient_id}/patient_attachments', patientAttachmentFields, ({ client, jane }, query) =>
    client.attachmentsOfPatient(jane, query, callOptions()),
  );
  all('/patient_cases/{patient_case_id}/patient_attachments', attachmentFields, ({ client, knee }, query) =>
    client.attachmentsOfCase(knee, query, callOptions()),
  );

  it.each(lists)('every filter with every operator, and every order, of %s', async (_, askAll) => {
    const given = await recorded();
    await askAll(given);
    expect(given.exchanges.every(({ status }) => status === 200)).toBe(true);
    noFaults(given.exchanges);
  });

  it('each kind of search, and the connection check', async () => {
    const { demo, exchanges, client, jane } = await recorded();
    for (const words of [
      'li',
      'jane citizen',
      'citizen, jane',
      'mary ann smith',
      'maría garcía',
      'o’connor',
      '3 feb 1980',
      '3.2.1980',
      'JC-1980',
      'patient642782@example.com',
      jane,
      `#${jane}`,
      `https://demo.au1.cliniko.com/patients/${jane}`,
      '100%',
      'a:b=c,d',
    ]) {
      await searchPatients(client, words, callOptions());
    }
    await diagnose({
      client,
      baseUrl: demo.apiUrl,
      hasKey: true,
      clock: systemClock,
      options: callOptions(),
    });
    expect(exchanges.length).toBeGreaterThan(20);
    noFaults(exchanges);
  });
});

it('the complete program requests nothing outside the reference', async () => {
  const exchanges: Exchange[] = [];
  const desk = await cliDesk({ onExchange: (exchange) => exchanges.push(exchange) });
  const { run, jane, janesCase } = desk;
  expect((await run('clinic')).code).toBe(0);
  expect((await run('diagnose')).code).toBe(0);
  expect((await run('patients', 'citizen')).code).toBe(0);
  expect((await run('upload', await desk.letter('a.pdf'), '--patient', jane)).code).toBe(0);
  expect((await run('upload', await desk.letter('A & B.pdf'), '--case', janesCase)).code).toBe(0);
  const filter = ['--filter', 'size:>1', '--filter', 'created_at:?', '--sort', 'size:desc', '--archived'];
  expect((await run('attachments', '--patient', jane, ...filter)).code).toBe(0);
  expect((await run('attachments', '--case', janesCase, '--sort', 'filename')).code).toBe(0);
  const filed = desk.demo.attachments().find(({ filename }) => filename === 'a.pdf');
  expect((await run('archive', filed?.id ?? '')).code).toBe(0);
  expect(exchanges.map(({ method }) => method)).toContain('POST');
  noFaults(exchanges);
});
