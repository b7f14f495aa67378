import type { SafeStorage } from 'electron';
import { ChartdropError } from '../../errors.ts';
import type { Secrets } from '../../ports.ts';

/** Where sealed secrets are kept, as base64 by name. */
export interface SealedStore {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
}

/**
 * Secrets sealed by the system's key store. Where there is no real one (Linux without a keyring falls back to a password
 * that everybody knows) writing is refused with `key-store-missing`. A value that the key store of another profile sealed
 * is as good as none (case 29).
 */
export function createSafeSecrets(safeStorage: SafeStorage, store: SealedStore): Secrets {
  const isReal = (): boolean =>
    safeStorage.isEncryptionAvailable() &&
    (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text');
  return {
    read(name) {
      const sealed = store.get(name);
      if (sealed === undefined || !isReal()) return Promise.resolve(null);
      try {
        return Promise.resolve(safeStorage.decryptString(Buffer.from(sealed, 'base64')));
      } catch (thrown) {
        if (name === 'api-key') return Promise.resolve(null);
        // A new data key over sealed rows would lose them: a person must know.
        return Promise.reject(new ChartdropError('data-key-wrong', { cause: thrown }));
      }
    },
    write(name, value) {
      if (!isReal()) return Promise.reject(new ChartdropError('key-store-missing'));
      store.set(name, safeStorage.encryptString(value).toString('base64'));
      return Promise.resolve();
    },
  };
}
