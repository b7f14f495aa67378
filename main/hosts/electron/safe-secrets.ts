import type { SafeStorage } from 'electron';
import { ChartdropError } from '../../errors.ts';
import type { SecretName, Secrets } from '../../ports.ts';

/** Where sealed secrets are kept, as base64 by name. */
export interface SealedStore {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
}

/**
 * Secrets sealed by the system's key store. Where there is no real one (Linux without a keyring falls back to a password
 * that everybody knows) writing is refused with `key-store-missing`; once a person chose to go on without,
 * `writeWithoutStore` keeps the API key in memory, and the data key in `file`: forgotten with the session it would leave a
 * queue and a history that nobody can read. A data key in the file moves into a key store as soon as there is one. A value
 * that the key store of another profile sealed is as good as none (case 29).
 */
export function createSafeSecrets(
  safeStorage: Pick<
    SafeStorage,
    'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'
  >,
  store: SealedStore,
  file: Secrets & { remove(): Promise<void> },
): Secrets {
  /** What a person can be asked for again; the data key is never among it. */
  const session = new Map<SecretName, string>();

  const isReal = async (): Promise<boolean> =>
    (await safeStorage.isAsyncEncryptionAvailable()) &&
    (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text');
  const seal = async (name: string, value: string): Promise<void> =>
    store.set(name, (await safeStorage.encryptStringAsync(value)).toString('base64'));

  const dataKeyInFile = async (): Promise<string | null> => {
    const kept = await file.read('data-key');
    if (kept !== null && (await isReal())) {
      await seal('data-key', kept);
      await file.remove();
    }
    return kept;
  };

  const write: Secrets['write'] = async (name, value) => {
    if (!(await isReal())) throw new ChartdropError('key-store-missing');
    await seal(name, value);
    session.delete(name);
  };

  return {
    async read(name) {
      const inSession = session.get(name);
      if (inSession !== undefined) return inSession;
      const sealed = store.get(name);
      if (sealed === undefined) return name === 'data-key' ? dataKeyInFile() : null;
      try {
        return (await safeStorage.decryptStringAsync(Buffer.from(sealed, 'base64'))).result;
      } catch (thrown) {
        if (name !== 'data-key') return null;
        // A new data key over sealed rows would lose them: a person must know.
        throw new ChartdropError('data-key-wrong', { cause: thrown });
      }
    },
    write,
    async writeWithoutStore(name, value) {
      if (await isReal()) await write(name, value);
      else if (name === 'data-key') await file.write(name, value);
      else session.set(name, value);
    },
  };
}
