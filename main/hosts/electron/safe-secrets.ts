import type { SafeStorage } from 'electron';
import { ChartdropError } from '../../base/errors.ts';
import type { SecretName, Secrets } from '../../base/ports.ts';

/** Where sealed secrets are kept, as base64 by name. */
export interface SealedStore {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
}

/** What Electron says of a store that is locked, or whose service is restarting: the key is not lost. */
const temporary = /temporarily unavailable/i;

/**
 * Secrets sealed by the system's key store. Where there is no real one (Linux without a keyring falls back to a password
 * that everybody knows) writing is refused with `key-store-missing`; once a person chose to go on without,
 * `writeWithoutStore` keeps the API key in memory, and the data key in `file`: forgotten with the session it would leave a
 * queue and a history that nobody can read. A data key in the file moves into a key store as soon as there is one. A value
 * that the key store of another profile sealed is as good as none (case 29). A store that is locked for the moment throws
 * `key-store-locked`.
 *
 * A new data key stays in the file too until a later start has read it out of the key store: Windows writes the store's
 * own key to the disk by a timer, and a power cut before that would make the sealed form unreadable.
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
  /** Sealed in this session; whether that can be read back, only a later start knows. */
  const fresh = new Set<SecretName>();

  const sealed = async (value: string): Promise<Buffer> => {
    try {
      return await safeStorage.encryptStringAsync(value);
    } catch (thrown) {
      throw asLocked(thrown) ?? thrown;
    }
  };
  const isReal = async (): Promise<boolean> => {
    if (!(await safeStorage.isAsyncEncryptionAvailable())) return false;
    if (process.platform !== 'linux') return true;
    // The backend goes by the desktop's name alone; `v10` is the known password, whatever that says.
    if (safeStorage.getSelectedStorageBackend() === 'basic_text') return false;
    return !(await sealed('probe')).subarray(0, 3).equals(Buffer.from('v10'));
  };
  const seal = async (name: SecretName, value: string): Promise<void> => {
    if (name === 'data-key') await file.write(name, value);
    store.set(name, (await sealed(value)).toString('base64'));
    fresh.add(name);
  };

  const unseal = async (name: SecretName, kept: string): Promise<string> => {
    const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(kept, 'base64'));
    if (shouldReEncrypt) await seal(name, result);
    else if (name === 'data-key' && !fresh.has(name)) await file.remove();
    return result;
  };
  const dataKeyInFile = async (): Promise<string | null> => {
    const kept = await file.read('data-key');
    if (kept !== null && (await isReal())) await seal('data-key', kept);
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
      const kept = store.get(name);
      if (kept === undefined) return name === 'data-key' ? dataKeyInFile() : null;
      try {
        return await unseal(name, kept);
      } catch (thrown) {
        const locked = asLocked(thrown);
        if (locked !== null) throw locked;
        if (name !== 'data-key') return null;
        const inFile = await dataKeyInFile();
        if (inFile !== null) return inFile;
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

/** The error of a store that is locked for the moment; null for any other. */
function asLocked(thrown: unknown): ChartdropError | null {
  if (thrown instanceof ChartdropError && thrown.code === 'key-store-locked') return thrown;
  const isLocked = thrown instanceof Error && temporary.test(thrown.message);
  return isLocked ? new ChartdropError('key-store-locked', { cause: thrown }) : null;
}
