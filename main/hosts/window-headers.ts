import { contentSecurityPolicy } from './content-security-policy.ts';

/** What both hosts say with every answer to the window. */
export const windowHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** What is said of bytes; see `Bytes` of the byte routes. */
interface Bytes {
  readonly type: string;
  readonly name: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** For bytes out of a chart or a folder: what is in them is shown or saved, never run. */
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
