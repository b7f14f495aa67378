import { onTestFinished } from 'vitest';
import type { PresignedPost } from '../../main/demo-clinic/store/presigned-post.ts';
import { startDemoClinic, type DemoClinic, type DemoClinicOptions } from '../../main/demo-clinic/start.ts';
import { knownSecrets } from '../fixtures/known-clinic.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { exchange, formBody, formHeaders, type FormFile, type HttpAnswer } from './raw-http.ts';

export const userAgent = 'Test (test@example.com)';
export const authorization = (key: string) => `Basic ${Buffer.from(`${key}:`).toString('base64')}`;

/** A record or list as the API returns it. The tests' expectations say what it contains. */
export type Json = Record<string, unknown> & {
  id: string;
  links: { self: string; next?: string; previous?: string };
  total_entries: number;
};

interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

/** The address of a clinic, in this process or another. */
export type Address = Pick<DemoClinic, 'apiUrl' | 'storageUrl' | 'apiKey'>;

/** The calls of the tests. */
export interface Calls {
  call(method: string, path: string, body?: unknown): Promise<ApiAnswer>;
  get(path: string): Promise<ApiAnswer>;
  /** A list's rows by their name in the body. */
  rows(path: string): Promise<Json[]>;
  presign(patientId: string): Promise<PresignedPost>;
  /** Posts a file to the store with the fields of a presigned post. */
  post(presigned: PresignedPost, file: FormFile): Promise<HttpAnswer>;
  /** Presigns and posts; the upload URL for the create call. */
  store(patientId: string, file: FormFile): Promise<string>;
  create(patientId: string, uploadUrl: string, description?: string | null): Promise<ApiAnswer>;
}

export type TestClinic = DemoClinic & Calls;

/** A clinic that is stopped after the test. By default without a rate limit and with immediate processing. */
export async function startTestClinic(options: Partial<DemoClinicOptions> = {}): Promise<TestClinic> {
  const directory = options.directory ?? (await tempFolder());
  const clinic = await startDemoClinic({
    ...knownSecrets,
    rateLimit: null,
    processingMs: 0,
    ...options,
    directory,
  });
  onTestFinished(() => clinic.stop());
  return { ...clinic, ...withCalls(clinic) };
}

export function withCalls(clinic: Address): Calls {
  const headers = {
    authorization: authorization(clinic.apiKey),
    'user-agent': userAgent,
    accept: 'application/json',
  };

  async function call(method: string, path: string, body?: unknown): Promise<ApiAnswer> {
    const url = path.startsWith('http') ? path : `${clinic.apiUrl}${path}`;
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: JSON.parse(text || '{}') as Json };
  }

  const presign = async (patientId: string) =>
    (await call('GET', `/patients/${patientId}/attachment_presigned_post`)).body as unknown as PresignedPost;
  const post = (presigned: PresignedPost, file: FormFile) => {
    const body = formBody(Object.entries(presigned.fields), file);
    return exchange(presigned.url, { method: 'POST', headers: formHeaders(body), body });
  };

  return {
    call,
    presign,
    post,
    get: (path) => call('GET', path),
    async rows(path) {
      const { body } = await call('GET', path);
      return Object.values(body).find((value) => Array.isArray(value)) as Json[];
    },
    async store(patientId, file) {
      const presigned = await presign(patientId);
      const answer = await post(presigned, file);
      return `${presigned.url.replace(/\/$/, '')}/${keyIn(answer.body)}`;
    },
    create: (patientId, uploadUrl, description = null) =>
      call('POST', '/patient_attachments', { patient_id: patientId, upload_url: uploadUrl, description }),
  };
}

/** The key in a store's 201. */
export const keyIn = (xml: string): string =>
  (/<Key>(.*)<\/Key>/s.exec(xml)?.[1] ?? '')
    .replaceAll('&apos;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

/** The code in a store's error. */
export const codeIn = (xml: string): string | undefined => /<Code>(\w+)<\/Code>/.exec(xml)?.[1];

/** Jane Citizen, an ordinary patient. */
export const janeOf = (clinic: DemoClinic): string =>
  clinic.patients().find(({ lastName }) => lastName === 'Citizen')?.id ?? '';
