import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { seedFile } from '../../main/demo-clinic/seed/seed-files.ts';
import { errorDtoSchema } from '../../preload/contract/errors.ts';
import { type RequestName, requestNames, requests } from '../../preload/contract/requests.ts';
import { preferencesSchema } from '../../preload/contract/settings.ts';
import { outcomesSchema } from '../../preload/contract/views.ts';
import { distorted, oddValues, textOf } from '../fixtures/distort.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { testDesk } from './test-desk.ts';

const noSuchId = '00000000-0000-4000-8000-000000000000';
const result = z.union([
  z.strictObject({ ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ ok: z.literal(false), error: errorDtoSchema }),
]);
const withErrors = z.array(z.object({ error: errorDtoSchema }));

/** A desk with a key, a selected patient, files in inbox and queue, and the texts that no error may contain. */
async function scene() {
  const desk = await testDesk();
  const home = await tempFolder();
  const scans = join(home, 'scans');
  await mkdir(scans);
  const file = join(scans, 'quillfeather-biopsy.pdf');
  await writeFile(file, seedFile('pdf', 4713));
  await desk.call('clinic:useKey', { apiKey: desk.demo.apiKey });
  await desk.call('queue:pause', null);
  const patient = desk.demo.patients().find(({ lastName }) => lastName === 'Citizen')?.id ?? '';
  const patientCase = desk.demo.cases().find(({ patientId }) => patientId === patient)?.id ?? '';
  const attachment = desk.demo.attachments()[0]?.id ?? '';
  await desk.ask('jobs:add', { files: [desk.file(file)], target: null });
  const { rows } = await desk.call('jobs:page', { list: 'inbox', offset: 0, limit: 10 });
  const ids = [rows[0]?.id ?? '', noSuchId];
  const target = { patientId: patient, caseId: patientCase };
  const folder = {
    id: null,
    subfolders: true,
    types: ['pdf'],
    ignore: ['*.tmp'],
    route: { kind: 'filename', pattern: '(?<patientId>\\d+)' },
    afterFiling: 'stay',
    watchMethod: 'listing',
    settleMs: null,
    shared: 'no',
    takeOverSeconds: 120,
    description: null,
    nameTemplate: null,
  };
  const list = {
    scope: { kind: 'patient', id: patient },
    filters: ['size:>1'],
    sort: [],
    archived: 'with',
    next: null,
  };
  const samples: Record<RequestName, unknown> = {
    'app:info': null,
    'updates:read': null,
    'updates:check': null,
    'updates:restart': null,
    'status:read': null,
    'clinic:useDemo': { never: 'another clinic would be another desk' },
    'clinic:useKey': { apiKey: `${desk.demo.apiKey}x` },
    'clinic:identify': null,
    'clinic:diagnose': null,
    'proxy:useCredentials': { user: 'desk', password: 'sesame' },
    'app:showLog': null,
    'patients:search': { query: 'citizen' },
    'patients:cases': { patientId: patient },
    'today:read': null,
    'today:choose': { practitioners: ['1', '2'] },
    'destination:arm': target,
    'destination:disarm': null,
    'person:tell': { name: 'FD' },
    'destination:recent': null,
    'jobs:page': { list: 'inbox', offset: 0, limit: 10 },
    'jobs:assign': { ids, ...target, acceptDuplicate: true },
    'jobs:acceptUnlinked': { ids },
    'jobs:takeBack': { ids },
    'jobs:retry': { ids },
    'jobs:dismiss': { ids },
    'jobs:restore': { ids },
    'jobs:pause': { ids, paused: true },
    'jobs:moveFirst': { ids },
    'jobs:read': { ids },
    'jobs:describe': { ids, description: 'words' },
    'jobs:refile': { ids, ...target },
    'jobs:undoRefile': { ids },
    'jobs:filter': { names: ['letter.pdf', 'sub/Thumbs.db', '\u0000', '../../etc/passwd'] },
    'jobs:add': { files: [file, join(home, 'none'), `${home}\0`, home].map(desk.file), target },
    'queue:pause': null,
    'queue:resume': null,
    'attachments:list': list,
    'attachments:archive': {
      records: [
        { id: attachment, patientId: target.patientId },
        { id: '1', patientId: null },
      ],
    },
    'attachments:move': { records: [{ id: attachment, patientId: target.patientId }], ...target },
    'archives:retry': { ids: ['1'] },
    'archives:leave': { id: '1' },
    'users:names': { ids: ['1'] },
    'history:days': { days: 7 },
    'history:page': { after: { part: 'parts', before: 100, indexedTo: 200 }, search: 'citizen', limit: 50 },
    'history:story': { jobId: ids[0] },
    'settings:read': null,
    'settings:update': preferencesSchema.parse({}),
    'settings:choose': null,
    'settings:preview': { kind: 'text', text: '{"preferences":{"holdSeconds":5}}' },
    'settings:import': { from: { kind: 'text', text: '{}' }, plan: '0'.repeat(64) },
    'folders:list': null,
    'folders:save': { folder, chosen: desk.folder(scans), takeExisting: true },
    'folders:takeLeft': { id: noSuchId },
    'folders:remove': { id: noSuchId },
    'folders:restore': { id: noSuchId },
    'folders:check': { id: null, chosen: desk.folder(scans) },
    'folders:tryPattern': {
      ...{ id: null, chosen: desk.folder(scans), pattern: '(?P<patientId>[0-9]+)', example: '7.pdf' },
    },
    'folders:browse': { within: null, name: null },
    'folders:suggest': null,
    'folders:sample': { id: noSuchId },
    'folders:choose': { from: null },
    'pages:blank': { id: ids[0] },
    'pages:make': { ids, documents: [ids.map((jobId) => ({ jobId, page: 1, turn: 90 }))], paused: false },
    'pages:putBack': { ids },
    'sheets:sign': { sheets: [target, { ...target, caseId: patientCase }, null], useBy: '2026-12-24' },
    'sheets:draw': {
      sheets: [{ title: 'Cover sheet', lines: ['Jane'], notes: ['\u0000'], code: 'CD1.A', mark: null }],
    },
    'sheets:readKey': null,
    'sheets:exportKey': { passphrase: 'correct horse' },
    'sheets:importKey': { text: '{}', passphrase: 'correct horse' },
    'link:look': { kind: 'case', id: patientCase },
    'host:take': null,
    'host:read': null,
    'host:update': { openAtLogin: true },
    'network:returned': null,
  };
  return { desk, samples, secrets: [desk.demo.apiKey, home, 'quillfeather', 'Quillfeather', 'Citizen'] };
}

const odd = oddValues(
  fc.constantFrom<unknown>(
    'a\0b',
    '(?<patientId>((a{1000}){1000}))',
    '\ufeff',
    'x'.repeat(5_000),
    2 ** 53,
    -1e300,
  ),
  fc.constantFrom<unknown>(
    'id:=',
    'size:>>',
    'http://127.0.0.1:1/',
    '//evil.example/',
    '/v1/../..',
    'javascript:1',
  ),
);
it('answers arbitrary and nearly valid requests, with no private data in its errors', async () => {
  const { desk, samples, secrets } = await scene();
  const answered = { ok: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc
        .constantFrom(...requestNames)
        .chain((channel) => fc.tuple(fc.constant(channel), distorted(samples[channel], odd))),
      async ([channel, input]) => {
        // As it arrives over the connection.
        const [sent] = JSON.parse(textOf([input])) as [unknown];
        // Scanning the complete disk is no useful input.
        fc.pre(!/"[./\\~]+"/.test(JSON.stringify([input])));
        fc.pre(channel !== 'clinic:useDemo' || sent !== null);
        const answer = result.parse(await desk.ask(channel, sent));
        if (answer.ok) {
          answered.ok += 1;
          expect(z.safeParse(requests[channel].output, answer.value).error, channel).toBeUndefined();
        } else answered.refused += 1;
        const inside =
          answer.ok && requests[channel].output === outcomesSchema
            ? withErrors.safeParse(answer.value).data
            : [];
        const errors = answer.ok ? (inside ?? []).map(({ error }) => error) : [answer.error];
        for (const error of errors) {
          expect(error.code, channel).not.toBe('unexpected');
          for (const secret of secrets) expect(JSON.stringify(error), channel).not.toContain(secret);
        }
      },
    ),
    { numRuns: 600, interruptAfterTimeLimit: 10_000 },
  );
  expect(answered.ok).toBeGreaterThan(20);
  expect(answered.refused).toBeGreaterThan(20);
  // A wrong key was not stored, and everything still works.
  expect(await desk.ask('clinic:identify', null)).toMatchObject({ ok: true });
});

it('refuses objects that pretend to have a length', async () => {
  const { desk } = await scene();
  const ids = { length: { toString: 1, valueOf: 1 } };
  expect(await desk.ask('jobs:retry', { ids })).toMatchObject({
    ok: false,
    error: { code: 'request-invalid' },
  });
});

it('has no channel except its own', async () => {
  const { desk } = await scene();
  await fc.assert(
    fc.asyncProperty(fc.string(), fc.jsonValue(), async (channel, input) => {
      fc.pre(!(requestNames as string[]).includes(channel));
      expect(await desk.ask(channel, input)).toMatchObject({ ok: false, error: { code: 'request-invalid' } });
    }),
  );
});
