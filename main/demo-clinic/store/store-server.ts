import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { answerEarly } from '../faults/early-answer.ts';
import { refuse, type Exchange, type StoreDeps } from './store-exchange.ts';
import { answerGet } from './store-get.ts';
import { answerPost } from './store-post.ts';
import { refusal } from './store-errors.ts';

export interface StoreServer {
  readonly server: Server;
  /** Resolves when no exchange is active, for stopping. */
  readonly idle: () => Promise<unknown>;
}

/** The S3-like store: accepts presigned posts and serves bytes for signed addresses. */
export function createStoreServer(deps: StoreDeps): StoreServer {
  const running = new Set<Promise<void>>();
  function begin(request: IncomingMessage, response: ServerResponse): void {
    const exchange = run(request, response, deps).finally(() => running.delete(exchange));
    running.add(exchange);
  }
  // No time limit: a large file may take any time on a slow line.
  const server = createServer({ requestTimeout: 0 }, begin);
  // A client that sends `Expect: 100-continue` learns from the headers alone that its body is refused.
  server.on('checkContinue', begin);
  return { server, idle: () => Promise.all(running) };
}

async function run(request: IncomingMessage, response: ServerResponse, deps: StoreDeps): Promise<void> {
  const isPost = request.method === 'POST';
  const { method = '', url: path = '' } = request;
  const act = deps.faults.match({ step: isPost ? 'storage' : 'download', method, path });
  const exchange: Exchange = { request, response, act };
  response.setHeader('date', new Date(deps.now()).toUTCString());
  if (isPost) deps.onPost();
  try {
    if (await isStruck(exchange, deps)) return;
    await (isPost ? answerPost(exchange, deps) : answerGet(exchange, deps));
  } catch (error) {
    // The client left, or the clinic stops: no answer is needed.
    if (request.socket.destroyed || deps.signal.aborted) return;
    if (response.headersSent) request.socket.destroy();
    else await refuse(exchange, refusal('InternalError', String(error)), deps);
  }
}

/** Applies a fault that comes before any effect. True if the request ends with it. */
async function isStruck({ request, response, act }: Exchange, { signal }: StoreDeps): Promise<boolean> {
  if (act === 'drop-before') request.socket.destroy();
  if (act === 'drop-before' || act === 'hang') return true;
  const answer = (status: number, body: string, headers: Readonly<Record<string, string>>) =>
    answerEarly(request, response, { status, headers, body }, signal);
  if (act === 'html') {
    await answer(502, '<html><h1>502 Bad Gateway</h1></html>', { 'content-type': 'text/html' });
    return true;
  }
  if (typeof act !== 'object' || act === null) return false;
  if ('delayMs' in act) await delay(act.delayMs, undefined, { signal });
  if (!('status' in act)) return false;
  await answer(act.status, act.body ?? '', { 'content-type': 'application/xml', ...act.headers });
  return true;
}
