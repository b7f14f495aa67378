import {
  algorithm,
  amzDate,
  credentialOn,
  isSameSignature,
  scopeOn,
  sha256Hex,
  signText,
  uriEncode,
  type StorageAccount,
} from './signature-v4.ts';
import { refusal, type Refusal } from './store-errors.ts';

/**
 * A signed address of stored bytes that is valid for some seconds. Source: "Authenticating Requests: Using Query
 * Parameters (AWS Signature Version 4)".
 */
export function signContentUrl(url: URL, now: number, lifetimeSeconds: number, account: StorageAccount): URL {
  const date = amzDate(now);
  const signed = new URL(url);
  signed.searchParams.set('X-Amz-Algorithm', algorithm);
  signed.searchParams.set('X-Amz-Credential', credentialOn(date.slice(0, 8), account));
  signed.searchParams.set('X-Amz-Date', date);
  signed.searchParams.set('X-Amz-Expires', String(lifetimeSeconds));
  signed.searchParams.set('X-Amz-SignedHeaders', 'host');
  signed.searchParams.set('X-Amz-Signature', signatureOf(signed, account));
  return signed;
}

/** Why a signed address is refused at `now` (epoch milliseconds), or null if it is valid. */
export function refuseContentUrl(url: URL, now: number, account: StorageAccount): Refusal | null {
  const given = url.searchParams.get('X-Amz-Signature');
  if (given === null) return refusal('AccessDenied');
  const unsigned = new URL(url);
  unsigned.searchParams.delete('X-Amz-Signature');
  if (!isSameSignature(given, signatureOf(unsigned, account))) return refusal('SignatureDoesNotMatch');
  const date = (url.searchParams.get('X-Amz-Date') ?? '').replace(
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/,
    '$1-$2-$3T$4:$5:$6Z',
  );
  const end = Date.parse(date) + Number(url.searchParams.get('X-Amz-Expires')) * 1000;
  return now < end ? null : refusal('AccessDenied', 'Request has expired');
}

function signatureOf(url: URL, account: StorageAccount): string {
  const date = url.searchParams.get('X-Amz-Date') ?? '';
  const query = [...url.searchParams]
    .map(([name, value]) => `${uriEncode(name)}=${uriEncode(value)}`)
    .sort()
    .join('&');
  const request = `GET\n${url.pathname}\n${query}\nhost:${url.host}\n\nhost\nUNSIGNED-PAYLOAD`;
  const day = date.slice(0, 8);
  return signText([algorithm, date, scopeOn(day, account), sha256Hex(request)].join('\n'), day, account);
}
