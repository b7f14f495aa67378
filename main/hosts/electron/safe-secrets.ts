import type { SafeStorage } from 'electron';
import { ChartdropError } from '../../base/errors.ts';
import type { SecretName, Secrets } from '../../base/ports.ts';

/** Stores encrypted secrets as base64 by name. */
export interface SealedStore {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
}

/** Electron's messages for a locked key store or a restarting service: the key is not lost. */
const temporary = /temporarily unavailable/i;

/**
 * Secrets encrypted with the system's key store. If there is none (Linux without a keyring falls back to a known
 * password), writing is refused with `key-store-missing`. After the person agreed, `writeWithoutStore` keeps the API
 * key in memory and the data key in `file`: losing the data key would make queue and history unreadable. The key of sheets is
 * there too. They move to a key store once there is one. A value that another profile's key store encrypted counts as missing
 * (case 29). A locked store throws `key-store-locked`.
 *
 * A new data key also stays in the file until a later start has read it from the key store: Windows writes the store's
 * own key to disk with a delay, and a power cut before that would make the encrypted data key unreadable.
 */
export function createSafeSecrets(
  safeStorage: Pick<
    SafeStorage,
    'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'
  >,
  store: SealedStore,
  file: Secrets & { remove(): Promise<void> },
): Secrets {
  /** Secrets that a person can enter again; never the data key. */
  const session = new Map<SecretName, string>();
  /** Encrypted in this session. Only a later start shows whether it can be read back. */
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
    // The reported backend only follows the desktop's name. A `v10` value is encrypted with the known password.
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
    if (kept === null || !(await isReal())) return kept;
    // First, since a later start removes the file once it has read the data key from the store.
    const sheetKey = await file.read('sheet-key');
    if (sheetKey !== null) await seal('sheet-key', sheetKey);
    await seal('data-key', kept);
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
      if (kept === undefined && name === 'data-key') return dataKeyInFile();
      if (kept === undefined) return name === 'sheet-key' ? file.read(name) : null;
      try {
        return await unseal(name, kept);
      } catch (thrown) {
        const locked = asLocked(thrown);
        if (locked !== null) throw locked;
        if (name !== 'data-key') return null;
        const inFile = await dataKeyInFile();
        if (inFile !== null) return inFile;
        // A new data key would make the existing rows unreadable, so a person must be informed.
        throw new ChartdropError('data-key-wrong', { cause: thrown });
      }
    },
    write,
    async writeWithoutStore(name, value) {
      if (await isReal()) await write(name, value);
      else if (name === 'data-key' || name === 'sheet-key') await file.write(name, value);
      else session.set(name, value);
    },
  };
}

/** The error of a locked store, or null for any other error. */
function asLocked(thrown: unknown): ChartdropError | null {
  if (thrown instanceof ChartdropError && thrown.code === 'key-store-locked') return thrown;
  const isLocked = thrown instanceof Error && temporary.test(thrown.message);
  return isLocked ? new ChartdropError('key-store-locked', { cause: thrown }) : null;
}
