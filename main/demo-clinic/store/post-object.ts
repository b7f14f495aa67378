import type { IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { openBlob, type BlobWriter } from './blob-writer.ts';
import { createFileCutter } from './file-cutter.ts';
import { parseFormHead, type FormHead } from './form-head.ts';
import type { Objects, StoredObject } from './objects.ts';
import { verifyPost, type SizeRange } from './policy.ts';
import type { StorageAccount } from './signature-v4.ts';
import { refusal, type Refusal } from './store-errors.ts';

/** S3's limit for the fields before the file. */
const mostHeadBytes = 20 * 1024;

export interface PostObjectDeps {
  readonly objects: Objects;
  readonly account: StorageAccount;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export interface Upload {
  readonly request: IncomingMessage;
  readonly boundary: string;
  /** Bytes per second at which the body is read. null: no limit. */
  readonly speed: number | null;
  readonly signal: AbortSignal;
}

/** The stored key, and the status that the form requested. */
export interface Posted {
  readonly key: string;
  readonly object: StoredObject;
  readonly wishedStatus: string;
}

/**
 * Stores a posted file. Refuses as early as possible, without reading the rest of the body. Throws if the connection
 * breaks; then nothing is stored.
 */
export async function postObject(upload: Upload, deps: PostObjectDeps): Promise<Posted | Refusal> {
  const body = bodyOf(upload);
  try {
    return await takeForm(upload, body, deps);
  } finally {
    // `answerEarly` discards the body, which is impossible while it is being read here.
    await body.return(undefined);
  }
}

async function takeForm(
  upload: Upload,
  body: AsyncGenerator<Buffer>,
  deps: PostObjectDeps,
): Promise<Posted | Refusal> {
  const opened = await openForm(upload.boundary, body);
  if ('code' in opened) return opened;
  const { head, first, headBytes } = opened;
  const template = head.fields.get('key');
  if (template === undefined) return refusal('InvalidArgument');
  const key = template.replaceAll('${filename}', () => head.filename);
  const range = verifyPost({
    fields: new Map(head.fields).set('key', key),
    now: deps.now(),
    account: deps.account,
  });
  if ('code' in range) return range;
  // Refuses early by the announced length. The part after the file is small, so the exact check counts the bytes.
  const announced = Number(upload.request.headers['content-length']) - headBytes;
  if (announced - mostHeadBytes > range.most) return refusal('EntityTooLarge');

  const blob = deps.objects.newBlob();
  const writer = await openBlob(deps.objects.pathOf(blob));
  const refused = await writeFile({ writer, body, first, boundary: upload.boundary, range });
  if (refused !== null) return refused;
  const object = { blob, size: writer.size };
  deps.objects.put(key, object);
  return { key, object, wishedStatus: head.fields.get('success_action_status') ?? '204' };
}

/** The body in pieces. Stopping early keeps the connection, which still has to carry the answer. */
async function* bodyOf({ request, speed, signal }: Upload): AsyncGenerator<Buffer> {
  const pieces = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  for await (const piece of pieces) {
    if (speed !== null) await delay((piece.length / speed) * 1000, undefined, { signal });
    yield piece;
  }
}

interface OpenedForm {
  readonly head: Extract<FormHead, { state: 'file' }>;
  /** The first bytes of the file, which arrived together with the fields. */
  readonly first: Buffer;
  readonly headBytes: number;
}

async function openForm(boundary: string, body: AsyncGenerator<Buffer>): Promise<OpenedForm | Refusal> {
  let bytes = Buffer.alloc(0);
  for (;;) {
    const piece = await body.next();
    if (piece.done === true) return refusal('MalformedPOSTRequest');
    bytes = Buffer.concat([bytes, piece.value]);
    const head = parseFormHead(bytes, boundary);
    if (head.state === 'malformed') return refusal('MalformedPOSTRequest');
    if (head.state === 'no-file') return refusal('InvalidArgument');
    if (head.state === 'file') return { head, first: bytes.subarray(head.start), headBytes: head.start };
    if (bytes.length > mostHeadBytes) return refusal('MaxPostPreDataLengthExceededError');
  }
}

interface Writing {
  readonly writer: BlobWriter;
  readonly body: AsyncGenerator<Buffer>;
  readonly first: Buffer;
  readonly boundary: string;
  readonly range: SizeRange;
}

/** Returns null once the complete file is on disk. On any other result deletes the file. */
async function writeFile({ writer, body, first, boundary, range }: Writing): Promise<Refusal | null> {
  const cutter = createFileCutter(Buffer.from(`\r\n--${boundary}`));
  try {
    await writer.write(cutter.push(first));
    // Reads the body to its end and ignores what follows the file, as S3 does.
    for await (const piece of body) {
      await writer.write(cutter.push(piece));
      if (writer.size > range.most) break;
    }
    // A body without its closing boundary is stored as received: a 201 alone proves nothing.
    if (!cutter.isDone) await writer.write(cutter.rest());
    const refused = refuseSize(writer.size, range);
    await (refused === null ? writer.close() : writer.discard());
    return refused;
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

function refuseSize(size: number, range: SizeRange): Refusal | null {
  if (size > range.most) return refusal('EntityTooLarge');
  return size < range.least ? refusal('EntityTooSmall') : null;
}
