import { readFile } from 'node:fs/promises';
import { createApp } from '../../main/core/app.ts';
import type { Decoder } from '../../main/base/ports.ts';
import { openPdfParts } from '../../main/decoder/parts/pdf-parts.ts';
import { systemClock } from '../../main/hosts/system-clock.ts';
import { pageSettingsOf } from '../../main/reading/page-settings.ts';
import { preferencesSchema } from '../../preload/contract/settings.ts';
import { createSheetKeys } from '../../main/sheets/sheet-keys.ts';
import { type ScanFolder, scanFolderSchema } from '../../preload/contract/scan-folder.ts';
import { directNetwork } from '../fakes/direct-network.ts';
import { memorySecrets } from '../fakes/memory-secrets.ts';
import { silentLog } from '../fakes/silent-log.ts';

export interface StackChild {
  readonly data: string;
  readonly dataKey: string;
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly sheetSecret: string;
  readonly folder: ScanFolder;
  /** The codes of each page by the hash of the file, as the real decoder reads them: it takes seconds, and writes nothing. */
  readonly codes: Readonly<Record<string, readonly (readonly string[])[]>>;
}

const refuse = (): Promise<never> => Promise.reject(new Error('not part of this test'));

/** The core in a process that a test kills. */
async function run(given: StackChild): Promise<void> {
  const decoder: Decoder = {
    ...{ page: refuse, photo: refuse, lines: refuse, scan: refuse, count: refuse, document: refuse },
    codes: ({ file, page }) => {
      const pages = given.codes[file] ?? [[]];
      const codes = (pages[page - 1] ?? []).map((text) => ({ kind: 'qr' as const, text }));
      return Promise.resolve({ codes, isBlank: false, page, pages: pages.length });
    },
    part: async ({ read, pages }) => (await openPdfParts(await read()))(pages),
    stop: () => Promise.resolve(),
  };
  const app = createApp({
    ...{ directory: given.data, dataKey: given.dataKey, apiKey: () => given.apiKey, baseUrl: given.apiUrl },
    ...{ clock: systemClock, network: directNetwork, log: silentLog, decoder },
    trash: { moveToTrash: refuse },
    random: () => 0.5,
    ...{ osUser: 'tester', station: 'test-pc', userAgent: 'Chartdrop tests (tests@chartdrop.example)' },
    rateLimit: { requests: 100_000, windowMs: 1000 },
    ...{
      holdMs: () => 0,
      heicPhotos: () => 'keep',
      pageSettings: () => ({ ...pageSettingsOf(preferencesSchema.parse({}), 'en'), isRead: false }),
      splitsStacks: () => true,
    },
    sheetKeys: createSheetKeys({
      secrets: memorySecrets({ 'sheet-key': given.sheetSecret }),
      clinic: 'demo',
    }),
    limits: () => ({ uploads: 4, largeUploads: 2 }),
    disarmAfterMs: () => 600_000,
    keep: () => ({ keepHistoryYears: 7, keepNamesDays: 30 }),
  });
  app.start({ folders: [given.folder.id], others: 'removed' });
  process.send?.('started');
  await app.scans.watch(given.folder, { takeExisting: true });
}

process.on('disconnect', () => process.exit());
const { folder, ...given } = JSON.parse(await readFile(process.argv[2] ?? '', 'utf8')) as StackChild;
await run({ ...given, folder: scanFolderSchema.parse(folder) });
