import { once } from 'node:events';
import { request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface HttpRequest {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: Buffer | string;
}

/** Sends one request on a new connection exactly as given, without the corrections of `fetch`. */
export async function exchange(
  url: string,
  { method = 'GET', headers = {}, body }: HttpRequest,
): Promise<HttpAnswer> {
  const sent = request(url, { method, headers, agent: false });
  const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
  sent.end(body);
  const [response] = await answered;
  // An early answer may arrive while the body is still being sent; sending must end with the test.
  const sentAll = once(sent, 'close');
  const answer = { status: response.statusCode ?? 0, headers: response.headers, body: await text(response) };
  await sentAll;
  return answer;
}

export const boundary = 'a-boundary-for-tests';

export interface FormFile {
  /** The text between the quotes. */
  readonly name: string;
  readonly bytes: Buffer | string;
}

export const part = (disposition: string, value: Buffer | string): Buffer =>
  Buffer.concat([
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n`),
    Buffer.from(value),
    Buffer.from('\r\n'),
  ]);
export const filePart = ({ name, bytes }: FormFile): Buffer => part(`name="file"; filename="${name}"`, bytes);
export const closing = Buffer.from(`--${boundary}--\r\n`);

/** The fields in order, the file last. */
export const formBody = (fields: readonly (readonly [string, string])[], file: FormFile): Buffer =>
  Buffer.concat([...fields.map(([name, value]) => part(`name="${name}"`, value)), filePart(file), closing]);

export const formHeaders = (body: Buffer): OutgoingHttpHeaders => ({
  'content-type': `multipart/form-data; boundary=${boundary}`,
  'content-length': body.length,
});
