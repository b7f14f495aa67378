import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type App, createApp } from '../../main/core/app.ts';
import { caseDestination, patientDestination } from '../../main/clinic/cases/destinations.ts';
import type { DemoClinicOptions } from '../../main/demo-clinic/start.ts';
import { newDataKey } from '../../main/database/sealing.ts';
import type { Clock, Decoder } from '../../main/base/ports.ts';
import { createSheetKeys } from '../../main/sheets/sheet-keys.ts';
import type { CopyLimits } from '../../main/uploads/intake/kept-copies.ts';
import { caseIdSchema, type FolderId, patientIdSchema } from '../../preload/contract/ids.ts';
import type { UploadJob } from '../../main/jobs/job.ts';
import { type HeicPhotos, preferencesSchema } from '../../preload/contract/settings.ts';
import { pageSettingsOf } from '../../main/reading/page-settings.ts';
import { type Route, type ScanFolder, scanFolderSchema } from '../../preload/contract/scan-folder.ts';
import { directNetwork } from '../fakes/direct-network.ts';
import { memorySecrets } from '../fakes/memory-secrets.ts';
import { createFastClock } from '../fakes/fast-clock.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { callOptions, testClinic } from '../fixtures/upload-bench.ts';
import { testDecoder } from '../fixtures/test-decoder.ts';

/** A clock that counts its waiting callbacks. */
function createCountingClock(clock: Clock): Clock & { pending(): number } {
  const waiting = new Set<symbol>();
  return {
    ...clock,
    after(ms, callback) {
      const mine = Symbol();
      waiting.add(mine);
      const stop = clock.after(ms, () => {
        waiting.delete(mine);
        callback();
      });
      return () => {
        waiting.delete(mine);
        stop();
      };
    },
    pending: () => waiting.size,
  };
}

/** The complete core with a real folder, database and demo clinic; a minute passes in three seconds. */
export async function scanDesk(
  given: Partial<DemoClinicOptions> & {
    disarmAfterMs?: number;
    heicPhotos?: HeicPhotos;
    copyLimits?: Partial<CopyLimits>;
    decoder?: Decoder;
    /** The key of cover sheets on this PC. */
    sheetSecret?: string;
  } = {},
) {
  const {
    disarmAfterMs = 600_000,
    heicPhotos = 'keep',
    copyLimits = {},
    decoder = testDecoder,
    sheetSecret,
    ...options
  } = given;
  const clock = createCountingClock(createFastClock(20));
  const demo = await testClinic({ now: () => clock.now(), ...options });
  const [home, data, bin] = [await tempFolder(), await tempFolder(), await tempFolder()];
  const dataKey = newDataKey();
  const scans = join(home, 'scans');
  await mkdir(scans);
  const changes: UploadJob[] = [];
  const waiting = new Set<() => void>();
  let holdMs = 0;
  let pageSettings = pageSettingsOf(preferencesSchema.parse({}), 'en');
  let splitsStacks = true;
  const secrets = memorySecrets(sheetSecret === undefined ? {} : { 'sheet-key': sheetSecret });

  const open = (awaited: readonly FolderId[] = [], others: 'removed' | 'unknown' = 'removed'): App => {
    const app = createApp({
      directory: data,
      dataKey,
      clock,
      network: directNetwork,
      log: { info: () => undefined, warn: () => undefined },
      decoder,
      sheetKeys: createSheetKeys({ secrets, clinic: 'demo' }),
      // Like a system's trash: the file is moved away.
      trash: { moveToTrash: (path) => rename(path, join(bin, basename(path))) },
      random: () => 0.5,
      osUser: 'tester',
      station: 'test-pc',
      apiKey: () => demo.apiKey,
      baseUrl: demo.apiUrl,
      userAgent: 'Chartdrop tests (tests@chartdrop.example)',
      rateLimit: { requests: 100_000, windowMs: 1000 },
      holdMs: () => holdMs,
      heicPhotos: () => heicPhotos,
      pageSettings: () => pageSettings,
      splitsStacks: () => splitsStacks,
      limits: () => ({ uploads: 4, largeUploads: 2 }),
      disarmAfterMs: () => disarmAfterMs,
      copyLimits,
      keep: () => ({ keepHistoryYears: 7, keepNamesDays: 30 }),
    });
    app.listen({
      onJobChanged(job) {
        changes.push(job);
        for (const look of [...waiting]) look();
      },
    });
    app.start({ folders: awaited, others });
    return app;
  };
  let app = open();
  let running = true;
  const stop = async (): Promise<void> => {
    if (!running) return;
    running = false;
    await app.stop();
  };
  onTestFinished(stop);

  const patientNamed = (name: string) => {
    const found = demo.patients().find((one) => `${one.firstName} ${one.lastName}` === name);
    if (found === undefined) throw new Error(`the demo clinic has no ${name}`);
    return found;
  };
  const destinationOf = (name: string) =>
    patientDestination(app.clinic.client, patientIdSchema.parse(patientNamed(name).id), callOptions());

  return {
    setHoldMs: (ms: number) => void (holdMs = ms),
    readPages: (isRead: boolean) => void (pageSettings = { ...pageSettings, isRead }),
    guardPages: (isGuarded: boolean) => void (pageSettings = { ...pageSettings, isGuarded }),
    splitStacks: (isOn: boolean) => void (splitsStacks = isOn),
    clock,
    demo,
    bin,
    /** The program's data folder. */
    data,
    scans,
    changes,
    patientNamed,
    destinationOf,
    app: () => app,
    /** All jobs of its database. */
    jobs: (): UploadJob[] =>
      (['inbox', 'queue', 'filed', 'dismissed'] as const).flatMap((list) =>
        app.history.jobs.page(list, { offset: 0, limit: 100 }),
      ),
    stop,
    /** Restarts the core with the same data. `awaited`: the folders in the settings; `others`: see `App.start`. */
    async restart({
      awaited,
      others,
    }: { awaited?: readonly FolderId[]; others?: 'removed' | 'unknown' } = {}): Promise<void> {
      await stop();
      app = open(awaited, others);
      running = true;
    },
    async caseOf(name: string) {
      const { id } = patientNamed(name);
      const found = demo.cases().find((one) => one.patientId === id && one.archivedAt === null);
      return caseDestination(app.clinic.client, caseIdSchema.parse(found?.id), callOptions());
    },
    folder: (route: Route, more: Partial<ScanFolder> = {}): ScanFolder =>
      scanFolderSchema.parse({
        id: randomUUID(),
        path: scans,
        subfolders: true,
        types: ['pdf', 'txt'],
        ignore: ['.*'],
        route,
        afterFiling: 'move',
        watchMethod: 'auto',
        settleMs: null,
        ...more,
      }),
    /** Writes a complete scan at once. */
    async scan(name: string, content: string | Buffer): Promise<string> {
      const path = join(scans, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
      return path;
    },
    removeFolder: () => rm(scans, { recursive: true }),
    /** Resolves with the first matching job of that file, past or future. */
    job: (name: string, fits: (job: UploadJob) => boolean): Promise<UploadJob> =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = changes.find((job) => job.file.name === name && fits(job));
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    ofName: (name: string) => demo.attachments().filter((one) => one.filename === name),
  };
}

/** A PDF with a complete end. */
export const pdf = (words: string): string => `%PDF-1.4\n${words}\n%%EOF\n`;

export const inState =
  (...states: UploadJob['state'][]) =>
  (job: UploadJob): boolean =>
    states.includes(job.state);
export const putAway = (job: UploadJob): boolean => job.state === 'filed' && job.disposal !== 'pending';
