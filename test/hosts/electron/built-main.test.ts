import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { seedFile } from '../../../main/demo-clinic/seed/seed-files.ts';
import { knownSecrets } from '../../fixtures/known-clinic.ts';
import { diagnosisSchema } from '../../../preload/contract/diagnosis.ts';
import { createAuthority } from '../../fixtures/authority.ts';
import { apiHost, startClinicFront, storageHost } from '../../fixtures/clinic-front.ts';
import { startProxy } from '../../fixtures/proxy-process.ts';
import { tempFolder } from '../../fixtures/temp-folder.ts';
import { testClinic } from '../../fixtures/upload-bench.ts';
import { startBuiltMain } from './start-built-main.ts';

describe('the built main process, with the stand-in in Electron’s place', () => {
  it('opens its window, isolated and sandboxed, with handlers registered and everything else refused', async () => {
    const { told } = await startBuiltMain();
    const of = (what: string): unknown => told.find((one) => one.what === what)?.detail;
    expect(of('window')).toEqual({
      preload: 'index.cjs',
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
      devTools: false,
    });
    expect(of('handle')).toBe('chartdrop:call');
    expect(of('protocol')).toBe('app');
    expect(of('window-open')).toEqual({ action: 'deny' });
    await expect.poll(() => of('navigation-prevented')).toBe(true);
    expect(of('load')).toBe('app://chartdrop/');
  });

  it('answers its own window’s frame, and no other', async () => {
    const { ask } = await startBuiltMain();
    expect(await ask('call', 'app://chartdrop/', 'app:info', null)).toMatchObject({
      ok: true,
      value: { host: 'desktop' },
    });
    expect(await ask('call', 'https://elsewhere.example/', 'app:info', null)).toMatchObject({
      ok: false,
      error: { code: 'request-invalid' },
    });
    expect(await ask('call', 'app://chartdrop/', 'app:nothing', null)).toMatchObject({
      ok: false,
      error: { code: 'request-invalid' },
    });
  });

  it('serves the window’s files under a strict policy, and no others', async () => {
    const { ask } = await startBuiltMain();
    const page = z.object({ status: z.number(), body: z.string(), csp: z.string().nullable() });
    const index = page.parse(await ask('fetch', 'app://chartdrop/'));
    expect(index.status).toBe(200);
    expect(index.body).toContain('<title>Chartdrop</title>');
    expect(index.csp).not.toContain('unsafe');
    for (const path of [
      '../main/electron.js',
      '%2e%2e/main/electron.js',
      '..%2fmain%2felectron.js',
      'nothing.js',
    ]) {
      expect(page.parse(await ask('fetch', `app://chartdrop/${path}`)).status).toBe(404);
    }
  });

  it('continues without a key store if a person chose so, and asks for the key at the next start (case 29)', async () => {
    const demo = await testClinic();
    const data = await tempFolder();
    const env = { CHARTDROP_API_URL: demo.apiUrl, CHARTDROP_TEST_KEY_STORE: 'none' };
    const first = await startBuiltMain({ data, env });
    const useKey = (asked: typeof first.ask, more: object) =>
      asked('call', 'app://chartdrop/', 'clinic:useKey', { apiKey: demo.apiKey, ...more });
    expect(await useKey(first.ask, {})).toMatchObject({ error: { code: 'key-store-missing' } });
    expect(await useKey(first.ask, { sessionOnly: true })).toMatchObject({ value: { clinic: 'own' } });
    first.quit();
    expect(await first.exited).toBe(0);

    const second = await startBuiltMain({ data, env });
    expect(await second.ask('call', 'app://chartdrop/', 'status:read', null)).toMatchObject({
      value: { clinic: null, problem: 'key-missing' },
    });
    expect(await useKey(second.ask, { sessionOnly: true })).toMatchObject({
      value: { clinic: 'own', problem: null },
    });
  });

  it('uses the system’s proxies, asks for a login, and works through them (case 24)', async () => {
    const authority = await createAuthority('Public test authority');
    const front = await startClinicFront(await testClinic(), authority);
    const proxy = await startProxy({ login: 'desk:sesame', hosts: [apiHost, storageHost] });
    const trusted = join(await tempFolder(), 'authority.pem');
    await writeFile(trusted, authority.cert);
    const { told, ask } = await startBuiltMain({
      env: {
        CHARTDROP_API_URL: front.apiUrl,
        CHARTDROP_TEST_PROXY: `PROXY ${proxy.place}; DIRECT`,
        NODE_EXTRA_CA_CERTS: trusted,
      },
    });
    const call = (channel: string, input: unknown) => ask('call', 'app://chartdrop/', channel, input);
    const key = { apiKey: knownSecrets.apiKey };
    expect(await call('clinic:useKey', key)).toMatchObject({ error: { code: 'proxy-credentials' } });
    expect(told.filter(({ what }) => what === 'resolve-proxy').map(({ detail }) => detail)).toEqual([
      `${front.apiUrl}/user`,
    ]);
    const login = { user: 'desk', password: 'sesame' };
    expect(await call('proxy:useCredentials', login)).toMatchObject({ ok: true });
    expect(await call('clinic:useKey', key)).toMatchObject({
      value: { clinic: 'own', connection: 'online' },
    });
    const { value } = z.object({ value: diagnosisSchema }).parse(await call('clinic:diagnose', null));
    expect(value.steps.map(({ state }) => state)).toEqual(['not-needed', ...Array<string>(6).fill('ok')]);
  });

  it('takes no address from the environment once it is installed', async () => {
    const demo = await testClinic();
    const { told, ask } = await startBuiltMain({
      env: {
        CHARTDROP_API_URL: demo.apiUrl,
        CHARTDROP_TEST_PACKAGED: 'yes',
        // A proxy address without a listener, so that no request leaves the machine.
        CHARTDROP_TEST_PROXY: 'PROXY 127.0.0.1:1',
      },
    });
    const answer = await ask('call', 'app://chartdrop/', 'clinic:useKey', { apiKey: demo.apiKey });
    expect(answer).toMatchObject({ ok: false, error: { code: 'proxy-unreachable' } });
    expect(told.filter(({ what }) => what === 'resolve-proxy').map(({ detail }) => detail)).toEqual([
      'https://api.au1.cliniko.com/v1/user',
    ]);
  });

  it('trusts an authority that the preset names, although its fuses ignore variables (case 24)', async () => {
    const authority = await createAuthority('Authority of a clinic');
    const front = await startClinicFront(await testClinic(), authority);
    const proxy = await startProxy({ login: null, hosts: [apiHost, storageHost] });
    const connects = async (preset: (file: string) => object) => {
      const resources = await tempFolder();
      const authorityFile = join(resources, 'authority.pem');
      await writeFile(authorityFile, `Our own authority\n${authority.cert}`);
      await writeFile(join(resources, 'preset.json'), JSON.stringify(preset(authorityFile)));
      const main = await startBuiltMain({
        env: {
          CHARTDROP_API_URL: front.apiUrl,
          CHARTDROP_TEST_PROXY: `PROXY ${proxy.place}`,
          CHARTDROP_TEST_RESOURCES: resources,
        },
      });
      return main.ask('call', 'app://chartdrop/', 'clinic:useKey', { apiKey: knownSecrets.apiKey });
    };
    expect(await connects(() => ({}))).toMatchObject({ error: { code: 'certificate-refused' } });
    expect(await connects((file) => ({ authorityFile: file }))).toMatchObject({
      value: { clinic: 'own', connection: 'online' },
    });
  });

  it('shows its log, writes no crash dumps, and ends with a message after an unexpected error', async () => {
    const data = await tempFolder();
    const { told, ask, fault, exited } = await startBuiltMain({ data });
    const of = (what: string): unknown => told.find((one) => one.what === what)?.detail;
    // Electron writes dumps only after this was called.
    expect(of('crash-reporter')).toBeUndefined();
    const path = join(data, 'logs', 'chartdrop.log');
    expect(await ask('call', 'app://chartdrop/', 'app:showLog', null)).toMatchObject({ ok: true });
    expect(of('shown-in-folder')).toBe(path);
    fault();
    expect(await exited).toBe(1);
    expect(of('error-box')).toContain('Nothing is lost');
    const log = await readFile(path, 'utf8');
    expect(log).toContain('"event":"started"');
    expect(log).toContain('"event":"stopped-by-fault","code":"unexpected"');
    expect(log).not.toContain('Citizen');
  });

  it.each([
    ['one buffer', [{ type: 'rawData', text: 'a letter, whole' }]],
    [
      'several buffers',
      [
        { type: 'rawData', text: 'a letter,' },
        { type: 'rawData', text: ' whole' },
      ],
    ],
    ['a blob', [{ type: 'blob', text: 'a letter, whole' }]],
    ['a stream', [{ type: 'stream', text: 'a letter, whole' }]],
    ['a file of the disk', [{ type: 'file' }]],
  ])('accepts dropped bytes completely, as Electron passes them: %s', async (_name, pieces) => {
    const demo = await testClinic();
    const filePath = join(await tempFolder(), 'letter.txt');
    await writeFile(filePath, 'a letter, whole');
    const { call, ask } = await startBuiltMain({ env: { CHARTDROP_API_URL: demo.apiUrl } });
    await call('clinic:useKey', { apiKey: demo.apiKey });
    const body = pieces.map((piece) => (piece.type === 'file' ? { ...piece, filePath, length: 15 } : piece));
    expect(await ask('fetch', 'app://chartdrop/drop?name=letter.txt&source=drop', body)).toMatchObject({
      status: 201,
    });
    const { rows } = await call('jobs:page', { list: 'inbox', offset: 0, limit: 10 });
    expect(rows).toMatchObject([{ name: 'letter.txt', size: 15 }]);
  });

  it('draws pages in a separate process, which gets nothing of its environment', async () => {
    const demo = await testClinic();
    const { call, ask, details } = await startBuiltMain({ env: { CHARTDROP_API_URL: demo.apiUrl } });
    await call('clinic:useKey', { apiKey: demo.apiKey });
    // Or the page would be read for its patient too, sooner or later.
    await call('settings:update', { ...(await call('settings:read', null)), readPages: false });
    const body = [{ type: 'rawData', text: seedFile('pdf', 1).toString('latin1') }];
    await ask('fetch', 'app://chartdrop/drop?name=letter.pdf&source=drop', body);
    const [job] = (await call('jobs:page', { list: 'inbox', offset: 0, limit: 10 })).rows;
    expect(details('utility')).toEqual([]);
    const asked = `app://chartdrop/local/${job?.id ?? ''}/page?page=1&width=300`;
    const drawn = z.object({ status: z.number(), body: z.string() }).parse(await ask('fetch', asked));
    expect(drawn.status).toBe(200);
    expect(drawn.body.slice(1, 4)).toBe('PNG');
    expect(details('utility')).toEqual([{ serviceName: 'chartdrop-decoder', env: [], stdio: 'ignore' }]);
  });

  it('quits in Electron’s order, of which “window-all-closed” is no part', async () => {
    const { details, quit, exited } = await startBuiltMain();
    quit();
    expect(await exited).toBe(0);
    // The first quit waits until everything has stopped.
    expect(details('app-event')).toEqual(['before-quit', 'before-quit', 'will-quit', 'quit']);
  });

  it('stops uploads cleanly when it quits', async () => {
    const { told, quit, exited } = await startBuiltMain();
    quit();
    expect(await exited).toBe(0);
    expect(told.at(-1)?.what).toBe('quit');
  });
});

describe('the built preload', () => {
  it('needs only electron, and exposes only the bridge', () => {
    const exposed: Record<string, object> = {};
    const electron = {
      contextBridge: { exposeInMainWorld: (name: string, api: object) => (exposed[name] = api) },
      ipcRenderer: { invoke: () => Promise.resolve(null), on: () => undefined, off: () => undefined },
      webUtils: { getPathForFile: () => '' },
    };
    const require = (name: string): unknown => {
      if (name === 'electron') return electron;
      throw new Error(`a sandboxed preload has no ${name}`);
    };
    const sandbox = createContext({ require, exports: {}, module: { exports: {} } });
    runInContext(readFileSync('dist/preload/index.cjs', 'utf8'), sandbox);
    expect(Object.keys(exposed)).toEqual(['chartdrop']);
    expect(Object.keys(exposed['chartdrop'] ?? {}).sort()).toEqual([
      'addressOf',
      'call',
      'grant',
      'on',
      'onLink',
    ]);
  });
});
