import { ChartdropError } from '../base/errors.ts';
import { isLoopback } from './api-key.ts';

/**
 * Checks a storage address from the service. If the clinic uses HTTPS, its storage must too: no answer may cause a
 * patient's letter to be sent unencrypted. A clinic reached by HTTP on this machine has its storage on this
 * machine. Throws `storage-not-secure`, or `answer-invalid` for any other address.
 */
export function storageAddress(given: string, clinic: URL): URL {
  const url = URL.parse(given);
  if (url === null) throw new ChartdropError('answer-invalid');
  if (url.protocol === 'https:') return url;
  if (url.protocol !== 'http:') throw new ChartdropError('answer-invalid');
  if (clinic.protocol === 'https:' || !isLoopback(url)) throw new ChartdropError('storage-not-secure');
  return url;
}
