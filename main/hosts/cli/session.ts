import { readFile } from 'node:fs/promises';
import envPaths from 'env-paths';
import { type HeicPhotos, preferencesSchema } from '../../../preload/contract/settings.ts';
import { givenApiUrl, parseApiKey } from '../../clinic/api-key.ts';
import { type Clinic, createClinic, standardRateLimit } from '../../clinic/clinic.ts';
import type { CallLedger } from '../../clinic/budget/call-ledger.ts';
import type { RateLimit } from '../../clinic/budget/rate-budget.ts';
import { openSharedCalls } from '../../clinic/budget/shared-calls.ts';
import type { App } from '../../core/app.ts';
import {
  callsTo,
  type ClinicPlace,
  type ClinicPorts,
  openPlace,
  startSession,
} from '../../core/clinic-session.ts';
import { fileError } from '../../files/file-errors.ts';
import { type Access, type History, openHistory } from '../../jobs/history.ts';
import { privateFolder } from '../private-folder.ts';
import type { Io } from './io.ts';
import { createNodePorts } from './node-ports.ts';
import { openLog } from './open-log.ts';

export interface DataOptions {
  readonly data?: string;
}

/** The options of every command that uses a clinic. */
export interface CommonOptions extends DataOptions {
  readonly demo: boolean;
  readonly json: boolean;
  readonly apiKeyFile?: string;
  readonly rate?: RateLimit;
  /** Seconds for which a command keeps trying while the clinic cannot be reached. */
  readonly wait?: number;
}

/** The clinic and its data, for one command. */
export interface Session {
  readonly ports: ClinicPorts;
  readonly place: ClinicPlace;
  readonly rateLimit: RateLimit;
  /** Milliseconds for which the command keeps trying. */
  readonly waitMs: number;
  /** Where calls are counted, for all processes of the data directory. */
  readonly calls: CallLedger;
  close(): Promise<void>;
}

/**
 * The name of the default data directory. On macOS that directory is beside the desktop program's, and names differ by more
 * than case: with one directory for both, the desktop program would move the commands' data key to its key store.
 */
export const dataName = (platform: NodeJS.Platform): string =>
  platform === 'darwin' ? 'chartdrop-commands' : 'chartdrop';

/** The data directory of all clinics: `--data`, or the system's default. */
export function dataDirectory(options: DataOptions): string {
  return options.data ?? envPaths(dataName(process.platform), { suffix: '' }).data;
}

/**
 * Opens the session of a command. The key comes from `CHARTDROP_API_KEY` or a file, never from an argument, which other
 * users of the machine could read. Throws `key-missing`, `key-malformed`, `address-forbidden` and file errors.
 */
export async function openSession(options: CommonOptions, io: Io): Promise<Session> {
  const data = dataDirectory(options);
  await privateFolder(data);
  try {
    const apiKey = options.demo ? null : parseApiKey(await givenKey(options, io)).key;
    const apiUrl = options.demo ? null : givenApiUrl(io.env['CHARTDROP_API_URL']);
    const { rate: rateLimit = standardRateLimit, wait = 0 } = options;
    return await openFor({ data, apiKey, apiUrl, rateLimit, waitMs: wait * 1_000 }, io);
  } catch (thrown) {
    throw fileError(thrown);
  }
}

/** `apiKey` null: the demo clinic. */
async function openFor(
  given: { data: string; apiKey: string | null; apiUrl: string | null; rateLimit: RateLimit; waitMs: number },
  io: Io,
): Promise<Session> {
  const { data, apiKey, apiUrl, rateLimit, waitMs } = given;
  const log = openLog(data, io);
  const ports = createNodePorts({ dataDirectory: data, log: log.file, apiUrl });
  try {
    const choice = apiKey === null ? 'demo' : 'own';
    const place = await openPlace(ports, { choice, apiKey, withoutStore: false });
    const shared = openSharedCalls({ directory: data, log: log.file });
    return {
      ports,
      place,
      rateLimit,
      waitMs,
      calls: callsTo(shared, place),
      async close() {
        shared.close();
        await ports.decoder.stop();
        log.close();
        await place.close();
      },
    };
  } catch (thrown) {
    log.close();
    throw thrown;
  }
}

async function givenKey(options: CommonOptions, io: Io): Promise<string> {
  if (options.apiKeyFile === undefined) return io.env['CHARTDROP_API_KEY'] ?? '';
  return readFile(options.apiKeyFile, 'utf8').catch((thrown: unknown) => {
    throw fileError(thrown);
  });
}

/** The clinic of a session, for commands that only read from it. */
export function sessionClinic({ ports, place, rateLimit, calls, waitMs }: Session): Clinic {
  const { clock, network, userAgent } = ports;
  const { apiKey, baseUrl } = place;
  return createClinic({
    clock,
    network,
    userAgent,
    apiKey: () => apiKey,
    baseUrl,
    rateLimit,
    calls,
    retryReadsMs: waitMs,
  });
}

/** The history of a session. Another process may be writing to it. */
export function sessionHistory({ ports, place }: Session, access: Access, clinic: Clinic): History {
  const { clock, osUser, station } = ports;
  const { directory, dataKey } = place;
  const actor = () => ({ osUser, station, apiUser: clinic.userId() });
  return openHistory({ directory, dataKey, access, clock, actor });
}

/**
 * The core on a session's clinic. The undo period is zero by default, since the command line has no undo. Its `stop`
 * ends the core; the session's `close` ends the rest.
 */
export function startSessionApp(
  { ports, place, rateLimit, calls }: Session,
  options: { holdSeconds?: number; heicPhotos?: HeicPhotos } = {},
): App {
  const { holdSeconds = 0, heicPhotos = 'keep' } = options;
  const tuning = { ...preferencesSchema.parse({}), holdSeconds, heicPhotos };
  const { app } = startSession(ports, place, { rateLimit, calls, tuning: () => tuning });
  ports.log.info('started');
  return {
    ...app,
    async stop() {
      await app.stop();
      ports.log.info('stopped');
    },
  };
}
