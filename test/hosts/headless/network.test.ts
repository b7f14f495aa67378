import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { diagnosisSchema } from '../../../preload/contract/diagnosis.ts';
import { type Authority, createAuthority } from '../../fixtures/authority.ts';
import { apiHost, startClinicFront, storageHost } from '../../fixtures/clinic-front.ts';
import { onlyOn } from '../../fixtures/only-on.ts';
import { startProxy } from '../../fixtures/proxy-process.ts';
import { tempFolder } from '../../fixtures/temp-folder.ts';
import type { ProxyOptions } from '../../fixtures/proxy-child.ts';
import { cliDesk } from './cli-desk.ts';
import { type CliResult, runCli } from './run-cli.ts';

// A clinic's network (case 24): real proxies in separate processes and the real program behind them. The clinic uses
// TLS and names that only a proxy can look up.

let publicAuthority: Authority;
let companyAuthority: Authority;
beforeAll(async () => {
  publicAuthority = await createAuthority('Public test authority');
  companyAuthority = await createAuthority('Company test authority');
});

const hosts = [apiHost, storageHost];
const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });
const codeOf = ({ out }: CliResult): string => errorSchema.parse(JSON.parse(out)).error.code;

/** A desk whose clinic uses TLS, and a file with a trusted authority. */
async function networkedDesk() {
  const desk = await cliDesk();
  const front = await startClinicFront(desk.demo, publicAuthority);
  const trusting = async (authority: Authority): Promise<string> => {
    const path = join(await tempFolder(), 'authority.pem');
    await writeFile(path, authority.cert);
    return path;
  };
  const letter = await desk.letter();
  return {
    ...desk,
    letter,
    trusting,
    /** Runs `chartdrop upload` for Jane with this environment. */
    upload: (env: Record<string, string>) =>
      run(['upload', letter, '--patient', desk.jane, '--json', '--wait', '0', '--data', desk.data], env),
    diagnose: (env: Record<string, string>) => run(['diagnose', '--json', '--data', desk.data], env),
  };

  function run(args: string[], env: Record<string, string>): Promise<CliResult> {
    return runCli(args, {
      CHARTDROP_API_KEY: desk.demo.apiKey,
      CHARTDROP_API_URL: front.apiUrl,
      // Without the machine's own settings.
      ...Object.fromEntries(['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'NO_PROXY'].map((name) => [name, ''])),
      ...env,
    });
  }
}

const letterAt = (demo: Awaited<ReturnType<typeof networkedDesk>>['demo']) =>
  demo.attachments().find(({ filename }) => filename === 'letter.pdf');

describe('an authenticating proxy (case 24)', () => {
  const login = 'desk@clinic:p:ss wörd';
  const userInfo = `${encodeURIComponent('desk@clinic')}:${encodeURIComponent('p:ss wörd')}`;

  it.each([
    ['encoded in the address', login, userInfo],
    ['with a percent sign that is not encoded', 'desk:50%off', 'desk:50%off'],
  ])('lets an upload through, all of it and nothing else: login %s', async (_how, asked, given) => {
    const desk = await networkedDesk();
    const proxy = await startProxy({ login: asked, hosts });
    const { code, err } = await desk.upload({
      HTTPS_PROXY: `http://${given}@${proxy.place}`,
      NODE_EXTRA_CA_CERTS: await desk.trusting(publicAuthority),
    });
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(letterAt(desk.demo)).toMatchObject({ size: (await readFile(desk.letter)).byteLength });
    expect(new Set((await proxy.record()).connects.map(({ asked }) => asked))).toEqual(new Set(hosts));
    // Sent only when the proxy asked.
    expect((await proxy.record()).connects[0]).toEqual({ asked: apiHost, status: 407 });
  });

  it.each<[string, string, Partial<ProxyOptions>]>([
    ['without a login', '', {}],
    ['with a wrong login', 'desk:wrong@', {}],
  ])('%s it explains that the proxy wants one', async (_what, given, more) => {
    const desk = await networkedDesk();
    const proxy = await startProxy({ login, hosts, ...more });
    const result = await desk.upload({
      HTTPS_PROXY: `http://${given}${proxy.place}`,
      NODE_EXTRA_CA_CERTS: await desk.trusting(publicAuthority),
    });
    expect(result.code).toBe(1);
    expect(codeOf(result)).toBe('proxy-credentials');
    expect(result.err).toContain('asks for a user name and a password');
    expect(result.err).not.toContain('wrong');
    expect(letterAt(desk.demo)).toBeUndefined();
  });

  it.each<[string, string, Partial<ProxyOptions>]>([
    ['that knows only Negotiate', 'proxy-sign-in-unknown', { scheme: 'Negotiate' }],
    ['that forbids the clinic', 'proxy-refused', { login: null, forbidden: [apiHost] }],
    ['that cannot find the clinic', 'network-unreachable', { login: null, hosts: [] }],
  ])('%s has its own message: %s', async (_what, code, more) => {
    const desk = await networkedDesk();
    const proxy = await startProxy({ login, hosts, ...more });
    const result = await desk.upload({ HTTPS_PROXY: `http://${proxy.place}` });
    expect([result.code, codeOf(result)]).toEqual([1, code]);
  });

  it('that is unreachable is reported', async () => {
    const desk = await networkedDesk();
    const proxy = await startProxy({ login: null, hosts });
    await proxy.stop();
    const result = await desk.upload({ HTTPS_PROXY: `http://${proxy.place}` });
    expect([result.code, codeOf(result)]).toEqual([1, 'proxy-unreachable']);
  });

  it('is missing: the clinic’s name cannot be looked up from here', async () => {
    const desk = await networkedDesk();
    const result = await desk.upload({});
    expect([result.code, codeOf(result)]).toEqual([1, 'name-not-found']);
  });
});

describe('a proxy that inspects TLS (case 24)', () => {
  const inspecting = async () =>
    startProxy({
      login: null,
      hosts,
      inspect: { identity: await companyAuthority.issue(...hosts), trust: publicAuthority.cert },
    });

  const systemStore = onlyOn(
    'linux',
    'What the system trusts lies in its own store, which no test may change.',
  );

  // OpenSSL's variable for the system's authorities: the trust on Linux, without changing this machine's.
  it('lets an upload through where the system trusts its authority', systemStore, async () => {
    const desk = await networkedDesk();
    const proxy = await inspecting();
    const { code, err } = await desk.upload({
      HTTPS_PROXY: `http://${proxy.place}`,
      SSL_CERT_FILE: await desk.trusting(companyAuthority),
      SSL_CERT_DIR: '/nowhere',
    });
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(letterAt(desk.demo)).toMatchObject({ size: (await readFile(desk.letter)).byteLength });
    // TLS was really inspected.
    expect((await proxy.record()).reads.some((line) => line.startsWith('GET /v1/user '))).toBe(true);
  });

  it.each<[string, (desk: Awaited<ReturnType<typeof networkedDesk>>) => Promise<Record<string, string>>]>([
    ['nobody trusts its authority', () => Promise.resolve({})],
    [
      'only the clinic’s own is trusted',
      async (desk) => ({ NODE_EXTRA_CA_CERTS: await desk.trusting(publicAuthority) }),
    ],
    [
      'the environment would turn verification off',
      () => Promise.resolve({ NODE_TLS_REJECT_UNAUTHORIZED: '0' }),
    ],
  ])('is refused with a reason if %s', async (_what, env) => {
    const desk = await networkedDesk();
    const proxy = await inspecting();
    const result = await desk.upload({ HTTPS_PROXY: `http://${proxy.place}`, ...(await env(desk)) });
    expect([result.code, codeOf(result)]).toEqual([1, 'certificate-refused']);
    expect(result.err).toContain('its certificate was refused');
    // The key was never sent.
    expect((await proxy.record()).reads).toEqual([]);
    expect(letterAt(desk.demo)).toBeUndefined();
  });
});

describe('the connection, step by step (case 24)', () => {
  const stepsOf = ({ out }: CliResult): string[] =>
    diagnosisSchema.parse(JSON.parse(out)).steps.map(({ step, state, code }) => `${step} ${code ?? state}`);

  it('works to its end through a proxy', async () => {
    const desk = await networkedDesk();
    const proxy = await startProxy({ login: null, hosts });
    const result = await desk.diagnose({
      HTTPS_PROXY: `http://${proxy.place}`,
      NODE_EXTRA_CA_CERTS: await desk.trusting(publicAuthority),
    });
    expect(result.code).toBe(0);
    expect(stepsOf(result)).toEqual([
      'lookup not-needed',
      ...['proxy', 'connection', 'tls', 'key', 'permission', 'storage'].map((step) => `${step} ok`),
    ]);
    expect(desk.demo.requests().storagePosts).toBe(0);
  });

  it.each<[string, Partial<ProxyOptions>, string]>([
    ['the proxy wants a login', { login: 'a:b' }, 'proxy proxy-credentials'],
    ['the clinic’s authority is not trusted', {}, 'tls certificate-refused'],
    ['the proxy forbids the storage alone', { forbidden: [storageHost] }, 'storage proxy-refused'],
  ])('names the failed step if %s', async (_what, more, failing) => {
    const desk = await networkedDesk();
    const proxy = await startProxy({ login: null, hosts, ...more });
    const result = await desk.diagnose({
      HTTPS_PROXY: `http://${proxy.place}`,
      ...(failing.startsWith('tls') ? {} : { NODE_EXTRA_CA_CERTS: await desk.trusting(publicAuthority) }),
    });
    expect(result.code).toBe(1);
    expect(stepsOf(result)).toContain(failing);
  });
});

it('never sends requests for this machine through a proxy (case 24)', async () => {
  const desk = await cliDesk();
  const proxy = await startProxy({ login: null, hosts: ['127.0.0.1'] });
  const { code } = await runCli(
    ['upload', await desk.letter(), '--patient', desk.jane, '--json', '--data', desk.data],
    { ...desk.env, HTTP_PROXY: `http://${proxy.place}`, HTTPS_PROXY: `http://${proxy.place}`, NO_PROXY: '' },
  );
  expect(code).toBe(0);
  expect((await proxy.record()).connects).toEqual([]);
});
