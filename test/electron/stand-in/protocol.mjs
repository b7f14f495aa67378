/**
 * What stands between a page's request and `protocol.handle`, as in Electron's own lib/browser/api/protocol.ts: one
 * buffer comes as that buffer, anything else as a stream that is read piece by piece, and what is no proper answer
 * becomes a network error.
 */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { driven } from './tell.mjs';

/** A file is read to `offset + length`, that byte included: Electron's own off-by-one, at the end of a file harmless. */
const streamOfFile = ({ filePath, offset = 0, length = -1 }) =>
  Readable.toWeb(
    createReadStream(filePath, { start: offset, end: length >= 0 ? offset + length : undefined }),
  );

/** `uploadData` is what Chromium has of a body: `rawData`, `file`, `stream` and `blob`, in any number. */
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
      // A blob lies in the browser's process, and comes whole, however large it is.
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

/** A page's request, answered by the program; `error`: the page sees a network error of that number. */
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
