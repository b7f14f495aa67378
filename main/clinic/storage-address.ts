import { ChartdropError } from '../base/errors.ts';
import { isLoopback } from './api-key.ts';

/**
 * A storage's address as the service gave it. A clinic that is reached by HTTPS has a storage that is: a patient's letter
 * never goes in the clear because an answer says so. A clinic on this machine, reached by HTTP, has its storage here too.
 * Throws `storage-not-secure`; `answer-invalid` for what is no address of either kind.
 */
export function storageAddress(given: string, clinic: URL): URL {
  const url = URL.parse(given);
  if (url === null) throw new ChartdropError('answer-invalid');
  if (url.protocol === 'https:') return url;
  if (url.protocol !== 'http:') throw new ChartdropError('answer-invalid');
  if (clinic.protocol === 'https:' || !isLoopback(url)) throw new ChartdropError('storage-not-secure');
  return url;
}
