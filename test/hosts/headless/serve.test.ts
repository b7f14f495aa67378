import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import WebSocket from 'ws';
import { z } from 'zod';
import { signPath } from '../../../main/hosts/serve/signed-path.ts';
import { type Answer, sendTo } from '../../attacks/serve-scene.ts';
import { enterServe } from '../../fixtures/enter-serve.ts';
import { tempFolder } from '../../fixtures/temp-folder.ts';
import { testClinic } from '../../fixtures/upload-bench.ts';
import { runCli, startCli } from './run-cli.ts';

/** Sends a request like an attacker: any Host, Origin or path. */
const send = (
  address: string,
  path: string,
  given: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> => sendTo(address, path, given.headers, given);

/** A window server over a demo clinic, with a browser's session. */
async function scene(env: Record<string, string> = {}) {
  const data = await tempFolder();
  await writeFile(join(data, 'settings.json'), '{"settings":{"preferences":{"holdSeconds":0}}}');
  const cli = startCli(['serve', '--data', data], env);
  const url = await cli.line((line) => line.startsWith('http'));
  const { host: address, origin, hash } = new URL(url);
  const { cookie, secret, protocols } = await enterServe(url);
  const headers = { cookie };
  const socket = (): WebSocket => {
    const opened = new WebSocket(`ws://${address}/socket`, protocols, { headers: { cookie, origin } });
    onTestFinished(() => opened.terminate());
    return opened;
  };
  return {
    cli,
    data,
    address,
    origin,
    token: hash.slice(1),
    secret,
    protocols,
    headers,
    socket,
    sign: (path: string, now = Date.now()) => signPath(secret, path, now),
    redeem: (token: string, more: Record<string, string> = {}) =>
      send(address, '/session', { method: 'POST', headers: { origin, ...more }, body: token }),
  };
}

/** The status that refuses a socket, or 101. */
const handshake = (
  address: string,
  headers: Record<string, string>,
  protocols: string[] = [],
): Promise<number> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`ws://${address}/socket`, protocols, { headers });
    socket.on('open', () => {
      socket.close();
      resolve(101);
    });
    socket.on('unexpected-response', (_, response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    socket.on('error', () => undefined);
  });

describe('entering', () => {
  it('is the printed address, once: its token becomes a session, and is never part of a request’s path', async () => {
    const { address, token, redeem } = await scene();
    // The scene has used it.
    expect((await redeem(token)).status).toBe(401);
    expect((await send(address, `/?token=${token}`)).headers['set-cookie']).toBeUndefined();
  });

  it('sets a cookie of this port alone, out of script’s reach', async () => {
    const { data, cli } = await scene();
    const again = startCli(['serve', '--data', data]);
    const url = await again.line((line) => line.startsWith('http'));
    expect((await again.result).code).toBe(0);
    const { origin, port, host, hash } = new URL(url);
    const answer = await send(host, '/session', {
      method: 'POST',
      headers: { origin },
      body: hash.slice(1),
    });
    const cookie = String(answer.headers['set-cookie']);
    expect(cookie).toMatch(new RegExp(`^chartdrop-${port}=`));
    expect(cookie).toMatch(/; HttpOnly/i);
    expect(cookie).toMatch(/; SameSite=Strict/i);
    expect(cli.process.exitCode).toBeNull();
  });

  it('is open again by a second start on the same data, for the same browser in the same session', async () => {
    const { data, headers, secret, address } = await scene();
    const { out, code } = await runCli(['serve', '--data', data]);
    expect(code).toBe(0);
    const { host, origin, hash } = new URL(out);
    expect(host).toBe(address);
    const given = { method: 'POST', headers: { ...headers, origin }, body: hash.slice(1) };
    expect(JSON.parse((await send(host, '/session', given)).body)).toEqual({ secret });
  });

  it.each(['', 'wrong', 'é'.repeat(43), 'a'.repeat(200)])('is not the token %j', async (token) => {
    const { redeem } = await scene();
    const { status, headers } = await redeem(token);
    expect([401, 413]).toContain(status);
    expect(headers['set-cookie']).toBeUndefined();
  });

  it('shows the window’s own files to anyone, since they contain no data', async () => {
    const { address } = await scene();
    const { status, headers } = await send(address, '/');
    expect([status, headers['set-cookie']]).toEqual([200, undefined]);
  });

  it.each(['/socket', '/content/1', '/local/1', '/history.csv', '/report.json', '/settings.json'])(
    '%s is refused without the session, and with another one',
    async (path) => {
      const { address, origin, sign } = await scene();
      const name = `chartdrop-${new URL(origin).port}`;
      for (const cookie of ['', `${name}=x`, `${name}=${'é'.repeat(43)}`, 'chartdrop=x']) {
        const given = { headers: { cookie: encodeURI(cookie), origin } };
        const answer = await send(address, path === '/socket' ? path : sign(path), given);
        expect([401, 404]).toContain(answer.status);
        expect(answer.body).not.toContain('<');
      }
    },
  );

  it('gives bytes to an address that the window signed, for ten minutes, one path and one session', async () => {
    const { address, headers, sign, data } = await scene();
    const status = async (path: string, given = headers) =>
      (await send(address, path, { headers: given })).status;
    const signed = sign('/history.csv');
    expect(await status('/history.csv')).toBe(403);
    expect(await status(sign('/history.csv', Date.now() - 11 * 60_000))).toBe(403);
    expect(await status(signed.replace('history.csv', 'report.json'))).toBe(403);
    expect(await status(signed.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')))).toBe(403);
    // There is no clinic yet.
    expect(await status(signed)).toBe(404);
    const { out } = await runCli(['serve', '--data', data]);
    const other = await enterServe(out);
    expect(await status(signed, { cookie: other.cookie })).toBe(403);
  });

  it('is refused for another Host and another Origin, including a page on another port', async () => {
    const { address, headers, origin, sign } = await scene();
    const port = new URL(origin).port;
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      `127.0.0.1:${Number(port) + 1}`,
      '127.0.0.1',
    ]) {
      expect((await send(address, '/', { headers: { ...headers, host } })).status, host).toBe(403);
    }
    for (const other of [
      'https://evil.example',
      'null',
      `http://127.0.0.1:${Number(port) + 1}`,
      `https://127.0.0.1:${port}`,
      `http://localhost:${port}`,
    ]) {
      const given = { ...headers, origin: other };
      expect((await send(address, '/', { headers: given })).status, other).toBe(403);
      const drop = await send(address, sign('/drop?name=a.pdf&source=drop'), {
        method: 'POST',
        headers: given,
        body: 'x',
      });
      expect(drop.status, other).toBe(403);
    }
    expect((await send(address, '/', { headers: { ...headers, origin } })).status).toBe(200);
  });

  it('is refused for sockets too, and for one with the cookie alone', async () => {
    const { address, headers, origin, protocols } = await scene();
    const shake = (more: Record<string, string>, shown = protocols) =>
      handshake(address, { ...headers, ...more }, shown);
    expect(await shake({ origin })).toBe(101);
    expect(await shake({})).toBe(403);
    expect(await handshake(address, { origin }, protocols)).toBe(401);
    for (const shown of [[], ['chartdrop'], ['chartdrop', 'wrong'], [...protocols].reverse()]) {
      expect(await shake({ origin }, shown), shown.join()).toBe(401);
    }
    expect(await shake({ origin: 'https://evil.example' })).toBe(403);
    expect(await shake({ origin: 'http://127.0.0.1:1' })).toBe(403);
    expect(await shake({ origin, host: 'evil.example' })).toBe(403);
  });

  it('limits a session’s sockets', async () => {
    const { address, headers, origin, protocols, socket } = await scene();
    const opened = Array.from({ length: 16 }, socket);
    await Promise.all(opened.map((one) => once(one, 'open')));
    expect(await handshake(address, { ...headers, origin }, protocols)).toBe(429);
    opened[0]?.close();
    await expect.poll(() => handshake(address, { ...headers, origin }, protocols)).toBe(101);
  });
});

describe('what is served', () => {
  it('carries the content security policy and lets nothing else read it', async () => {
    const { address, headers } = await scene();
    for (const path of ['/', '/none']) {
      const answer = await send(address, path, { headers });
      const policy = String(answer.headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).not.toContain('unsafe');
      expect(policy).not.toContain('http');
      expect(answer.headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
      });
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    }
  });

  it.each([
    '/../package.json',
    '/%2e%2e/package.json',
    '/..%2fpackage.json',
    '/%2e%2e%2f%2e%2e%2fpackage.json',
    '/assets/../../../package.json',
    '/..\\package.json',
    '//etc/passwd',
    '/content/..%2f..%2fuser',
    '/local/..%2f..%2fsettings.json',
  ])('is nothing outside the window: %s', async (path) => {
    const { address, headers } = await scene();
    const answer = await send(address, path, { headers });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body).not.toContain('devDependencies');
    expect(answer.body).not.toContain('root:');
  });

  it('is a chart’s file as bytes: its HTML and SVG do not run here', async () => {
    const demo = await testClinic();
    const { address, headers, origin, sign, ...window } = await scene({ CHARTDROP_API_URL: demo.apiUrl });
    const socket = window.socket();
    const answers = new Map<number, unknown>();
    socket.on('message', (data: Buffer) => {
      const { id, result } = z
        .object({ id: z.number().optional(), result: z.unknown().optional() })
        .parse(JSON.parse(data.toString('utf8')));
      if (id !== undefined) answers.set(id, result);
    });
    await new Promise((resolve) => socket.on('open', resolve));
    socket.send(JSON.stringify({ id: 1, channel: 'clinic:useKey', input: { apiKey: demo.apiKey } }));
    await expect.poll(() => answers.get(1)).toMatchObject({ ok: true });

    const patient = demo.patients().find(({ lastName }) => lastName === 'Citizen')?.id ?? '';
    const attack = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
    for (const name of ['page.html', 'drawing.svg', 'data.xml']) {
      const answer = await send(
        address,
        sign(`/drop?${new URLSearchParams({ name, source: 'drop', patient })}`),
        {
          method: 'POST',
          headers: { ...headers, origin },
          body: attack + name,
        },
      );
      expect(answer.status).toBe(201);
    }
    const filed = () => demo.attachments().filter(({ filename }) => /\.(html|svg|xml)$/.test(filename ?? ''));
    await expect.poll(() => filed().length).toBe(3);
    for (const { id } of filed()) {
      const answer = await send(address, sign(`/content/${id}`), { headers });
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toBe('application/octet-stream');
      expect(answer.headers['content-security-policy']).toContain('sandbox');
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
    }
    const saved = await send(address, sign(`/content/${filed()[0]?.id ?? ''}?save`), { headers });
    expect(saved.headers['content-disposition']).toMatch(/^attachment; filename\*=UTF-8''/);
  });

  it('answers a wrong message by closing the socket, and a wrong drop with an error', async () => {
    const { address, headers, origin, sign, ...window } = await scene();
    for (const message of ['no JSON', '{"id":"x"}', '[]']) {
      const socket = window.socket();
      const closed = new Promise((resolve) => socket.on('close', resolve));
      socket.on('open', () => socket.send(message));
      expect(await closed).toBe(1008);
    }
    for (const query of [
      '',
      'name=&source=drop',
      'name=a.pdf&source=elsewhere',
      'name=a.pdf&source=drop&patient=x',
    ]) {
      const answer = await send(address, sign(`/drop?${query}`), {
        method: 'POST',
        headers: { ...headers, origin },
        body: 'x',
      });
      expect(answer.status).toBe(422);
      expect(JSON.parse(answer.body)).toMatchObject({ code: 'request-invalid' });
    }
  });
});

it('refuses an invalid settings file with a reason', async () => {
  const folder = await tempFolder();
  await writeFile(join(folder, 'settings.json'), '{"settings":{"clinic":"elsewhere"}}');
  const { code, err } = await runCli(['serve', '--data', folder]);
  expect(code).toBe(1);
  expect(err).toContain('A setting cannot be used: clinic');
});
