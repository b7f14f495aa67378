/**
 * The layer between a page's request and `protocol.handle`, as in Electron's lib/browser/api/protocol.ts: a single
 * buffer is passed as a buffer, other bodies as a stream. An invalid answer becomes a network error.
 */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { driven } from './tell.mjs';

/**
 * A file is read up to and including byte `offset + length`: an off-by-one in Electron, harmless at the end of a file.
 */
const streamOfFile = ({ filePath, offset = 0, length = -1 }) =>
  Readable.toWeb(
    createReadStream(filePath, { start: offset, end: length >= 0 ? offset + length : undefined }),
  );

/** `uploadData` holds the parts of a body: any number of `rawData`, `file`, `stream` and `blob`. */
function bodyOf(uploadData) {
  if (uploadData === undefined) return null;
  if (uploadData.length === 1 && uploadData[0].type === 'rawData') return uploadData[0].bytes;
  const chunks = [...uploadData];
  let current = null;
  return new ReadableStream({
    async pull(controller) {
      if (current !== null) {
        const { done, value } = await current.read();
        if (!done) return controller.enqueue(value);
        current = null;
        return this.pull(controller);
      }
      const chunk = chunks.shift();
      if (chunk === undefined) return controller.close();
      if (chunk.type === 'rawData') return controller.enqueue(chunk.bytes);
      // A blob is in the browser process and arrives in one piece, however large.
      if (chunk.type === 'blob') return controller.enqueue(await chunk.data());
      if (chunk.type !== 'file' && chunk.type !== 'stream') {
        throw new Error(`Unknown upload data chunk type: ${chunk.type}`);
      }
      current = (chunk.type === 'file' ? streamOfFile(chunk) : chunk.body).getReader();
      return this.pull(controller);
    },
  });
}

const isProper = (answer) => answer instanceof Response || (typeof answer === 'object' && answer !== null);
const unexpected = -9;

/** A page's request and the program's answer. `error`: the number of the network error. */
export async function request(url, uploadData) {
  const answer = driven.handlers.get(new URL(url).protocol.slice(0, -1));
  // ERR_UNKNOWN_URL_SCHEME
  if (answer === undefined) return { error: -302 };
  try {
    const body = bodyOf(uploadData);
    const method = body === null ? 'GET' : 'POST';
    const duplex = body instanceof ReadableStream ? 'half' : undefined;
    const response = await answer(new Request(url, { method, body, duplex }));
    if (!isProper(response)) return { error: unexpected };
    if (response.type === 'error') return { error: -2 };
    const data = response.body === null ? Buffer.alloc(0) : await buffer(Readable.fromWeb(response.body));
    return { status: response.status, headers: Object.fromEntries(response.headers), data };
  } catch (thrown) {
    return { error: unexpected, thrown: String(thrown) };
  }
}
