import { contentSecurityPolicy } from './content-security-policy.ts';

/** Headers of every answer to the window in both hosts. */
export const windowHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** The headers for bytes; see `Bytes` in the byte routes. */
interface Bytes {
  readonly type: string;
  readonly name: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** For bytes from a chart or folder: the browser may show or save them, never run them. */
export function bytesHeaders({ type, name, headers }: Bytes, save: boolean): Record<string, string> {
  const disposition = save ? 'attachment' : 'inline';
  return {
    ...windowHeaders,
    ...headers,
    'content-type': type,
    'content-disposition': `${disposition}; filename*=UTF-8''${encodeURIComponent(name.toWellFormed())}`,
    'content-security-policy': "default-src 'none'; sandbox",
  };
}
