import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { build } from 'vite';
import WebSocket from 'ws';
import { requestNames } from '../../../preload/contract/requests.ts';
import { builtWindow } from '../../../main/hosts/serve/window-server.ts';
import { signPath } from '../../../main/hosts/serve/signed-path.ts';
import { enterServe } from '../../fixtures/enter-serve.ts';
import { tempFolder } from '../../fixtures/temp-folder.ts';
import { startCli } from './run-cli.ts';

if (!existsSync(join(builtWindow, 'index.html'))) await build({ mode: 'renderer', logLevel: 'warn' });

/** A window server in a separate process, a session, and the secrets that must never be sent. */
async function scene() {
  const data = await tempFolder();
  await writeFile(
    join(data, 'settings.json'),
    '{"settings":{"clinic":"demo","preferences":{"holdSeconds":0}}}',
  );
  const cli = startCli(['serve', '--data', data]);
  const printed = await cli.line((line) => line.startsWith('http'));
  const url = new URL(printed);
  const { cookie, secret, protocols } = await enterServe(printed);
  const secrets = [
    data,
    process.cwd(),
    builtWindow,
    'node_modules',
    'ENOENT',
    'ENAMETOOLONG',
    '    at ',
    cookie,
    secret,
  ];
  return {
    cli,
    host: url.host,
    port: Number(url.port),
    cookie,
    secret,
    protocols,
    discreet: (text: string): void => {
      for (const secret of secrets) expect(text).not.toContain(secret);
    },
    alive: async (): Promise<void> => {
      expect(cli.process.exitCode).toBeNull();
      expect((await fetch(`http://${url.host}/`, { headers: { cookie } })).status).toBe(200);
    },
  };
}

/** Sends raw bytes and returns everything received until the connection ends or stays silent. */
async function exchange(port: number, bytes: Buffer): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1' });
  let answer = '';
  socket.setEncoding('latin1').on('data', (text: string) => (answer += text));
  // The server may close the connection early.
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.on('close', resolve));
  socket.end(bytes);
  // A server that neither answers nor closes would hang the test; that counts as a failure.
  await closed;
  return answer;
}

const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((some) => Buffer.from(some));
const piece = fc.oneof(
  fc.constantFrom(
    '..',
    '%2e%2e',
    '..%2f',
    '%2f',
    '%5c',
    '\\',
    '%00',
    '%zz',
    '%',
    '.',
    '',
    '%c0%af',
    'é',
    '漢',
  ),
  fc.constantFrom(
    'index.html',
    'assets',
    'content',
    'local',
    'socket',
    'drop',
    'history.csv',
    'package.json',
    'etc',
  ),
  fc.constantFrom(
    '1',
    '1968645883121642782',
    '00000000-0000-4000-8000-000000000000',
    '__proto__',
    '*',
    ':id',
    ';',
  ),
  fc.constantFrom('a'.repeat(300), 'a'.repeat(5_000), '%25'.repeat(100)),
  fc.string({ maxLength: 10 }).map(encodeURIComponent),
);
const query = fc.oneof(
  fc.constant(''),
  fc.constantFrom(
    '?token=',
    '?token[]=a',
    '?save',
    '?save=1&save=2',
    '?__proto__=1',
    `?${'a=b&'.repeat(2_000)}`,
    '?%zz',
  ),
  fc.constantFrom(
    '?name=a.pdf&source=drop',
    '?name=..%2F..%2Fa&source=paste',
    '?name=%00&source=drop&patient=1',
  ),
);
const path = fc
  .tuple(fc.array(piece, { maxLength: 5 }), query)
  .map(([pieces, rest]) => `/${pieces.join('/')}${rest}`.replace(/[\r\n ]/g, ''));
const header = fc.oneof(
  fc.constantFrom(
    'Range: bytes=0-',
    'Range: bytes=-1,5-2',
    'Expect: 100-continue',
    'Expect: pigs',
    'TE: trailers',
  ),
  fc.constantFrom(
    'Content-Type: application/json',
    'Content-Type: ;;;',
    'If-None-Match: "',
    'Accept-Encoding: *',
  ),
  fc.constantFrom(
    'Upgrade: websocket\r\nConnection: Upgrade',
    'Upgrade: h2c',
    'Cookie: chartdrop=%zz',
    'Cookie: ;=;',
  ),
  fc.constantFrom(
    'Transfer-Encoding: chunked',
    'Content-Length: 7',
    'Content-Length: -1',
    'Content-Length: 5, 6',
  ),
  fc.constantFrom(
    'Origin: https://evil.example',
    'Origin: null',
    'Host: evil.example',
    'X:',
    ': x',
    'X Y: z',
  ),
  fc.constant(`X-Long: ${'x'.repeat(20_000)}`),
);
const method = fc.constantFrom(
  'GET',
  'GET',
  'POST',
  'PUT',
  'HEAD',
  'OPTIONS',
  'DELETE',
  'PATCH',
  'TRACE',
  'CONNECT',
  'FOO',
);
const body = fc.oneof(
  fc.constant(Buffer.alloc(0)),
  fc
    .constantFrom('7 bytes', '5\r\nhello\r\n0\r\n\r\n', 'fffffffff\r\n', '{"id":1}')
    .map((text) => Buffer.from(text)),
  bytes(200),
);

it(
  'answers any request, reveals nothing about this machine, and continues',
  { timeout: 60_000 },
  async () => {
    const { host, port, cookie, secret, discreet, alive, cli } = await scene();
    await fc.assert(
      fc.asyncProperty(
        method,
        path,
        fc.array(header, { maxLength: 3 }),
        body,
        fc.constantFrom(true, true, false),
        async (verb, target, headers, content, isOurs) => {
          const own = [`Host: ${host}`, ...(isOurs ? [`Cookie: ${cookie}`] : []), 'Connection: close'];
          // Half of them signed like the window's, so that they reach further.
          const path = isOurs ? signPath(secret, target, Date.now()) : target;
          const head = [`${verb} ${path} HTTP/1.1`, ...own, ...headers, '', ''].join('\r\n');
          const answer = await exchange(port, Buffer.concat([Buffer.from(head), content]));
          discreet(answer);
          const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 400);
          expect(status).not.toBe(500);
          // The window's own files and missing ones are the same for everyone.
          const isOpen = [200, 206, 304, 404, 405, 416].includes(status);
          if (!isOurs && !isOpen)
            expect([400, 401, 403, 408, 413, 414, 417, 431]).toContain(status === 100 ? 401 : status);
        },
      ),
      { numRuns: 250, interruptAfterTimeLimit: 6_000 },
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        discreet(await exchange(port, Buffer.from(bytes)));
      }),
      { numRuns: 50 },
    );
    await alive();
    expect(cli.stderr()).toMatch(/^Open this address[^\n]*\n$/);
  },
);

/** One frame of RFC 6455, masked with zeros as a client's must be. */
function frame(first: number, payload: Buffer): Buffer {
  const { length } = payload;
  const size = length < 126 ? [length | 0x80] : [126 | 0x80, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([first, ...size, 0, 0, 0, 0]), payload]);
}
/** A placeholder for lists nested too deep for recursion. */
const deep = 'lists in lists';
const message = fc.oneof(
  fc
    .record({
      id: fc.oneof(fc.integer(), fc.constantFrom<unknown>(null, '1', 1.5)),
      channel: fc.oneof(fc.constantFrom(...requestNames, '__proto__', 'toString', ''), fc.string()),
      input: fc.oneof(fc.constantFrom<unknown>(null, deep, { ids: deep }), fc.jsonValue()),
    })
    // These change the subject of the test: another clinic, or folders of this machine.
    .filter(({ channel }) => !/^clinic:|^folders:|^settings:update/.test(channel))
    .map((one) => JSON.stringify(one)),
  fc.constantFrom('', '{', 'null', '[]', '"x"', '{"id":1,"channel":"app:info"}', `"${deep}"`),
  fc.string({ unit: 'binary' }),
);
const anyFrame = fc.oneof(
  { weight: 4, arbitrary: message.map((text) => ({ first: 0x81, text })) },
  // Continuations without a start, control frames, reserved bits and opcodes, invalid text, wrong lengths.
  { weight: 1, arbitrary: fc.record({ first: fc.nat(255), payload: bytes(140) }) },
  { weight: 1, arbitrary: fc.constant({ first: 0x81, payload: Buffer.from([0xff, 0xfe, 0xc0]) }) },
  { weight: 1, arbitrary: fc.constant({ raw: Buffer.from([0x81, 0xff, 0x7f, 0, 0, 0, 0, 0, 0, 1]) }) },
  { weight: 1, arbitrary: bytes(60).map((raw) => ({ raw })) },
);
type AnyFrame = typeof anyFrame extends fc.Arbitrary<infer T> ? T : never;

function bytesOf(one: AnyFrame): Buffer {
  if ('raw' in one) return one.raw;
  if ('payload' in one) return frame(one.first, one.payload);
  return frame(
    one.first,
    Buffer.from(one.text.replace(`"${deep}"`, '['.repeat(20_000) + ']'.repeat(20_000))),
  );
}

it('closes a socket that sends nonsense, answers an almost valid one, and continues', async () => {
  const { host, port, cookie, protocols, discreet, alive, cli } = await scene();
  const handshake = [
    'GET /socket HTTP/1.1',
    `Host: ${host}`,
    `Cookie: ${cookie}`,
    `Origin: http://${host}`,
    `Sec-WebSocket-Protocol: ${protocols.join(', ')}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    '',
    '',
  ].join('\r\n');
  await fc.assert(
    fc.asyncProperty(fc.array(anyFrame, { minLength: 1, maxLength: 6 }), async (frames) => {
      const answer = await exchange(port, Buffer.concat([Buffer.from(handshake), ...frames.map(bytesOf)]));
      discreet(answer);
      expect(answer).toMatch(/^HTTP\/1\.1 101/);
      expect(answer).not.toContain('"unexpected"');
    }),
    { numRuns: 120, interruptAfterTimeLimit: 6_000 },
  );
  const huge = new WebSocket(`ws://${host}/socket`, protocols, {
    headers: { cookie, origin: `http://${host}` },
  });
  await once(huge, 'open');
  huge.send('x'.repeat(2 * 1024 * 1024));
  const [code] = (await once(huge, 'close')) as [number];
  expect([1006, 1009]).toContain(code);
  await alive();
  expect(cli.stderr()).toMatch(/^Open this address[^\n]*\n$/);
});
