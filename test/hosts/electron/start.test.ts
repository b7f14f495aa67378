import { tmpdir } from 'node:os';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../../fixtures/temp-folder.ts';
import { testClinic } from '../../fixtures/upload-bench.ts';
import { launchBuiltMain, startBuiltMain } from './start-built-main.ts';

/** The built main process with code before its first line. */
async function entryWith(before: string): Promise<string> {
  const folder = await tempFolder();
  for (const part of ['main', 'preload', 'renderer']) {
    await cp(join('dist', part), join(folder, part), { recursive: true });
  }
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  const entry = join(folder, 'main', 'electron.js');
  await writeFile(entry, `${before}\n${await readFile(entry, 'utf8')}`);
  return entry;
}
const settingsWith = async (text: string | Buffer): Promise<string> => {
  const data = await tempFolder();
  await writeFile(join(data, 'settings.json'), text);
  return data;
};
const presetWith = async (text: string | Buffer): Promise<string> => {
  const resources = await tempFolder();
  await writeFile(join(resources, 'preset.json'), text);
  return resources;
};

describe('the entry, in Electron’s order', () => {
  it('is evaluated to its end before Electron is ready, and shows its window afterwards', async () => {
    const main = await launchBuiltMain();
    await main.until('show');
    const order = main.told.map(({ what }) => what);
    const wanted = ['privileged', 'lock', 'evaluated', 'ready', 'window', 'show'];
    expect(order.filter((what) => wanted.includes(what))).toEqual([
      ...['privileged', 'lock', 'evaluated', 'ready', 'window', 'show'],
    ]);
  });

  it('would hang with an await of ready at its top level', async () => {
    const before = "import { app as waits } from 'electron';\nawait waits.whenReady();";
    const main = await launchBuiltMain({ env: { CHARTDROP_TEST_ENTRY: await entryWith(before) } });
    await main.until('hangs');
    expect(main.details('ready')).toEqual([]);
    expect(main.details('window')).toEqual([]);
  });

  it('ends a second instance, although that becomes ready too', async () => {
    const main = await launchBuiltMain({
      env: { CHARTDROP_TEST_LOCK: 'taken' },
      args: [resolve('/a/letter.pdf')],
    });
    expect(await main.exited).toBe(0);
    expect(main.last('handed-over')).toEqual({ hidden: false, files: [resolve('/a/letter.pdf')], links: [] });
    expect(main.details('ready')).toHaveLength(1);
    expect(main.details('window')).toEqual([]);
  });

  it('shows no window when it is started hidden, but loads it', async () => {
    const main = await startBuiltMain({ args: ['--hidden'] });
    await main.until('tray');
    expect(main.details('show')).toEqual([]);
    expect(main.details('load')).toEqual(['app://chartdrop/']);
  });

  it('keeps the link of its start for its window', async () => {
    const main = await launchBuiltMain({ args: ['chartdrop://patient/12'] });
    await main.until('show');
    expect(await main.call('host:take', null)).toEqual([
      { kind: 'propose', target: { kind: 'patient', id: '12' } },
    ]);
  });

  it('starts a second time on the first one’s data, where the window was', async () => {
    const data = await tempFolder();
    const first = await startBuiltMain({ data });
    await first.call('clinic:useDemo', null);
    first.quit();
    expect(await first.exited).toBe(0);
    const second = await launchBuiltMain({ data });
    await second.until('show');
    expect(await second.call('status:read', null)).toMatchObject({ clinic: 'demo' });
  });
});

describe('on Windows', () => {
  const imports = ['./test/fixtures/as-windows.mjs'];
  // The data folders of tests; outside a profile Windows' own programs close a folder to other users.
  const profile = { USERPROFILE: tmpdir() };
  it('its data is in LOCALAPPDATA, which is on this machine, before the lock is taken there', async () => {
    const local = await tempFolder();
    const main = await startBuiltMain({
      env: { ...profile, LOCALAPPDATA: local, CHARTDROP_TEST_SWITCHES: '' },
      imports,
    });
    expect(main.last('set-path')).toEqual({ name: 'userData', path: join(local, 'Chartdrop') });
    const order = main.told.map(({ what }) => what);
    expect(order.indexOf('set-path')).toBeLessThan(order.indexOf('lock'));
    await expect.poll(() => existsSync(join(local, 'Chartdrop', 'logs', 'chartdrop.log'))).toBe(true);
    // An explicitly named folder is used.
    const named = await startBuiltMain({
      env: { ...profile, LOCALAPPDATA: local, CHARTDROP_TEST_SWITCHES: 'user-data-dir' },
      imports,
    });
    expect(named.details('set-path')).toEqual([]);
  });

  it('its button in the taskbar has a mark for files that need a person, with words, and no number', async () => {
    const demo = await testClinic();
    const main = await startBuiltMain({ env: { ...profile, CHARTDROP_API_URL: demo.apiUrl }, imports });
    await main.call('clinic:useKey', { apiKey: demo.apiKey });
    const path = join(await tempFolder(), 'letter.pdf');
    await writeFile(path, '%PDF-1.4 a letter %%EOF');
    const given = { files: [path], links: [], hidden: false };
    await main.emit('app', 'second-instance', [], '/', given);
    await expect.poll(() => main.last('overlay')).toBe('1 file needs you.');
    const { rows } = await main.call('jobs:page', { list: 'inbox', offset: 0, limit: 10 });
    await main.call('jobs:dismiss', { ids: rows.map(({ id }) => id) });
    await expect.poll(() => main.last('overlay')).toBeNull();
    expect(main.details('badge')).toEqual([]);
  });
});

describe('a window', () => {
  it('opens before its clinic, and waits for its state until that is open', async () => {
    const demo = await testClinic();
    const data = await tempFolder();
    const env = { CHARTDROP_API_URL: demo.apiUrl };
    const first = await startBuiltMain({ data, env });
    await first.call('clinic:useKey', { apiKey: demo.apiKey });
    first.quit();
    await first.exited;
    const second = await launchBuiltMain({ data, env });
    await second.until('show');
    expect(await second.call('status:read', null)).toMatchObject({ clinic: 'own' });
    const order = second.told.map(({ what }) => what);
    expect(order.indexOf('window')).toBeLessThan(order.indexOf('key-store-read'));
  });

  it('is never larger than the screen, nor on a missing screen', async () => {
    const data = await settingsWith(
      JSON.stringify({ place: { x: 4000, y: -2000, width: 1900, height: 1200, isMaximised: true } }),
    );
    const main = await startBuiltMain({ data });
    await main.until('show');
    expect(main.last('window-place')).toEqual({
      ...{ x: 0, y: 0, width: 911, height: 472 },
      ...{ minWidth: 900, minHeight: 472, show: false },
    });
    expect(main.details('maximise')).toHaveLength(1);
  });

  it('recovers when its page crashed or was not loaded; a second time a person is asked', async () => {
    const main = await startBuiltMain();
    await main.emit('contents', 'render-process-gone', { reason: 'crashed', exitCode: 5 });
    await expect.poll(() => main.details('load')).toHaveLength(2);
    await main.emit('contents', 'did-fail-load', -6, 'ERR_FILE_NOT_FOUND', 'app://chartdrop/', true);
    await expect
      .poll(() => main.last('question'))
      .toMatchObject({
        message: 'The window could not be loaded. Uploads continue in the background.',
        hasParent: true,
      });
    main.answer(0);
    await expect.poll(() => main.details('load')).toHaveLength(3);
    await main.emit('window', 'unresponsive');
    await expect.poll(() => main.details('question')).toHaveLength(2);
  });

  it('may copy the report of a check, and gets no other permission', async () => {
    const main = await startBuiltMain();
    const allowed = (name: string, url = 'app://chartdrop/') => main.ask('permission', name, url);
    expect(await allowed('clipboard-sanitized-write')).toEqual({ request: true, check: true });
    expect(await allowed('clipboard-sanitized-write', 'https://elsewhere.example/')).toEqual({
      request: false,
      check: false,
    });
    for (const name of ['media', 'notifications', 'geolocation', 'clipboard-read', 'fileSystem', 'hid']) {
      expect(await allowed(name)).toEqual({ request: false, check: false });
    }
  });
});

describe('a start with something damaged', () => {
  const endsInWords = async (main: Awaited<ReturnType<typeof launchBuiltMain>>, words: string) => {
    expect(await main.exited).toBe(1);
    expect(main.last('error-box')).toContain(words);
    expect(main.details('electrons-own-box')).toEqual([]);
  };

  it.each([
    ['no JSON', '{"settings": '],
    ['no object', '[1, 2]'],
    ['a setting that cannot be', '{"settings": {"preferences": {"holdSeconds": "soon"}}}'],
  ])('reports settings that are %s, and leaves them unchanged', async (_name, text) => {
    const data = await settingsWith(text);
    const main = await launchBuiltMain({ data });
    await endsInWords(main, 'A settings file cannot be used');
    expect(await readFile(join(data, 'settings.json'), 'utf8')).toBe(text);
  });

  it('reads settings with a byte order mark from an editor', async () => {
    const main = await startBuiltMain({
      data: await settingsWith('\uFEFF{"settings": {"preferences": {"holdSeconds": 7}}}'),
    });
    expect(main.details('error-box')).toEqual([]);
  });

  it.each([
    ['no JSON', 'updates: off'],
    ['a word that it does not know', '{"update": "off"}'],
    ['the name of no file', '{"authorityFile": "/nowhere/authority.pem"}'],
    ['the name of a file without certificates', '{"authorityFile": "package.json"}'],
  ])('reports a preset that is %s', async (_name, text) => {
    const main = await launchBuiltMain({ env: { CHARTDROP_TEST_RESOURCES: await presetWith(text) } });
    await endsInWords(main, 'preset.json');
  });

  it.each([
    ['UTF-8 with a byte order mark', Buffer.from('\uFEFF{"updates": "off"}')],
    ['UTF-16, as PowerShell writes it', Buffer.from('\uFEFF{"updates": "off"}', 'utf16le')],
  ])('reads a preset that is %s', async (_name, bytes) => {
    const resources = await presetWith(bytes);
    const main = await startBuiltMain({ env: { CHARTDROP_TEST_RESOURCES: resources } });
    expect(await main.call('updates:read', null)).toEqual({ kind: 'off', why: 'preset' });
  });

  it('reports that the key store is temporarily locked, in its window', async () => {
    const demo = await testClinic();
    const data = await tempFolder();
    const env = { CHARTDROP_API_URL: demo.apiUrl };
    const first = await startBuiltMain({ data, env });
    await first.call('clinic:useKey', { apiKey: demo.apiKey });
    first.quit();
    await first.exited;
    const second = await launchBuiltMain({ data, env: { ...env, CHARTDROP_TEST_KEY_STORE: 'locked' } });
    await second.until('show');
    expect(await second.call('status:read', null)).toMatchObject({
      clinic: null,
      problem: 'key-store-locked',
    });
  });

  it('retries a temporarily locked key store, and opens its clinic', async () => {
    const demo = await testClinic();
    const [data, env] = [await tempFolder(), { CHARTDROP_API_URL: demo.apiUrl }];
    const first = await startBuiltMain({ data, env });
    await first.call('clinic:useKey', { apiKey: demo.apiKey });
    first.quit();
    await first.exited;
    const second = await startBuiltMain({
      data,
      env: { ...env, CHARTDROP_TEST_KEY_STORE: 'locked' },
      imports: ['./test/fixtures/short-waits.mjs'],
    });
    const status = () => second.call('status:read', null);
    await expect.poll(status).toMatchObject({ clinic: null, problem: 'key-store-locked' });
    await expect.poll(() => second.details('key-store-read').length).toBeGreaterThan(2);
    expect(await status()).toMatchObject({ clinic: null, problem: 'key-store-locked' });
    second.keyStore('real');
    await expect.poll(status).toMatchObject({ clinic: 'own', problem: null });
    const asked = second.details('key-store-read').length;
    await second.call('patients:search', { query: 'citizen' });
    expect(second.details('key-store-read')).toHaveLength(asked);
  });

  it.each([
    ['EROFS', 'cannot write to its data folder'],
    ['EACCES', 'cannot write to its data folder'],
    ['ENOSPC', 'disk is full'],
  ])('ends with a message if the new data folder answers %s', async (code, words) => {
    const data = join(await tempFolder(), 'new');
    const main = await launchBuiltMain({
      data,
      env: { CHARTDROP_TEST_DISK: code },
      imports: ['./test/fixtures/disk-refuses.mjs'],
    });
    await endsInWords(main, words);
  });

  it('opens its window on a disk that became full, and survives closing it', async () => {
    const data = await tempFolder();
    const first = await startBuiltMain({ data });
    await first.call('clinic:useDemo', null);
    first.quit();
    await first.exited;
    const second = await launchBuiltMain({
      data,
      env: { CHARTDROP_TEST_DISK: 'ENOSPC' },
      imports: ['./test/fixtures/disk-refuses.mjs'],
    });
    await second.until('show');
    await second.emit('window', 'close');
    expect(second.isAlive()).toBe(true);
    expect(second.details('error-box')).toEqual([]);
  });

  it('opens its window if a folder replaces the database', async () => {
    const data = await tempFolder();
    await mkdir(join(data, 'clinics', 'demo', 'chartdrop.sqlite'), { recursive: true });
    await writeFile(join(data, 'settings.json'), '{"settings": {"clinic": "demo"}}');
    const main = await launchBuiltMain({ data });
    await main.until('show');
    const { clinic, problem } = await main.call('status:read', null);
    expect([clinic, problem === null]).toEqual([null, false]);
  });
});

describe('a fault', () => {
  it('at the top level ends in a box once Electron is ready, and does not keep the lock', async () => {
    const entry = await entryWith('');
    await writeFile(entry, `${await readFile(entry, 'utf8')}\nthrow new Error('Jane Citizen');`);
    const main = await launchBuiltMain({ env: { CHARTDROP_TEST_ENTRY: entry } });
    expect(await main.exited).toBe(1);
    expect(main.last('error-box')).toContain('Something unexpected went wrong');
    expect(main.last('error-box')).not.toContain('Jane');
    expect(main.details('stderr')).toEqual([]);
    expect(main.details('electrons-own-box')).toEqual([]);
  });

  it('that is an unhandled rejection ends in the box too', async () => {
    const main = await startBuiltMain();
    main.reject();
    expect(await main.exited).toBe(1);
    expect(main.last('error-box')).toContain('Something unexpected went wrong');
  });
});
