import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { refuseContentUrl } from './content-url.ts';
import { refuse, type Exchange, type StoreDeps } from './store-exchange.ts';
import { refusal } from './store-errors.ts';

/** Sends an attachment's bytes for an address that the API signed. */
export async function answerGet(exchange: Exchange, deps: StoreDeps): Promise<void> {
  const { request, response, act } = exchange;
  if (request.method !== 'GET') return refuse(exchange, refusal('MethodNotAllowed'), deps);
  // The client sent a credential along with the redirect to another host: report it.
  if (request.headers.authorization !== undefined) return refuse(exchange, refusal('InvalidArgument'), deps);
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? ''}`);
  const refused = refuseContentUrl(url, deps.now(), deps.account);
  if (refused !== null) return refuse(exchange, refused, deps);
  const [, attachmentId = ''] = /^\/attachments\/(\d+)\//.exec(url.pathname) ?? [];
  const content = deps.content.open(attachmentId);
  if (content === null) return refuse(exchange, refusal('NoSuchKey'), deps);

  response.writeHead(200, { 'content-type': content.type, 'content-length': content.size });
  if (act === 'drop-after') request.socket.destroy();
  if (act === 'hang-after' || act === 'drop-after') return;
  if (act !== 'truncate') return pipeline(content.stream(), response);
  const [half = Buffer.alloc(0)] = (await Readable.from(content.stream()).take(1).toArray()) as Buffer[];
  response.write(half.subarray(0, half.length / 2), () => request.socket.destroy());
}
