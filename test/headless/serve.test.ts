import { writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import WebSocket from 'ws';
import { z } from 'zod';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { testClinic } from '../fixtures/upload-bench.ts';
import { runCli, startCli } from './run-cli.ts';

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}

/** Sends what no browser or fetch would let through: any Host, any Origin, any path. */
function send(
  address: string,
  path: string,
  given: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<Answer> {
  const { hostname, port } = new URL(`http://${address}`);
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers = {} } = given;
    const sent = request({ hostname, port, path, method, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    sent.on('error', reject);
    sent.end(given.body);
  });
}

/** A window server over a demo clinic, and a browser's session in it. */
async function scene(env: Record<string, string> = {}) {
  const data = await tempFolder();
  await writeFile(join(data, 'settings.json'), '{"settings":{"preferences":{"holdSeconds":0}}}');
  const cli = startCli(['serve', '--data', data], env);
  const url = new URL(await cli.line((line) => line.startsWith('http')));
  const path = url.pathname + url.search;
  const first = await send(url.host, path);
  const cookie = String(first.headers['set-cookie']).split(';')[0] ?? '';
  return { cli, address: url.host, origin: url.origin, tokenPath: path, first, headers: { cookie } };
}

/** The status with which a socket is refused, or 101. */
const handshake = (address: string, headers: Record<string, string>): Promise<number> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`ws://${address}/socket`, { headers });
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

describe('the way in', () => {
  it('is the printed address, once: its token becomes a cookie and leaves the address', async () => {
    const { first, address, tokenPath, headers } = await scene();
    expect(first.status).toBe(303);
    expect(first.headers['location']).toBe('/');
    expect(String(first.headers['set-cookie'])).toMatch(/; HttpOnly/i);
    expect(String(first.headers['set-cookie'])).toMatch(/; SameSite=Strict/i);
    expect(JSON.stringify(first)).not.toContain(new URLSearchParams(tokenPath.split('?')[1]).get('token'));
    expect((await send(address, '/', { headers })).status).toBe(200);
    // Used up: for another browser it is worth nothing.
    expect((await send(address, tokenPath)).status).toBe(401);
  });

  it.each([
    '/',
    '/?token=',
    '/?token=wrong',
    `/?token=${'é'.repeat(43)}`,
    '/?token=a&token=b',
    '/?token[a]=b',
  ])('is not %s', async (path) => {
    const { address } = await scene();
    expect((await send(address, encodeURI(path))).status).toBe(401);
  });

  it.each(['/', '/index.html', '/socket', '/content/1', '/local/1', '/history.csv', '/none'])(
    '%s is refused without the cookie, and with another one',
    async (path) => {
      const { address } = await scene();
      for (const cookie of ['', 'chartdrop=x', `chartdrop=${'é'.repeat(43)}`]) {
        const answer = await send(address, path, { headers: { cookie: encodeURI(cookie) } });
        expect(answer.status).toBe(401);
        expect(answer.body).not.toContain('<');
      }
    },
  );

  it('is closed to another Host and another Origin, a page on another port included', async () => {
    const { address, headers, origin } = await scene();
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
      const drop = await send(address, '/drop?name=a.pdf&source=drop', {
        method: 'POST',
        headers: given,
        body: 'x',
      });
      expect(drop.status, other).toBe(403);
    }
    expect((await send(address, '/', { headers: { ...headers, origin } })).status).toBe(200);
  });

  it('is closed to sockets likewise', async () => {
    const { address, headers, origin } = await scene();
    expect(await handshake(address, { ...headers, origin })).toBe(101);
    expect(await handshake(address, { origin })).toBe(401);
    expect(await handshake(address, { ...headers, origin: 'https://evil.example' })).toBe(403);
    expect(await handshake(address, { ...headers, origin: 'http://127.0.0.1:1' })).toBe(403);
    expect(await handshake(address, { ...headers, origin, host: 'evil.example' })).toBe(403);
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

  it('is a chart’s file as bytes: no HTML and no SVG of it runs here', async () => {
    const demo = await testClinic();
    const { address, headers, origin } = await scene({ CHARTDROP_API_URL: demo.apiUrl });
    const socket = new WebSocket(`ws://${address}/socket`, { headers: { ...headers, origin } });
    onTestFinished(() => socket.terminate());
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
      const answer = await send(address, `/drop?${new URLSearchParams({ name, source: 'drop', patient })}`, {
        method: 'POST',
        headers: { ...headers, origin },
        body: attack + name,
      });
      expect(answer.status).toBe(201);
    }
    const filed = () => demo.attachments().filter(({ filename }) => /\.(html|svg|xml)$/.test(filename ?? ''));
    await expect.poll(() => filed().length).toBe(3);
    for (const { id } of filed()) {
      const answer = await send(address, `/content/${id}`, { headers });
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toBe('application/octet-stream');
      expect(answer.headers['content-security-policy']).toContain('sandbox');
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
    }
    const saved = await send(address, `/content/${filed()[0]?.id ?? ''}?save`, { headers });
    expect(saved.headers['content-disposition']).toMatch(/^attachment; filename\*=UTF-8''/);
  });

  it('answers a wrong message by closing the socket, and a wrong drop in data', async () => {
    const { address, headers, origin } = await scene();
    for (const message of ['no JSON', '{"id":"x"}', '[]']) {
      const socket = new WebSocket(`ws://${address}/socket`, { headers: { ...headers, origin } });
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
      const answer = await send(address, `/drop?${query}`, {
        method: 'POST',
        headers: { ...headers, origin },
        body: 'x',
      });
      expect(answer.status).toBe(422);
      expect(JSON.parse(answer.body)).toMatchObject({ code: 'request-invalid' });
    }
  });
});

it('refuses a settings file that cannot be used, in words', async () => {
  const folder = await tempFolder();
  await writeFile(join(folder, 'settings.json'), '{"settings":{"clinic":"elsewhere"}}');
  const { code, err } = await runCli(['serve', '--data', folder]);
  expect(code).toBe(1);
  expect(err).toContain('A setting cannot be used: clinic');
});
