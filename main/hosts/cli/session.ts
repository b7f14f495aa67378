import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import envPaths from 'env-paths';
import { clinicDirectory, dataKeyOf } from '../../core/clinic-data.ts';
import { givenApiUrl, parseApiKey, shardUrl } from '../../clinic/api-key.ts';
import { type Clinic, createClinic, standardRateLimit } from '../../clinic/clinic.ts';
import type { Log, Network } from '../../base/ports.ts';
import type { RateLimit } from '../../clinic/rate-budget.ts';
import { type DemoClinic, startDemoClinic } from '../../demo-clinic/start.ts';
import { type Access, type History, openHistory } from '../../jobs/history.ts';
import { fileError } from '../../files/file-errors.ts';
import { osUserName } from '../os-user.ts';
import { privateFolder } from '../private-folder.ts';
import { userAgent } from '../product.ts';
import { systemClock } from '../system-clock.ts';
import type { Io } from './io.ts';
import { openLog } from './open-log.ts';
import { environmentNetwork } from './proxy-from-environment.ts';
import { createSecretsFile } from '../secrets-file.ts';

export interface DataOptions {
  readonly data?: string;
}

/** The options of every command that uses a clinic. */
export interface CommonOptions extends DataOptions {
  readonly demo: boolean;
  readonly json: boolean;
  readonly apiKeyFile?: string;
  readonly rate?: RateLimit;
}

/** The clinic and the data directory of one command. */
export interface Session {
  /** For this clinic only: jobs of different clinics are kept apart. */
  readonly directory: string;
  readonly dataKey: string;
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly rateLimit: RateLimit;
  readonly network: Network;
  readonly log: Log;
  readonly osUser: string;
  readonly station: string;
  close(): Promise<void>;
}

/** The data directory of all clinics: `--data`, or the system's default. */
export function dataDirectory(options: DataOptions): string {
  return options.data ?? envPaths('chartdrop', { suffix: '' }).data;
}

/**
 * Opens the session of a command. The key comes from `CHARTDROP_API_KEY` or a file, never from an argument, which other
 * users of the machine could read. Throws `key-missing`, `key-malformed`, `address-forbidden` and file errors.
 */
export async function openSession(options: CommonOptions, io: Io): Promise<Session> {
  const data = dataDirectory(options);
  await privateFolder(data);
  const demo = options.demo ? await openDemo(data) : null;
  try {
    const apiKey = demo?.apiKey ?? parseApiKey(await givenKey(options, io)).key;
    const baseUrl = demo?.apiUrl ?? urlOf(apiKey, io);
    const directory = await clinicDirectory(data, demo === null ? new URL(baseUrl) : 'demo');
    const secrets = createSecretsFile(join(data, 'secrets.json'));
    const dataKey = await dataKeyOf(secrets, directory);
    const log = openLog(data, io);
    return {
      directory,
      dataKey,
      log: log.file,
      network: environmentNetwork(secrets, log.file),
      apiKey,
      baseUrl,
      rateLimit: options.rate ?? standardRateLimit,
      osUser: osUserName(),
      station: hostname(),
      async close() {
        log.close();
        await demo?.stop();
      },
    };
  } catch (thrown) {
    await demo?.stop();
    throw fileError(thrown);
  }
}

async function openDemo(data: string): Promise<DemoClinic> {
  return startDemoClinic({ directory: join(data, 'demo-clinic') }).catch((thrown: unknown) => {
    throw fileError(thrown);
  });
}

async function givenKey(options: CommonOptions, io: Io): Promise<string> {
  if (options.apiKeyFile === undefined) return io.env['CHARTDROP_API_KEY'] ?? '';
  return readFile(options.apiKeyFile, 'utf8').catch((thrown: unknown) => {
    throw fileError(thrown);
  });
}

const urlOf = (apiKey: string, io: Io): string =>
  givenApiUrl(io.env['CHARTDROP_API_URL']) ?? shardUrl(parseApiKey(apiKey).shard);

/** The clinic of a session, for commands that only read from it. */
export function sessionClinic(session: Session): Clinic {
  return createClinic({ ...session, apiKey: () => session.apiKey, userAgent, clock: systemClock });
}

/** The history of a session. Another process may be writing to it. */
export function sessionHistory(session: Session, access: Access, clinic: Clinic): History {
  const { osUser, station } = session;
  return openHistory({
    ...session,
    access,
    clock: systemClock,
    actor: () => ({ osUser, station, apiUser: clinic.userId() }),
  });
}
