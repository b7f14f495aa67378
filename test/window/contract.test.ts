import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { seedFile } from '../../main/demo-clinic/seed/seed-files.ts';
import type { JobId } from '../../preload/contract/ids.ts';
import { type RequestName, requestNames, requests } from '../../preload/contract/requests.ts';
import { preferencesSchema } from '../../preload/contract/settings.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { type TestDesk, testDesk } from './test-desk.ts';

const wrongInputs: readonly unknown[] = [undefined, 7, 'words', [], { unknown: true }, { ids: ['../etc'] }];
const noSuchJob = '00000000-0000-4000-8000-000000000000';

/** A valid input for each channel, in a plausible order. */
async function validInputs(desk: TestDesk, folder: string): Promise<[RequestName, unknown][]> {
  await mkdir(join(folder, 'scans'));
  await writeFile(join(folder, 'letter.pdf'), seedFile('pdf', 4711));
  const jane = desk.demo.patients().find(({ lastName }) => lastName === 'Citizen')?.id ?? '';
  const target = { patientId: jane, caseId: null };
  const ids = { ids: [noSuchJob] };
  const chosen = desk.folder(join(folder, 'scans'));
  const scanFolder = {
    id: null,
    subfolders: false,
    types: ['pdf'],
    ignore: [],
    route: { kind: 'inbox' },
    afterFiling: 'stay',
    watchMethod: 'auto',
    settleMs: null,
  };
  const list = { scope: { kind: 'recent' }, filters: ['size:>1'], sort: [], archived: 'with', next: null };
  return [
    ['app:info', null],
    ['updates:read', null],
    ['updates:check', null],
    ['updates:restart', null],
    ['status:read', null],
    ['clinic:useDemo', null],
    ['clinic:useKey', { apiKey: desk.demo.apiKey }],
    ['clinic:identify', null],
    ['clinic:diagnose', null],
    ['proxy:useCredentials', { user: 'desk', password: 'sesame' }],
    ['patients:search', { query: 'citizen' }],
    ['patients:cases', { patientId: jane }],
    ['today:read', null],
    ['today:choose', { practitioners: ['1'] }],
    ['destination:arm', target],
    ['destination:recent', null],
    ['destination:disarm', null],
    ['queue:pause', null],
    ['jobs:add', { files: [desk.file(join(folder, 'letter.pdf'))], target: null }],
    ['jobs:filter', { names: ['letter.pdf'] }],
    ['jobs:page', { list: 'inbox', offset: 0, limit: 10 }],
    ['jobs:assign', { ...ids, ...target, acceptDuplicate: false }],
    ['jobs:takeBack', ids],
    ['jobs:retry', ids],
    ['jobs:dismiss', ids],
    ['jobs:acceptUnlinked', ids],
    ['jobs:restore', ids],
    ['jobs:undoRefile', ids],
    ['jobs:pause', { ...ids, paused: true }],
    ['jobs:moveFirst', ids],
    ['queue:resume', null],
    ['attachments:list', list],
    ['attachments:list', { ...list, scope: { kind: 'patient', id: jane }, filters: [] }],
    ['attachments:archive', { records: [{ id: '123', patientId: jane }] }],
    ['attachments:move', { records: [{ id: '123', patientId: jane }], patientId: jane, caseId: null }],
    ['archives:retry', { ids: ['123'] }],
    ['users:names', { ids: ['1'] }],
    ['jobs:read', ids],
    ['jobs:describe', { ...ids, description: 'words' }],
    ['history:days', { days: 7 }],
    ['history:page', { after: null, search: '', limit: 50 }],
    ['person:tell', { name: 'FD' }],
    ['history:story', { jobId: noSuchJob }],
    ['settings:read', null],
    ['settings:update', preferencesSchema.parse({})],
    ['settings:preview', { kind: 'text', text: '{}' }],
    ['pages:putBack', ids],
    ['sheets:readKey', null],
    ['sheets:sign', { sheets: [target, null], useBy: '2026-12-24' }],
    ['sheets:draw', { sheets: [{ title: 'Cover sheet', lines: [], notes: [], code: 'CD1.A', mark: null }] }],
    ['sheets:exportKey', { passphrase: 'correct horse' }],
    ['folders:list', null],
    ['folders:save', { folder: scanFolder, chosen, takeExisting: false }],
    ['folders:check', { id: null, chosen: desk.folder(folder) }],
    ['folders:tryPattern', { id: null, chosen: null, pattern: null, example: '' }],
    ['folders:browse', { within: null, name: null }],
    ['folders:takeLeft', { id: noSuchJob }],
    ['folders:remove', { id: noSuchJob }],
    ['folders:suggest', null],
    ['link:look', { kind: 'patient', id: jane }],
    ['host:take', null],
    ['network:returned', null],
  ];
}
/** Channels that must refuse here, and why. */
const refused: Partial<Record<RequestName, [input: unknown, code: string]>> = {
  'jobs:refile': [{ ids: [noSuchJob], patientId: '1', caseId: null }, 'patient-not-found'],
  'pages:blank': [{ id: noSuchJob }, 'job-not-found'],
  'pages:make': [
    { ids: [noSuchJob], documents: [[{ jobId: noSuchJob, page: 1, turn: 0 }]], paused: false },
    'job-not-found',
  ],
  'folders:restore': [{ id: noSuchJob }, 'choice-expired'],
  'archives:leave': [{ id: '123' }, 'record-not-found'],
  'folders:choose': [{ from: null }, 'request-invalid'],
  'folders:sample': [{ id: noSuchJob }, 'request-invalid'],
  'settings:choose': [null, 'request-invalid'],
  'sheets:importKey': [{ text: '{}', passphrase: 'correct horse' }, 'sheet-key-file-invalid'],
  'settings:import': [{ from: { kind: 'text', text: '{}' }, plan: '0'.repeat(64) }, 'choice-expired'],
  'host:read': [null, 'request-invalid'],
  'host:update': [{ openAtLogin: true }, 'request-invalid'],
  'app:showLog': [null, 'request-invalid'],
};

describe('the contract', () => {
  it('has a handler for every channel, whose answer matches the contract', async () => {
    // Made first, so that it is removed after the desk has closed it.
    const folder = await tempFolder();
    const desk = await testDesk();
    const tried = new Set<string>();
    for (const [channel, input] of await validInputs(desk, folder)) {
      const result = await desk.ask(channel, input);
      expect(result, channel).toMatchObject({ ok: true });
      if (!result.ok) continue;
      const { output } = requests[channel];
      expect(z.safeParse(output, result.value).error, channel).toBeUndefined();
      // The bridge exposes only the contract.
      expect(z.parse(output, result.value), channel).toEqual(result.value);
      tried.add(channel);
    }
    for (const [channel, [input, code]] of Object.entries(refused)) {
      expect(await desk.ask(channel, input), channel).toMatchObject({ ok: false, error: { code } });
      tried.add(channel);
    }
    expect([...tried].sort()).toEqual([...requestNames].sort());
  });

  it.each(requestNames)(
    '%s answers every wrong input with request-invalid, and never throws',
    async (channel) => {
      const desk = await testDesk();
      for (const input of wrongInputs) {
        if (requests[channel].input.safeParse(input).success) continue;
        expect(await desk.ask(channel, input)).toMatchObject({
          ok: false,
          error: { code: 'request-invalid' },
        });
      }
    },
  );

  it.each(['', 'jobs:unknown', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'jobs:page '])(
    'has no channel %j',
    async (channel) => {
      const desk = await testDesk();
      expect(await desk.ask(channel, null)).toMatchObject({
        ok: false,
        error: { code: 'request-invalid', detail: 'channel' },
      });
    },
  );

  it('answers before setup with a status, and with key-missing for requests that need a clinic', async () => {
    const desk = await testDesk();
    expect(await desk.call('status:read', null)).toMatchObject({ clinic: null, connection: 'unknown' });
    for (const channel of ['destination:disarm', 'history:page', 'jobs:page'] as const) {
      const input = {
        'destination:disarm': null,
        'history:page': { after: null, search: '', limit: 1 },
        'jobs:page': { list: 'queue', offset: 0, limit: 1 },
      }[channel];
      expect(await desk.ask(channel, input)).toMatchObject({ ok: false, error: { code: 'key-missing' } });
    }
  });
});

describe('several at once', () => {
  it('does every possible one, and gives a reason for each other one', async () => {
    const desk = await testDesk();
    await desk.call('clinic:useDemo', null);
    const path = join(await tempFolder(), 'letter.pdf');
    await writeFile(path, seedFile('pdf', 4712));
    const missing = join(path, 'nothing-here');
    expect(
      await desk.call('jobs:add', { files: [desk.file(path), desk.file(missing)], target: null }),
    ).toMatchObject([
      { id: '0', error: null },
      { id: '1', error: { code: 'file-missing' } },
    ]);
    const { rows } = await desk.call('jobs:page', { list: 'inbox', offset: 0, limit: 10 });
    expect(rows).toMatchObject([
      { state: 'inbox', reason: 'nobody-armed', acts: ['assign', 'describe', 'dismiss', 'pages'] },
    ]);
    const ids = [...rows.map(({ id }) => id), noSuchJob as JobId];
    expect(await desk.call('jobs:dismiss', { ids })).toMatchObject([
      { error: null },
      { id: noSuchJob, error: { code: 'job-not-found' } },
    ]);
  });
});
