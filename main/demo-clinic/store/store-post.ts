import type { IncomingMessage } from 'node:http';
import { boundaryOf } from './form-head.ts';
import { postObject, type Posted } from './post-object.ts';
import { refuse, type Exchange, type StoreDeps } from './store-exchange.ts';
import { uriEncode } from './signature-v4.ts';
import { escapeXml, refusal, type Refusal } from './store-errors.ts';

/** Answers a presigned post: 201 with the object's key once the bytes are stored, else S3's error. */
export async function answerPost(exchange: Exchange, deps: StoreDeps): Promise<void> {
  const { request, response, act } = exchange;
  const boundary = checkHeaders(request);
  if (typeof boundary !== 'string') return refuse(exchange, boundary, deps);
  if (request.headers.expect !== undefined) response.writeContinue();
  const speed = typeof act === 'object' && act !== null && 'slowRead' in act ? act.slowRead : null;
  const now = act === 'expire-policy' ? () => Number.POSITIVE_INFINITY : deps.now;
  const posted = await postObject({ request, boundary, speed, signal: deps.signal }, { ...deps, now });
  if ('code' in posted) return refuse(exchange, posted, deps);
  if (act === 'drop-after') request.socket.destroy();
  if (act === 'drop-after' || act === 'hang-after') return;
  if (posted.wishedStatus !== '201') {
    response.writeHead(posted.wishedStatus === '200' ? 200 : 204).end();
    return;
  }
  const xml = postResponse(posted, request, deps);
  response.writeHead(201, { 'content-type': 'application/xml' });
  response.end(act === 'truncate' ? xml.slice(0, xml.length / 2) : xml);
}

/** The form's boundary, or an error found before reading the body. */
function checkHeaders(request: IncomingMessage): string | Refusal {
  if (request.url !== '/' || !isOwnHost(request)) return refusal('NoSuchBucket');
  if (request.headers.authorization !== undefined) return refusal('InvalidArgument');
  if (request.headers['content-length'] === undefined) return refusal('MissingContentLength');
  return boundaryOf(request.headers['content-type'] ?? '') ?? refusal('PreconditionFailed');
}

/** The host names the bucket, as in `https://BUCKET.s3.amazonaws.com/`. */
const isOwnHost = ({ headers, socket }: IncomingMessage) =>
  ['127.0.0.1', 'localhost'].some((name) => headers.host === `${name}:${String(socket.localPort)}`);

function postResponse({ key, object }: Posted, request: IncomingMessage, { account }: StoreDeps): string {
  const fields = {
    // S3 percent-encodes the complete key here, slashes too: an upload URL built from it is wrong.
    Location: `http://${request.headers.host ?? ''}/${uriEncode(key)}`,
    Bucket: account.bucket,
    Key: key,
    ETag: `"${object.blob.replaceAll('-', '')}"`,
  };
  const inner = Object.entries(fields).map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<PostResponse>${inner.join('')}</PostResponse>`;
}
