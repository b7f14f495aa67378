import { ChartdropError } from '../../main/base/errors.ts';
import type { SecretName, Secrets } from '../../main/base/ports.ts';

/** A system without a key store. Values that a person agreed to keep survive the program, except the API key. */
export function createNoKeyStore(): { secrets: Secrets; kept: Map<SecretName, string>; restart: () => void } {
  const kept = new Map<SecretName, string>();
  return {
    kept,
    restart: () => void kept.delete('api-key'),
    secrets: {
      read: (name) => Promise.resolve(kept.get(name) ?? null),
      write: () => Promise.reject(new ChartdropError('key-store-missing')),
      writeWithoutStore: async (name, value) => void kept.set(name, value),
    },
  };
}
