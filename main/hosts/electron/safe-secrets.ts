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
  const isReal = async (): Promise<boolean> =>
    (await safeStorage.isAsyncEncryptionAvailable()) &&
    (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text');
  return {
    async read(name) {
      const sealed = store.get(name);
      if (sealed === undefined) return null;
      try {
        return (await safeStorage.decryptStringAsync(Buffer.from(sealed, 'base64'))).result;
      } catch (thrown) {
        if (name === 'api-key') return null;
        // A new data key over sealed rows would lose them: a person must know.
        throw new ChartdropError('data-key-wrong', { cause: thrown });
      }
    },
    async write(name, value) {
      if (!(await isReal())) throw new ChartdropError('key-store-missing');
      store.set(name, (await safeStorage.encryptStringAsync(value)).toString('base64'));
    },
  };
}
