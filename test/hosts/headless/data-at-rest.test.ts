import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createDesk, type Desk } from '../../../main/core/desk.ts';
import { seedFile } from '../../../main/demo-clinic/seed/seed-files.ts';
import { readPcNames } from '../../../main/hosts/preset/pc-names.ts';
import { createSettingsFile } from '../../../main/hosts/cli/settings-file.ts';
import { createLogFile } from '../../../main/hosts/log-file.ts';
import { createSecretsFile } from '../../../main/hosts/secrets-file.ts';
import { systemClock } from '../../../main/hosts/system-clock.ts';
import type { Handles } from '../../../main/window/caller.ts';
import { createWindowService, type WindowService } from '../../../main/window/window-service.ts';
import { defaultIgnores, defaultTypes } from '../../../preload/contract/scan-folder-defaults.ts';
import type { RequestInput, RequestName, RequestOutput } from '../../../preload/contract/requests.ts';
import { settingsSchema } from '../../../preload/contract/settings.ts';
import { directNetwork } from '../../fakes/direct-network.ts';
import { tempFolder } from '../../fixtures/temp-folder.ts';
import { testClinic } from '../../fixtures/upload-bench.ts';
import { testDecoder } from '../../fixtures/test-decoder.ts';
import { peopleOf } from './cli-desk.ts';
import { startCli } from './run-cli.ts';

/** The encodings in which a file may contain a text. */
function shapesOf(text: string): Buffer[] {
  const forms = [text, text.normalize('NFD'), text.toLowerCase(), text.toUpperCase()];
  const texts = forms.flatMap((form) => [
    form,
    JSON.stringify(form).slice(1, -1),
    form.replaceAll(/[^\x20-\x7e]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`),
    encodeURIComponent(form),
  ]);
  const plain = texts.flatMap((one) => [
    Buffer.from(one),
    Buffer.from(one, 'utf16le'),
    Buffer.from(one, 'utf16le').swap16(),
    Buffer.from(Buffer.from(one).toString('hex')),
  ]);
  // Base64 of a longer text contains this one at one of three alignments; the characters at its ends depend on the
  // neighbours.
  const base64 = texts.flatMap((one) =>
    [0, 1, 2].map((before) => {
      const encoded = Buffer.from('\0'.repeat(before) + one)
        .toString('base64')
        .replaceAll('=', '');
      return Buffer.from(encoded.slice(before === 0 ? 0 : before + 1, -1));
    }),
  );
  return [...new Set([...plain, ...base64].map((one) => one.toString('latin1')))].map((one) =>
    Buffer.from(one, 'latin1'),
  );
}

/** The words that files below the directory contain, in content or name, in any encoding. */
async function wordsIn(directory: string, words: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  const shapes = words.map((word) => ({ word, all: shapesOf(word) }));
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const bytes = entry.isFile() ? await readFile(path) : Buffer.alloc(0);
    const name = Buffer.from(relative(directory, path));
    for (const { word, all } of shapes) {
      if (all.some((shape) => bytes.includes(shape) || name.includes(shape)))
        found.push(`${word} in ${path}`);
    }
  }
  return found;
}

interface Window {
  readonly desk: Desk;
  readonly service: WindowService;
  readonly handles: Handles;
  call<K extends RequestName>(channel: K, input: RequestInput<K>): Promise<RequestOutput<K>>;
  close(): Promise<void>;
}

/** The window's side of `chartdrop serve`, over its host's data. */
async function openWindow(data: string, apiUrl: string): Promise<Window> {
  const log = createLogFile({ directory: join(data, 'logs'), clock: systemClock });
  const desk = createDesk({
    dataDirectory: data,
    clock: systemClock,
    log,
    network: directNetwork,
    decoder: testDecoder,
    trash: { moveToTrash: () => Promise.resolve() },
    random: Math.random,
    osUser: 'tester',
    station: 'test-pc',
    userAgent: 'Chartdrop tests (tests@chartdrop.example)',
    secrets: createSecretsFile(join(data, 'secrets.json')),
    settings: createSettingsFile(data),
    pc: readPcNames(),
    openDemo: () => Promise.reject(new Error('the own clinic is used')),
    apiUrl,
  });
  const capabilities = {
    chooseFolder: false,
    asksItself: false,
    tray: false,
    notifications: false,
    loginItem: false,
    showLog: false,
  };
  const info = { version: '0.0.0', host: 'browser' as const, capabilities };
  const service = createWindowService({
    desk,
    decoder: testDecoder,
    clock: systemClock,
    info,
    log,
    showLog: null,
    chooseFolder: null,
    chooseSettings: null,
    browser: null,
    home: data,
    confirm: null,
    updates: null,
    hostSettings: null,
    dropConnections: () => undefined,
  });
  const caller = service.newCaller();
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    service.stop();
    await desk.stop();
  };
  onTestFinished(close);
  await desk.start();
  return {
    desk,
    service,
    handles: caller.handles,
    close,
    async call<K extends RequestName>(channel: K, input: RequestInput<K>) {
      const result = await service.dispatch(channel, input, caller);
      if (!result.ok) throw new Error(`${channel}: ${result.error.code}`);
      return result.value as RequestOutput<K>;
    },
  };
}

describe('the data on disk', () => {
  it('the search finds planted words, in every encoding and in names', async () => {
    const word = 'Zoë Quux.pdf';
    const encoded = ['\0', 'x', 'xy'].map((before) =>
      Buffer.from(`${before}${word} and more`).toString('base64'),
    );
    const planted: (string | Buffer)[] = [
      ...encoded,
      word,
      word.normalize('NFD'),
      Buffer.from(`..${word}..`, 'utf16le'),
      JSON.stringify({ name: word }),
      '{"name":"Zo\\u00eb Quux.pdf"}',
      `/local/${encodeURIComponent(word)}`,
    ];
    for (const content of planted) {
      const folder = await tempFolder();
      await writeFile(join(folder, 'file'), content);
      expect(await wordsIn(folder, [word]), String(content)).toHaveLength(1);
    }
    const folder = await tempFolder();
    await mkdir(join(folder, word));
    expect(await wordsIn(folder, [word])).toHaveLength(1);
    expect(await wordsIn(folder, ['Other'])).toEqual([]);
  });

  it('names no patient, no birth date and no file after a real day', async () => {
    const demo = await testClinic();
    const { jane } = peopleOf(demo);
    const li = demo
      .patients()
      .find((one) => one.archivedAt === null && one.id !== jane && one.lastName !== 'Citizen');
    const data = await tempFolder();
    const scans = await tempFolder();
    const inboxScans = await tempFolder();
    const drops = await tempFolder();
    let seed = 70_000;
    const put = async (folder: string, name: string): Promise<string> => {
      const path = join(folder, name);
      await writeFile(path, seedFile('pdf', (seed += 1)));
      return path;
    };
    const files = [
      'Quuxletter é.pdf',
      'Waitingroom.pdf',
      'Droppedpath.pdf',
      'Droppedbytes ü.pdf',
      'Failingfile.pdf',
      'Watchedscan.pdf',
    ] as const;

    // The command line's part: a watch for Jane.
    const env = { CHARTDROP_API_KEY: demo.apiKey, CHARTDROP_API_URL: demo.apiUrl };
    const watch = startCli(
      ['watch', scans, '--data', data, '--json', '--patient', jane, '--settle', '0.2'],
      env,
    );
    await expect.poll(() => watch.stderr()).toContain('Watching.');
    await put(scans, files[5]);
    await watch.line((line) => line.includes('"put away"'));
    await watch.kill('SIGINT');

    // The window's part.
    const settings = settingsSchema.parse({ preferences: { holdSeconds: 0 } });
    createSettingsFile(data).write(settings);
    const window = await openWindow(data, demo.apiUrl);
    await window.call('clinic:useKey', { apiKey: demo.apiKey });
    const destination = await window.call('destination:arm', { patientId: li?.id as never, caseId: null });
    const janes = await window.call('patients:search', { query: 'Jane Citizen' });
    const patient = janes.find(({ id }) => id === jane);
    if (patient === undefined || destination.destination === null) throw new Error('nobody is there');
    const folder = {
      id: null,
      subfolders: false,
      types: [...defaultTypes],
      ignore: [...defaultIgnores],
      route: { kind: 'fixed' as const, destination: { kind: 'patient' as const, patient } },
      afterFiling: 'move' as const,
      watchMethod: 'auto' as const,
      settleMs: 200,
      shared: 'yes' as const,
      takeOverSeconds: 120,
      description: null,
      nameTemplate: null,
    };
    const choose = (path: string) => window.handles.grant('folder', path);
    await window.call('folders:save', { folder, chosen: choose(scans), takeExisting: true });
    await window.call('folders:save', {
      folder: { ...folder, route: { kind: 'inbox' } },
      chosen: choose(inboxScans),
      takeExisting: true,
    });
    const target = { patientId: patient.id, caseId: null };
    await put(scans, files[0]);
    await put(inboxScans, files[1]);
    await window.call('jobs:add', {
      files: [window.handles.grant('file', await put(drops, files[2]))],
      target,
    });
    const rows = async (list: 'filed' | 'inbox' | 'queue') =>
      (await window.call('jobs:page', { list, offset: 0, limit: 50 })).rows;
    const filed = async (name: string) => (await rows('filed')).find((row) => row.name === name);
    await expect.poll(() => filed(files[0])).toBeDefined();
    await window.service.bytes.drop(
      { name: files[3], source: 'drop', patient: jane },
      Readable.from([seedFile('pdf', 71_000)]),
    );
    await expect.poll(() => filed(files[3])).toBeDefined();
    demo.faults.add({ step: 'presign', act: { status: 403 } });
    await window.service.bytes.drop(
      { name: files[4], source: 'paste', patient: jane },
      Readable.from([seedFile('pdf', 71_001)]),
    );
    await expect.poll(async () => (await rows('inbox')).length).toBe(1);
    await expect.poll(async () => (await rows('queue')).map(({ state }) => state)).toEqual(['failed']);
    const wrong = await filed(files[0]);
    if (wrong === undefined || li === undefined) throw new Error('it is filed');
    await window.call('jobs:refile', { ids: [wrong.id], patientId: li.id as never, caseId: null });
    await expect
      .poll(async () => (await rows('filed')).filter(({ name }) => name === files[0]).length)
      .toBe(2);
    expect(await window.call('destination:recent', null)).not.toEqual([]);

    const people = [
      ...[patient, destination.destination.patient].flatMap(({ name, dateOfBirth }) => [
        ...(name === null ? [] : [name]),
        ...(dateOfBirth === null ? [] : [dateOfBirth]),
      ]),
      ...files,
      'Citizen',
      'Quuxletter',
    ];
    // While it runs, with a write-ahead log beside the database, and afterwards.
    expect(await wordsIn(data, people)).toEqual([]);
    expect(await wordsIn(join(scans, '.chartdrop'), people)).toEqual([]);
    await window.close();
    expect(await wordsIn(data, people)).toEqual([]);

    // The log records the day in codes and shortened hashes, without keys or paths.
    const logs = (await readdir(join(data, 'logs'))).map((name) => join(data, 'logs', name));
    const lines = (await Promise.all(logs.map((path) => readFile(path, 'utf8')))).join('').split('\n');
    for (const words of ['"state":"filed"', '"code":"permission-denied"', '"started"', '"stopped"']) {
      expect(
        lines.some((line) => line.includes(words)),
        words,
      ).toBe(true);
    }
    const elsewhere = [demo.apiKey, demo.apiUrl, scans, inboxScans, drops, data, jane, li.id, 'tester'];
    expect(await wordsIn(join(data, 'logs'), elsewhere)).toEqual([]);

    // With the key all of it can be read.
    const again = await openWindow(data, demo.apiUrl);
    const [fixed] = await again.call('folders:list', null);
    expect(folder.route).toMatchObject(fixed?.folder.route ?? { kind: 'none' });
    const kept = await again.call('jobs:page', { list: 'filed', offset: 0, limit: 50 });
    expect(kept.rows.map(({ name }) => name)).toEqual(expect.arrayContaining([files[0], files[5]]));
    const all = await readdir(data, { recursive: true });
    expect(
      all.filter((name) => /settings\.json$|chartdrop\.sqlite$|spool.[0-9a-f-]+$/.test(name)).length,
    ).toBeGreaterThan(2);
  });

  it('seals the patient of a fixed route that an older version wrote in the clear', async () => {
    const demo = await testClinic();
    const { jane } = peopleOf(demo);
    const data = await tempFolder();
    const patient = { id: jane, name: 'Jane Citizen', dateOfBirth: '1980-02-03' };
    const route = { kind: 'fixed', destination: { kind: 'patient', patient } };
    const folder = {
      id: crypto.randomUUID(),
      path: await tempFolder(),
      subfolders: false,
      types: ['pdf'],
      ignore: [],
      route,
      afterFiling: 'stay',
      watchMethod: 'auto',
      settleMs: null,
    };
    await writeFile(
      join(data, 'settings.json'),
      JSON.stringify({ settings: { clinic: 'own', folders: { demo: [], own: [folder] } } }),
    );
    const secrets = createSecretsFile(join(data, 'secrets.json'));
    await secrets.write('api-key-address', demo.apiUrl);
    await secrets.write('api-key', demo.apiKey);
    expect(await wordsIn(data, ['Jane Citizen'])).toHaveLength(1);
    const window = await openWindow(data, demo.apiUrl);
    expect((await window.call('folders:list', null))[0]?.folder.route).toEqual(route);
    await window.close();
    expect(await wordsIn(data, ['Jane Citizen', '1980-02-03'])).toEqual([]);
    const again = await openWindow(data, demo.apiUrl);
    expect((await again.call('folders:list', null))[0]?.folder.route).toEqual(route);
  });
});
