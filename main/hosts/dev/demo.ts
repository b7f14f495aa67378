import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { caseIdSchema, patientIdSchema } from '../../../preload/contract/ids.ts';
import { setLanguage } from '../../../preload/words/current.ts';
import { en } from '../../../preload/words/en.ts';
import { errorText } from '../../../preload/words/text.ts';
import type { App } from '../../core/app.ts';
import { caseDestination, patientDestination } from '../../clinic/cases/destinations.ts';
import { type DemoClinic, startDemoClinic } from '../../demo-clinic/start.ts';
import { ChartdropError } from '../../base/errors.ts';
import { newDataKey } from '../../database/sealing.ts';
import { createSheetKeys } from '../../sheets/sheet-keys.ts';
import { fileError } from '../../files/file-errors.ts';
import { createLogFile } from '../log-file.ts';
import { systemClock } from '../system-clock.ts';
import { createDemoScanner, type Written } from './demo-scanner.ts';
import { folderOf } from '../cli/folder-options.ts';
import { createNodePorts } from '../cli/node-ports.ts';
import { standardRateLimit } from '../../clinic/clinic.ts';
import { startSession } from '../../core/clinic-session.ts';
import { preferencesSchema } from '../../../preload/contract/settings.ts';
import { followTimeline, timeText } from '../cli/timeline.ts';

setLanguage(en, 'en');

/**
 * `npm run demo`: runs a demo clinic, a scan folder and a scanner in a temporary folder, and prints what happens to
 * each file. Counts the result from the clinic's records.
 */
const options = new Command('demo')
  .option('--dir <folder>', 'scan into this folder of yours instead of a temporary one')
  .option('--patient <id>', 'for this patient instead of Jane Citizen')
  .option('--json', 'end with one line of JSON', false)
  .parse()
  .opts<{ dir?: string; patient?: string; json: boolean }>();

const startedAt = Date.now();
const line = (text: string): void => void process.stdout.write(`${text}\n`);
const call = { priority: 'window', signal: new AbortController().signal } as const;

/** Longer than the demo takes on a slow machine. Milliseconds. */
const patienceMs = 50_000;

interface Balance {
  found: number;
  filed: number;
  inbox: number;
  failed: number;
  dismissed: number;
  lost: number;
  seconds: number;
}

async function run(): Promise<Balance> {
  const place = await mkdtemp(join(tmpdir(), 'chartdrop-demo-'));
  const clinic = await startDemoClinic({ directory: join(place, 'clinic') });
  try {
    const scanFolder = options.dir === undefined ? join(place, 'scans') : resolve(options.dir);
    const byName = join(scanFolder, 'by name');
    const data = join(place, 'data');
    for (const folder of [byName, data]) await mkdir(folder, { recursive: true });
    line(`Demo clinic at ${clinic.apiUrl}`);
    line(`Scan folder   ${scanFolder}`);
    const log = createLogFile({ directory: join(data, 'logs'), clock: systemClock });
    const ports = createNodePorts({ dataDirectory: data, log, apiUrl: null });
    const session = startSession(
      { ...ports, osUser: 'demo', station: 'demo' },
      {
        choice: 'demo',
        apiKey: clinic.apiKey,
        baseUrl: clinic.apiUrl,
        directory: data,
        dataKey: newDataKey(),
        sheetKeys: createSheetKeys({ secrets: ports.secrets, clinic: 'demo' }),
        sampleLetter: null,
        close: () => ports.decoder.stop(),
      },
      {
        rateLimit: standardRateLimit,
        tuning: () => ({ ...preferencesSchema.parse({}), holdSeconds: 0 }),
      },
    );
    try {
      return await scanAll(session.app, clinic, scanFolder, byName);
    } finally {
      await session.close();
    }
  } finally {
    await clinic.stop();
  }
}

async function scanAll(app: App, clinic: DemoClinic, scanFolder: string, byName: string): Promise<Balance> {
  const unfollow = followTimeline(app, ({ at, file, text }) =>
    line(`${timeText(at)}  ${file.padEnd(32)}  ${text}`),
  );
  app.start({ folders: [], others: 'removed' });
  await app.clinic.identify(call);
  const folderOptions = {
    subfolders: false,
    after: 'move',
    method: 'auto',
    shared: 'no',
    takeOver: 120,
  } as const;
  await app.scans.watch(await folderOf(scanFolder, folderOptions, { kind: 'active' }), {
    takeExisting: false,
  });
  const byNameRoute = { kind: 'filename', pattern: '^(?P<patientId>[0-9]{10,19})' } as const;
  await app.scans.watch(await folderOf(byName, folderOptions, byNameRoute), { takeExisting: false });

  const scanner = createDemoScanner(scanFolder, byName, startedAt % 2 ** 31);
  const { patient, caseId } = choose(clinic);
  const destination = await patientDestination(app.clinic.client, patient, call);
  await app.scans.active.arm(destination);
  line(`${timeText(Date.now())}  Scans go to ${destination.patient.name}`);
  const written = await scanner.scanForPatient(destination);
  await settled(app, written.length);

  if (caseId !== null) {
    const ofCase = await caseDestination(app.clinic.client, caseId, call);
    await app.scans.active.arm(ofCase);
    line(
      `${timeText(Date.now())}  Scans go to ${ofCase.patient.name}, case ${ofCase.kind === 'case' ? ofCase.case.name : ''}`,
    );
    written.push(...(await scanner.scanForCase(ofCase)));
    await settled(app, written.length);
  }
  written.push(...(await scanner.scanByName(patient)));
  await settled(app, written.length);
  unfollow();
  return balanceOf(app, clinic, written);
}

/** The patient to scan for, and one of the patient's cases. Throws `patient-not-found`. */
function choose(clinic: DemoClinic) {
  const wanted = options.patient;
  const patient = clinic
    .patients()
    .find(({ id, firstName, lastName }) =>
      wanted === undefined ? `${firstName} ${lastName}` === 'Jane Citizen' : id === wanted,
    );
  if (patient === undefined) throw new ChartdropError('patient-not-found');
  const ofPatient = clinic.cases().find((one) => one.patientId === patient.id && one.archivedAt === null);
  return {
    patient: patientIdSchema.parse(patient.id),
    caseId: ofPatient === undefined ? null : caseIdSchema.parse(ofPatient.id),
  };
}

/** Resolves when this many files are filed or need a person, and the filed ones are put away. */
function settled(app: App, expected: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const check = (): void => {
      const { jobs } = app.history;
      const ended =
        jobs.count('inbox') + jobs.count('filed') + jobs.count('failed') + jobs.count('dismissed');
      if (ended < expected || jobs.toDispose(1).length > 0) return;
      done();
      resolve();
    };
    const timer = setTimeout(() => {
      done();
      reject(new ChartdropError('network-timeout'));
    }, patienceMs);
    const unlisten = app.listen({ onJobChanged: check });
    const done = (): void => {
      clearTimeout(timer);
      unlisten();
    };
    check();
  });
}

/** Counts the files in the clinic by content and patient, independent of the queue's records. */
function balanceOf(app: App, clinic: DemoClinic, written: readonly Written[]): Balance {
  const held = clinic.attachments();
  const filed = written.filter((file) =>
    held.some(
      (one) => one.sha256 === file.sha256 && one.patientId === file.patientId && one.archivedAt === null,
    ),
  ).length;
  const { jobs } = app.history;
  const [inbox, failed, dismissed] = [jobs.count('inbox'), jobs.count('failed'), jobs.count('dismissed')];
  return {
    found: written.length,
    filed,
    inbox,
    failed,
    dismissed,
    lost: written.length - filed - inbox - failed - dismissed,
    seconds: Math.round((Date.now() - startedAt) / 100) / 10,
  };
}

try {
  const balance = await run();
  if (options.json) line(JSON.stringify(balance));
  else {
    const { found, filed, inbox, failed, lost, seconds } = balance;
    line(
      `${found} found = ${filed} filed + ${inbox} in the inbox + ${failed} failed, ${lost} lost, in ${seconds} s`,
    );
  }
  process.exitCode = balance.lost === 0 && balance.failed === 0 ? 0 : 1;
} catch (thrown) {
  process.stderr.write(`demo: ${errorText(fileError(thrown))}\n`);
  process.exitCode = 1;
}
