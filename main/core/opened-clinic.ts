import type { Diagnosis } from '../../preload/contract/diagnosis.ts';
import type { ScanFolder } from '../../preload/contract/scan-folder.ts';
import type { ClinicChoice, Preferences } from '../../preload/contract/settings.ts';
import { type App, createApp } from './app.ts';
import { clinicDirectory, dataKeyOf } from './clinic-data.ts';
import { parseApiKey, shardUrl } from '../clinic/api-key.ts';
import { createClinic } from '../clinic/clinic.ts';
import { diagnose } from '../clinic/diagnose.ts';
import type { CallOptions } from '../clinic/http.ts';
import type { ClinicUser } from '../clinic/schemas.ts';
import { ChartdropError } from '../base/errors.ts';
import { createSealer, type Sealer } from '../database/sealing.ts';
import type { DemoHandle, HostPorts, Secrets, Stop } from '../base/ports.ts';

/** What is needed to open any clinic. */
export interface ClinicPorts extends HostPorts {
  readonly dataDirectory: string;
  readonly secrets: Secrets;
  readonly openDemo: () => Promise<DemoHandle>;
  /** Another address than the key's own, for tests; checked by the host. */
  readonly apiUrl: string | null;
}

export type Connection = 'unknown' | 'online' | 'offline' | 'key-rejected';

/** A clinic whose core runs, and what is known of the way to it. */
export interface OpenedClinic {
  readonly choice: ClinicChoice;
  readonly app: App;
  readonly baseUrl: string;
  readonly sealer: Sealer;
  folders: readonly ScanFolder[];
  apiKey: string;
  user: ClinicUser | null;
  connection: Connection;
  stopProbe: Stop;
  close(): Promise<void>;
}

/** Where the clinic of a key is asked. Throws `key-malformed`, `shard-unknown`. */
export const addressOf = (ports: Pick<ClinicPorts, 'apiUrl'>, apiKey: string): string =>
  ports.apiUrl ?? shardUrl(parseApiKey(apiKey).shard);

export interface KeptKey {
  readonly key: string;
  /** The clinic refuses it. */
  readonly isRejected: boolean;
  /** Whether another key belongs to the same address. Throws `key-malformed`, `shard-unknown`. */
  hasAddressOf(pasted: string): boolean;
}

/** The key of the key store, whichever clinic is open; null where there is none. Throws `key-store-locked`. */
export async function readKeptKey(
  ports: Pick<ClinicPorts, 'apiUrl' | 'secrets'>,
  opened: Pick<OpenedClinic, 'choice' | 'connection'> | null,
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

/** Where the way to the clinic can be tried before there is a key: most accounts live there. */
export const addressToTry = (ports: Pick<ClinicPorts, 'apiUrl'>): string => ports.apiUrl ?? shardUrl('au1');

/** How far the way to the open clinic goes, or, before there is one, to where most are: any key shows that. */
export function diagnoseClinic(
  ports: ClinicPorts,
  opened: OpenedClinic | null,
  options: CallOptions,
): Promise<Diagnosis> {
  const baseUrl = opened?.baseUrl ?? addressToTry(ports);
  const keyless = { apiKey: () => 'none', baseUrl, rateLimit: { requests: 10, windowMs: 60_000 } };
  const { client } = opened?.app.clinic ?? createClinic({ ...ports, ...keyless });
  return diagnose({ client, baseUrl, hasKey: opened !== null, clock: ports.clock, options });
}

/**
 * Where keys are kept. `withoutStore`: also on a system that has no key store for them; a person chose so, or the clinic
 * is the demo clinic, whose patients are made up.
 */
export const keeperOf = (secrets: Secrets, withoutStore: boolean): Secrets =>
  withoutStore && secrets.writeWithoutStore !== undefined
    ? { read: (name) => secrets.read(name), write: secrets.writeWithoutStore }
    : secrets;

/** Keeps a key for the address that it was given for. */
export async function keepKey(keeper: Secrets, key: string, address: string): Promise<void> {
  // First: what ends between the two leaves a key that no address is shown.
  await keeper.write('api-key-address', address);
  await keeper.write('api-key', key);
}

/** The address for which the kept key was given. Without one it is of an older version, for the key's own address. */
const addressKeptWith = async ({ secrets }: Pick<ClinicPorts, 'secrets'>, key: string): Promise<string> =>
  (await secrets.read('api-key-address')) ?? addressOf({ apiUrl: null }, key);

/**
 * The key in the key store; null where it was given for another address than the one that is to be asked. Otherwise anybody
 * who sets `CHARTDROP_API_URL` would be sent the clinic's key.
 */
async function keptKey(ports: ClinicPorts): Promise<string | null> {
  const key = await ports.secrets.read('api-key');
  if (key === null) return null;
  return (await addressKeptWith(ports, key)) === addressOf(ports, key) ? key : null;
}

/**
 * Makes the core of a clinic; nothing of it runs before `app.start()`. Throws `key-missing` without a key, and what
 * `dataKeyOf` and `openHistory` throw.
 */
export async function openClinic(
  ports: ClinicPorts,
  given: {
    choice: ClinicChoice;
    /** Null: the one in the key store. */
    apiKey: string | null;
    withoutStore: boolean;
    preferences: () => Preferences;
  },
): Promise<OpenedClinic> {
  const { choice, preferences } = given;
  const demo = choice === 'demo' ? await ports.openDemo() : null;
  try {
    const apiKey = demo?.apiKey ?? given.apiKey ?? (await keptKey(ports));
    if (apiKey === null) throw new ChartdropError('key-missing');
    const baseUrl = demo?.apiUrl ?? addressOf(ports, apiKey);
    const directory = await clinicDirectory(ports.dataDirectory, demo === null ? new URL(baseUrl) : 'demo');
    const keeper = keeperOf(ports.secrets, given.withoutStore || demo !== null);
    const dataKey = await dataKeyOf(keeper, directory);
    const app = createApp({
      ...ports,
      directory,
      dataKey,
      apiKey: () => opened.apiKey,
      baseUrl,
      rateLimit: { requests: preferences().requestsPerMinute, windowMs: 60_000 },
      holdMs: () => preferences().holdSeconds * 1000,
      disarmAfterMs: () => preferences().disarmMinutes * 60_000,
      limits: preferences,
      heicPhotos: () => preferences().heicPhotos,
      keep: preferences,
    });
    const opened: OpenedClinic = {
      choice,
      app,
      baseUrl,
      sealer: createSealer(dataKey),
      folders: [],
      apiKey,
      user: null,
      connection: 'unknown',
      stopProbe: () => undefined,
      async close() {
        opened.stopProbe();
        await app.stop();
        await demo?.stop();
      },
    };
    return opened;
  } catch (thrown) {
    await demo?.stop();
    throw thrown;
  }
}
