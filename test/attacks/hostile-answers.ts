import type { RequestListener, ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';

// Answers of a hostile service or storage, for the attacks and the benchmark of their cost.

export const json = { 'content-type': 'application/json' };
export const megabyte = 1024 * 1024;
/** Bytes after which an attack counts as `through`. */
export const enough = 128 * megabyte;

/** Sends `{"first_name":"aaaa…` until the reader stops or `bytes` are sent. */
export function endless(bytes = enough): Readable {
  const chunk = Buffer.alloc(megabyte, 'a');
  function* pieces(): Generator<Buffer> {
    yield Buffer.from('{"id":"1","first_name":"');
    for (let sent = 0; sent < bytes; sent += chunk.length) yield chunk;
    yield Buffer.from('"}');
  }
  return Readable.from(pieces());
}
/** The reader may disconnect at any time. */
export const ignore = (): void => undefined;

export const rows = (count: number, row: unknown): unknown[] => Array.from({ length: count }, () => row);
export const list = (response: ServerResponse, body: object): void => {
  response.writeHead(200, json);
  response.end(JSON.stringify(body));
};
/** Two thousand pages, each with a link to the next. */
export const leadsOn =
  (bodyOf: (page: number) => object): RequestListener =>
  (request, response) => {
    const at = Number(URL.parse(request.url ?? '', 'http://x')?.searchParams.get('page') ?? 0);
    const next = at < 2_000 ? `http://${request.headers.host ?? ''}/v1/users?page=${at + 1}` : null;
    list(response, { ...bodyOf(at), links: { next } });
  };

export const endlessJson =
  (bytes = enough): RequestListener =>
  (_request, response) => {
    response.writeHead(200, json);
    pipeline(endless(bytes), response, ignore);
  };
export const packedJson =
  (bytes = enough): RequestListener =>
  (_request, response) => {
    response.writeHead(200, { ...json, 'content-encoding': 'gzip' });
    pipeline(endless(bytes), createGzip({ level: 1 }), response, ignore);
  };
export const endlessXml =
  (bytes = enough): RequestListener =>
  (_request, response) => {
    response.writeHead(201, { 'content-type': 'application/xml' });
    pipeline(endless(bytes), response, ignore);
  };
export const emptyPages: RequestListener = leadsOn(() => ({ users: [], total_entries: 1 }));
/** A page of half a million invalid rows. */
export const oddRows: RequestListener = (_request, response) => {
  const odd = rows(500_000, 0);
  list(response, { patient_attachments: odd, total_entries: odd.length, links: {} });
};
