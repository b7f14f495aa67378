import { writeFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import { startServe } from '../e2e/serve-process.ts';
import { withFolder } from './with-folder.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Sends a request that no browser or fetch would: any Host, Origin or path. */
export function sendTo(
  address: string,
  path: string,
  headers: Record<string, string> = {},
  given: { method?: string; body?: string | Buffer } = {},
): Promise<Answer> {
  const { hostname, port } = new URL(`http://${address}`);
  return new Promise((resolve, reject) => {
    const { method = 'GET' } = given;
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

/** A browser's session: its cookie, and the secret of the window's tab. null before there is one. */
export interface EnteredSession {
  readonly cookie: string;
  readonly secret: string | null;
}

/** Enters by the address that serve printed, like the window. Throws if it is refused. */
export async function enter(url: string): Promise<EnteredSession> {
  const { host, hash, origin, pathname, search } = new URL(url);
  const isShown = hash !== '';
  const answer = isShown
    ? await sendTo(host, '/session', { origin }, { method: 'POST', body: hash.slice(1) })
    : await sendTo(host, pathname + search);
  const cookie = answer.headers['set-cookie']?.[0]?.split(';')[0];
  if (cookie === undefined) throw new Error(`no session: ${answer.status}`);
  const secret = isShown ? z.object({ secret: z.string() }).parse(JSON.parse(answer.body)).secret : null;
  return { cookie, secret };
}

export interface ServeScene {
  readonly data: string;
  /** The printed address, with the token. */
  readonly url: string;
  readonly address: string;
  readonly origin: string;
}

/** Runs `serve` on the demo clinic, in a new or given data directory, while `act` runs. */
export function withServe<T>(
  act: (scene: ServeScene) => Promise<T>,
  given: { env?: Record<string, string>; args?: readonly string[]; data?: string } = {},
): Promise<T> {
  return withFolder(async (made) => {
    const data = given.data ?? made;
    await writeFile(join(data, 'settings.json'), '{"settings":{"clinic":"demo"}}');
    const served = await startServe(data, given.env ?? {}, 'dist/main/headless.js', given.args);
    try {
      const { host, origin } = new URL(served.url);
      return await act({ data, url: served.url, address: host, origin });
    } finally {
      await served.stop();
    }
  });
}
