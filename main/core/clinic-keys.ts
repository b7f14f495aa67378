import type { ClinicChoice } from '../../preload/contract/settings.ts';
import type { Secrets } from '../base/ports.ts';
import { parseApiKey, shardUrl } from '../clinic/api-key.ts';
import type { Connection } from './connection-monitor.ts';

/** `apiUrl`: another address than the key's own, for tests; checked by the host. */
interface Ports {
  readonly apiUrl: string | null;
  readonly secrets: Secrets;
}

/** API base URL for a key. Throws `key-malformed`, `shard-unknown`. */
export const addressOf = ({ apiUrl }: Pick<Ports, 'apiUrl'>, apiKey: string): string =>
  apiUrl ?? shardUrl(parseApiKey(apiKey).shard);

/** The address for checking a connection before there is a key: most accounts are there. */
export const addressToTry = ({ apiUrl }: Pick<Ports, 'apiUrl'>): string => apiUrl ?? shardUrl('au1');

/**
 * Where keys are stored. `withoutStore`: also on a system without a key store, because a person agreed, or for the demo
 * clinic's made-up patients.
 */
export const keeperOf = (secrets: Secrets, withoutStore: boolean): Secrets =>
  withoutStore && secrets.writeWithoutStore !== undefined
    ? { read: (name) => secrets.read(name), write: secrets.writeWithoutStore }
    : secrets;

/** Stores a key with the address that it was entered for. */
export async function keepKey(keeper: Secrets, key: string, address: string): Promise<void> {
  // The address first: after a crash in between, the key has no address and is sent nowhere.
  await keeper.write('api-key-address', address);
  await keeper.write('api-key', key);
}

/**
 * The address that the stored key was entered for. A key from an older version has none, and belongs to its own
 * address.
 */
const addressKeptWith = async ({ secrets }: Pick<Ports, 'secrets'>, key: string): Promise<string> =>
  (await secrets.read('api-key-address')) ?? addressOf({ apiUrl: null }, key);

/**
 * The key in the key store; null if there is none, or if it was entered for another address than the requested one.
 * Otherwise anyone who sets `CHARTDROP_API_URL` would receive the clinic's key. Throws `key-store-locked`.
 */
export async function usableKey(ports: Ports): Promise<string | null> {
  const key = await ports.secrets.read('api-key');
  if (key === null) return null;
  return (await addressKeptWith(ports, key)) === addressOf(ports, key) ? key : null;
}

export interface KeptKey {
  readonly key: string;
  /** The clinic refuses it. */
  readonly isRejected: boolean;
  /** Whether another key has the same address. Throws `key-malformed`, `shard-unknown`. */
  hasAddressOf(pasted: string): boolean;
}

/** The key in the key store, whichever clinic is open; null if there is none. Throws `key-store-locked`. */
export async function readKeptKey(
  ports: Ports,
  opened: { readonly choice: ClinicChoice; readonly connection: Connection } | null,
): Promise<KeptKey | null> {
  const key = await ports.secrets.read('api-key');
  if (key === null) return null;
  const address = await addressKeptWith(ports, key);
  return {
    key,
    isRejected: opened?.choice === 'own' && opened.connection === 'key-rejected',
    hasAddressOf: (pasted) => addressOf(ports, pasted) === address,
  };
}
