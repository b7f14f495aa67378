import type { ClinicChoice, Preferences } from '../../preload/contract/settings.ts';
import { ChartdropError } from '../base/errors.ts';
import type { DemoHandle, HostPorts, Secrets } from '../base/ports.ts';
import { type CallLedger, createCallLedger } from '../clinic/budget/call-ledger.ts';
import type { RateLimit } from '../clinic/budget/rate-budget.ts';
import type { SharedCalls } from '../clinic/budget/shared-calls.ts';
import { createSealer, type Sealer } from '../database/sealing.ts';
import { createSheetKeys, type SheetKeys } from '../sheets/sheet-keys.ts';
import { type App, createApp } from './app.ts';
import { clinicDirectory, dataKeyOf } from './clinic-data.ts';
import { pageSettingsOf } from '../reading/page-settings.ts';
import { addressOf, keeperOf, usableKey } from './clinic-keys.ts';

/** The ports of every host for opening a clinic. */
export interface ClinicPorts extends HostPorts {
  /** The data of all clinics. */
  readonly dataDirectory: string;
  readonly secrets: Secrets;
  readonly openDemo: () => Promise<DemoHandle>;
  /** Another address than the key's, for tests; checked by the host. */
  readonly apiUrl: string | null;
}

/** A clinic with its data on this PC. */
export interface ClinicPlace {
  readonly choice: ClinicChoice;
  readonly apiKey: string;
  readonly baseUrl: string;
  /** For this clinic only: jobs of different clinics are kept apart. */
  readonly directory: string;
  readonly dataKey: string;
  readonly sheetKeys: SheetKeys;
  /** A made-up letter of the demo clinic; null for a real one, where nothing made up may be filed. */
  readonly sampleLetter: (() => Uint8Array) | null;
  /** Ends the demo clinic, if this is one. */
  close(): Promise<void>;
}

/**
 * Finds a clinic, and creates the folder and key of its data if they are missing. `apiKey` null: the key in the key
 * store. `withoutStore`: see `keeperOf`. Throws `key-missing`, `key-malformed`, `shard-unknown`, `data-on-network`,
 * `data-key-wrong` and the key store's errors.
 */
export async function openPlace(
  ports: Pick<ClinicPorts, 'apiUrl' | 'dataDirectory' | 'openDemo' | 'secrets'>,
  given: { choice: ClinicChoice; apiKey: string | null; withoutStore: boolean },
): Promise<ClinicPlace> {
  const { choice } = given;
  const demo = choice === 'demo' ? await ports.openDemo() : null;
  try {
    const apiKey = demo?.apiKey ?? given.apiKey ?? (await usableKey(ports));
    if (apiKey === null) throw new ChartdropError('key-missing');
    const baseUrl = demo?.apiUrl ?? addressOf(ports, apiKey);
    const directory = await clinicDirectory(ports.dataDirectory, demo === null ? new URL(baseUrl) : 'demo');
    const dataKey = await dataKeyOf(keeperOf(ports.secrets, given.withoutStore || demo !== null), directory);
    const sampleLetter = demo === null ? null : () => demo.sampleLetter();
    const sheetKeys = createSheetKeys({
      secrets: keeperOf(ports.secrets, true),
      clinic: demo === null ? new URL(baseUrl).host : 'demo',
    });
    return {
      choice,
      apiKey,
      baseUrl,
      directory,
      dataKey,
      sheetKeys,
      sampleLetter,
      close: async () => demo?.stop(),
    };
  } catch (thrown) {
    await demo?.stop();
    throw thrown;
  }
}

/**
 * Where the calls to a clinic are counted: for all processes of the data directory, and before its key is proven too.
 * Each start of the demo clinic is a new service, with a separate count.
 */
export const callsTo = (
  shared: SharedCalls,
  { choice, baseUrl }: Pick<ClinicPlace, 'choice' | 'baseUrl'>,
): CallLedger => (choice === 'demo' ? createCallLedger() : shared.of(baseUrl));

/** Settings of a core, read at each use, since a person may change them. */
export type Tuning = Pick<
  Preferences,
  | 'holdSeconds'
  | 'disarmMinutes'
  | 'uploads'
  | 'largeUploads'
  | 'heicPhotos'
  | 'readPages'
  | 'guardPages'
  | 'suggestPatients'
  | 'pageLanguages'
  | 'coverSheets'
  | 'language'
  | 'keepHistoryYears'
  | 'keepNamesDays'
>;

/** A clinic with a running core: the same for the desktop, `serve` and the command line. */
export interface ClinicSession {
  readonly choice: ClinicChoice;
  readonly baseUrl: string;
  readonly app: App;
  readonly sealer: Sealer;
  /** See `ClinicPlace`. */
  readonly sampleLetter: ClinicPlace['sampleLetter'];
  /** Another key for the same address: every call from now on uses it. */
  useKey(apiKey: string): void;
  close(): Promise<void>;
}

const systemLocale = (): string => Intl.DateTimeFormat().resolvedOptions().locale;

/** Creates the core of a clinic; nothing runs before `app.start()`. Throws what `createApp` throws. */
export function startSession(
  ports: HostPorts,
  place: ClinicPlace,
  given: { rateLimit: RateLimit; calls?: CallLedger; tuning: () => Tuning },
): ClinicSession {
  const { rateLimit, calls, tuning } = given;
  const { choice, baseUrl, directory, dataKey } = place;
  const { clock, log, network, trash, decoder, random, osUser, station, userAgent } = ports;
  const key = { current: place.apiKey };
  // Asked once: each question takes a tenth of a millisecond, and there are several for each file.
  const locale = systemLocale();
  const app = createApp({
    ...{ clock, log, network, trash, decoder, random, osUser, station, userAgent },
    ...{ directory, dataKey, baseUrl, rateLimit, calls },
    apiKey: () => key.current,
    holdMs: () => tuning().holdSeconds * 1000,
    disarmAfterMs: () => tuning().disarmMinutes * 60_000,
    limits: tuning,
    heicPhotos: () => tuning().heicPhotos,
    pageSettings: () => pageSettingsOf(tuning(), locale),
    splitsStacks: () => tuning().coverSheets,
    sheetKeys: place.sheetKeys,
    keep: tuning,
  });
  return {
    choice,
    baseUrl,
    app,
    sealer: createSealer(dataKey),
    sampleLetter: place.sampleLetter,
    useKey: (apiKey) => void (key.current = apiKey),
    async close() {
      await app.stop();
      await place.close();
    },
  };
}
