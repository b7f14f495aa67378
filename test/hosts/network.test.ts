import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { transportFailure } from '../../main/clinic/http-errors.ts';
import { httpClient, routeOptions } from '../../main/clinic/transport.ts';
import { createNetwork } from '../../main/hosts/network/network.ts';
import { parseProxyList } from '../../main/hosts/network/proxy-list.ts';
import { RoutesAgent } from '../../main/hosts/network/routes-agent.ts';
import type { Network, SecretName } from '../../main/base/ports.ts';
import { directNetwork } from '../fakes/direct-network.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { type Authority, createAuthority } from '../fixtures/authority.ts';
import { apiHost, startClinicFront, storageHost } from '../fixtures/clinic-front.ts';
import { rejectionOf } from '../fixtures/error-of.ts';
import { startProxy } from '../fixtures/proxy-process.ts';
import { testClinic } from '../fixtures/upload-bench.ts';

const hosts = [apiHost, storageHost];
let authority: Authority;
beforeAll(async () => {
  authority = await createAuthority('Public test authority');
});

/** A clinic behind TLS, and a network whose system returns this list of routes. */
async function networked(list: () => string) {
  const front = await startClinicFront(await testClinic(), authority);
  const clock = createFakeClock();
  const kept = new Map<SecretName, string>();
  const asked: string[] = [];
  const network = createNetwork({
    resolve(url) {
      asked.push(url.hostname);
      return parseProxyList(list());
    },
    secrets: {
      read: (name) => Promise.resolve(kept.get(name) ?? null),
      write: async (name, value) => void kept.set(name, value),
    },
    clock,
    log: { info: () => undefined, warn: () => undefined },
  });
  return { url: new URL(`${front.apiUrl}/user`), network, clock, kept, asked };
}

/** The clinic's status; errors are the program's. */
const statusOf = async (network: Network, url: URL): Promise<number> => {
  try {
    const { statusCode } = await httpClient(url, {
      ...(await routeOptions(network, url)),
      https: { certificateAuthority: authority.cert },
    });
    return statusCode;
  } catch (thrown) {
    throw transportFailure(thrown, url.hostname);
  }
};

/** A port on this machine without a listener. */
async function deadPlace(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `127.0.0.1:${port}`;
}

describe('a list of routes (case 24)', () => {
  it('uses the next if a proxy is unreachable, and tries that one last for five minutes', async () => {
    const dead = await deadPlace();
    const alive = await startProxy({ login: null, hosts });
    const { network, url, clock } = await networked(() => `PROXY ${dead}; PROXY ${alive.place}`);
    // 401: the clinic itself answered a call without a key.
    expect(await statusOf(network, url)).toBe(401);
    expect((await alive.record()).connects).toEqual([{ asked: apiHost, status: 200 }]);
    // It is still in the list and becomes reachable again.
    const back = await startProxy({ login: null, hosts, port: Number(dead.split(':')[1]) });
    clock.advance(5 * 60_000 + 1);
    expect(await statusOf(network, new URL(url.href.replace(apiHost, storageHost)))).toBe(403);
    expect([(await back.record()).connects.length, (await alive.record()).connects.length]).toEqual([1, 1]);
  });

  it('accepts the first one’s refusal as final', async () => {
    const first = await startProxy({ login: null, hosts, forbidden: hosts });
    const second = await startProxy({ login: null, hosts });
    const { network, url } = await networked(() => `PROXY ${first.place}; PROXY ${second.place}; DIRECT`);
    expect((await rejectionOf(statusOf(network, url))).code).toBe('proxy-refused');
    expect((await second.record()).connects).toEqual([]);
  });

  it('connects directly if the system says so, last or at once', async () => {
    const dead = await deadPlace();
    const { network, url } = await networked(() => `PROXY ${dead}; DIRECT`);
    // Without a proxy the made-up name cannot be looked up.
    expect((await rejectionOf(statusOf(network, url))).code).toBe('name-not-found');
    const direct = await networked(() => 'DIRECT');
    expect(await direct.network.routeTo(url)).toEqual({ agent: null });
  });

  it('makes no connection without a supported route', async () => {
    const { network, url } = await networked(() => 'QUIC a:443');
    expect((await rejectionOf(statusOf(network, url))).code).toBe('proxy-unreachable');
  });

  it('keeps its connections: the second request needs no new one', async () => {
    const proxy = await startProxy({ login: null, hosts });
    const { network, url } = await networked(() => `PROXY ${proxy.place}`);
    for (const status of [401, 401, 401]) expect(await statusOf(network, url)).toBe(status);
    expect((await proxy.record()).connects).toHaveLength(1);
  });

  it('is not used for this machine', async () => {
    const { network, asked } = await networked(() => 'PROXY a:1');
    expect(await network.routeTo(new URL('http://127.0.0.1:8080/v1'))).toEqual({ agent: null });
    expect(asked).toEqual([]);
  });
});

describe('a proxy that wants a login (case 24)', () => {
  it('gets the person’s login, only when it asks, and no other proxy gets it', async () => {
    let list = '';
    const proxy = await startProxy({ login: 'desk:sesame', hosts });
    const { network, url, kept } = await networked(() => list);
    list = `PROXY ${proxy.place}`;
    expect((await rejectionOf(statusOf(network, url))).code).toBe('proxy-credentials');
    await network.useCredentials(url, { user: 'desk', password: 'sesame' });
    expect([...kept.keys()]).toEqual(['proxy-credentials']);
    expect(await statusOf(network, url)).toBe(401);
    expect((await proxy.record()).connects.map(({ status }) => status)).toEqual([407, 407, 200]);

    const stranger = await startProxy({ login: 'desk:sesame', hosts });
    list = `PROXY ${stranger.place}`;
    expect((await rejectionOf(statusOf(network, url))).code).toBe('proxy-credentials');
    expect((await stranger.record()).connects).toEqual([{ asked: apiHost, status: 407 }]);
  });

  it('reports that the login is wrong', async () => {
    const proxy = await startProxy({ login: 'desk:sesame', hosts });
    const { network, url } = await networked(() => `PROXY ${proxy.place}`);
    await network.useCredentials(url, { user: 'desk', password: 'wrong' });
    for (const code of ['proxy-credentials', 'proxy-credentials', 'proxy-credentials']) {
      expect((await rejectionOf(statusOf(network, url))).code).toBe(code);
    }
    // Three requests, but the wrong password is sent once, since more could lock the account.
    expect((await proxy.record()).logins).toBe(1);
    await network.useCredentials(url, { user: 'desk', password: 'sesame' });
    expect(await statusOf(network, url)).toBe(401);
  });

  it('is missing: nothing is stored', async () => {
    const { network, url, kept } = await networked(() => 'DIRECT');
    const refused = network.useCredentials(url, { user: 'a', password: 'b' });
    expect((await rejectionOf(refused)).code).toBe('proxy-not-set');
    expect(kept.size).toBe(0);
  });
});

it('has a time limit if it accepts the connection and never answers', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  const open = new Set<{ destroy(): void }>();
  silent.on('connection', (socket) => open.add(socket));
  await once(silent, 'listening');
  onTestFinished(() => {
    silent.close();
    open.forEach((socket) => socket.destroy());
  });
  const { port } = silent.address() as AddressInfo;
  const clock = createFakeClock();
  const agent = new RoutesAgent(parseProxyList(`PROXY 127.0.0.1:${port}`), {
    clock,
    credentialsOf: () => Promise.resolve(null),
  });
  const url = new URL(`https://${apiHost}/`);
  const request = httpClient(
    url,
    await routeOptions({ ...directNetwork, routeTo: () => Promise.resolve({ agent }) }, url),
  );
  const failure = request.then(
    () => null,
    (thrown: unknown) => transportFailure(thrown, ''),
  );
  await expect.poll(() => open.size).toBe(1);
  clock.advance(20_000);
  expect((await failure)?.code).toBe('proxy-unreachable');
});
