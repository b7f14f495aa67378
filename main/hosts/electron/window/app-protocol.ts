import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import { Readable } from 'node:stream';
import mime from 'mime-types';
import { asChartdropError } from '../../../base/errors.ts';
import type { ByteRoutes, Bytes, ByteSource } from '../../../window/bytes.ts';
import { bytesHeaders, windowHeaders } from '../../window-headers.ts';
import { appUrl } from './app-address.ts';

/** Answers the window's requests for its files and for bytes, like the headless server. */
export function createAppProtocol(root: string, bytes: ByteRoutes): (request: Request) => Promise<Response> {
  const sent = (found: Bytes, save: boolean): Response =>
    new Response(Readable.toWeb(found.stream) as ReadableStream, { headers: bytesHeaders(found, save) });

  const file = async (path: string): Promise<Response> => {
    const target = normalize(join(root, path === '/' ? 'index.html' : decodeURIComponent(path)));
    const found = target.startsWith(root) ? await stat(target).catch(() => null) : null;
    if (found?.isFile() !== true) return new Response(null, { status: 404, headers: windowHeaders });
    const type = mime.lookup(target) || 'application/octet-stream';
    return new Response(Readable.toWeb(createReadStream(target)) as ReadableStream, {
      headers: { ...windowHeaders, 'content-type': type },
    });
  };

  const drop = async (url: URL, body: ReadableStream | null): Promise<Response> => {
    const stream =
      body === null ? Readable.from([]) : Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]);
    const { id } = await bytes.drop(Object.fromEntries(url.searchParams), stream);
    return Response.json({ job: id }, { status: 201 });
  };

  return async (request) => {
    const url = new URL(request.url);
    if (!canBeRead(url.pathname)) return new Response(null, { status: 400, headers: windowHeaders });
    const { source, id, part } = asked(url.pathname);
    try {
      if (url.host !== new URL(appUrl).host) return new Response(null, { status: 404 });
      if (source === 'made') return sent(bytes.made(id), true);
      if (source !== null && part === 'page')
        return sent(await bytes.page(source, id, Object.fromEntries(url.searchParams)), false);
      if (source !== null && part === 'text') return sent(await bytes.text(source, id), false);
      if (source === 'content') return sent(await bytes.content(id), url.searchParams.has('save'));
      if (source === 'local') return sent(await bytes.local(id), false);
      if (url.pathname === '/history.csv') return sent(bytes.history(), true);
      if (url.pathname === '/settings.json') return sent(bytes.settings(), true);
      if (url.pathname === '/report.json') return sent(await bytes.report(), true);
      if (url.pathname === '/drop' && request.method === 'POST') return await drop(url, request.body);
      return await file(url.pathname);
    } catch (thrown) {
      return Response.json(asChartdropError(thrown).toDto(), { status: 422 });
    }
  };
}

/** Whether a path's percent-encoding is valid. */
function canBeRead(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch (thrown) {
    if (thrown instanceof URIError) return false;
    throw thrown;
  }
}

/** The file whose bytes, page or text a path requests. `source` null: the path requests something else. */
function asked(path: string): { source: ByteSource | 'made' | null; id: string; part: string | null } {
  const [, source, id = '', part = null] =
    /^\/(content|local|made)\/([^/]+)(?:\/(page|text))?$/.exec(path) ?? [];
  const isKnown = source === 'content' || source === 'local' || source === 'made';
  return { source: isKnown ? source : null, id, part };
}
