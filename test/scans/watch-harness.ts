import { mkdir, realpath, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, vi } from 'vitest';
import type { DriveKind } from '../../main/files/drive-kind.ts';
import { watchFolder } from '../../main/scans/watch/folder-watch.ts';
import type { SharedClaim } from '../../main/scans/claims/shared-folders.ts';
import { followScans } from '../../main/scans/pipeline.ts';
import type { FolderWatch, FolderWatchDeps, Scan } from '../../main/scans/watch/watched-folder.ts';
import type { LogFields } from '../../main/base/ports.ts';
import { defaultIgnores, defaultTypes } from '../../preload/contract/scan-folder-defaults.ts';
import { scanFolderSchema, type ScanFolder } from '../../preload/contract/scan-folder.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { createMemoryKnownFiles } from './memory-known-files.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';

/** The watcher's token at first sight. */
interface Token {
  readonly path: string;
  readonly since: number;
  /** Monotonic milliseconds. */
  readonly at: number;
}

type WatchOptions = {
  first?: boolean;
  takeExisting?: boolean;
  /** Takes a scan in. */
  takeIn?: (scan: Scan<Token>) => Promise<void>;
  claim?: (scan: Scan<Token>) => Promise<SharedClaim>;
} & Partial<FolderWatchDeps<Token>>;

/** The scope of a listing with these settings. */
const scopeOf = ({ path, subfolders, types, ignore }: ScanFolder) => ({
  path,
  subfolders,
  types,
  ignore,
});

/** A scan folder on the real disk, with a fake clock. */
export async function createDesk(settings: Partial<ScanFolder> = {}) {
  const home = await realpath(await tempFolder());
  const path = join(home, 'scans');
  await mkdir(path);
  const folder = scanFolderSchema.parse({
    id: crypto.randomUUID(),
    path,
    subfolders: true,
    types: [...defaultTypes],
    ignore: [...defaultIgnores],
    route: { kind: 'inbox' },
    afterFiling: 'stay',
    watchMethod: 'auto',
    settleMs: null,
    shared: 'auto' as const,
    takeOverSeconds: 120,
    description: null,
    nameTemplate: null,
    ...settings,
  });
  const clock = createFakeClock();
  const known = createMemoryKnownFiles();
  const finished: Scan<Token>[] = [];
  const appeared: Token[] = [];
  const active: Token[] = [];
  const notices: string[] = [];
  const logged: { event: string; fields: LogFields | undefined }[] = [];
  const drive: { kind: DriveKind } = { kind: 'plain' };
  const log = (event: string, fields?: LogFields) => void logged.push({ event, fields });

  const deps: FolderWatchDeps<Token> = {
    clock,
    log: { info: log, warn: log },
    known,
    driveKind: async () => drive.kind,
    onAppeared(file, since) {
      const token = { path: file, since, at: clock.monotonic() };
      appeared.push(token);
      return token;
    },
    onActivity: (token) => void active.push(token),
    onVanished: ({ code }) => void notices.push(`vanished: ${code}`),
    onReturned: () => void notices.push('returned'),
  };

  /** Advances time in small steps, with real disk events, until the expectations hold. */
  const until = async (expectations: () => void, stepMs = 20) => {
    await vi.waitFor(
      async () => {
        await clock.advanceAsync(stepMs);
        expectations();
      },
      { timeout: 50_000, interval: 1 },
    );
  };

  /** Starts to watch; stopped after the test. The folder counts as watched before, unless `first`. */
  const watch = (options: WatchOptions = {}): FolderWatch<Token> => {
    const { first = false, takeExisting = false, takeIn, claim, ...changes } = options;
    if (!first && !known.hasBaseline(folder.id)) known.completeBaseline(folder.id, scopeOf(folder));
    const watched = watchFolder(folder, { takeExisting }, { ...deps, ...changes });
    const followed = followScans(watched, {
      claim: claim ?? (async () => ({ kind: 'alone' })),
      release: async () => undefined,
      route: async () => ({ kind: 'inbox', reason: 'route-inbox', candidates: [] }),
      takeIn: takeIn ?? (async (scan) => void finished.push(scan)),
      signal: new AbortController().signal,
    });
    onTestFinished(async () => {
      await watched.stop();
      await followed;
    });
    return watched;
  };

  return {
    home,
    path,
    folder,
    clock,
    known,
    finished,
    appeared,
    active,
    notices,
    logged,
    drive,
    until,
    watch,
    at: (name: string) => join(path, name),
    names: () => finished.map(({ relativePath }) => relativePath).sort(),
    /** Writes a file and creates its folders. */
    async write(name: string, content: string | Buffer) {
      await mkdir(dirname(join(path, name)), { recursive: true });
      await writeFile(join(path, name), content);
    },
    /** Like `watch`, after the first listing. */
    async watching(options: WatchOptions = {}) {
      const watched = watch(options);
      await until(() => expect(watched.status().kind).toBe('watching'));
      return watched;
    },
    /** Advances `ms` milliseconds in small steps while the disk keeps up. */
    async pass(ms: number, stepMs = 100) {
      for (let passed = 0; passed < ms; passed += stepMs) {
        await clock.advanceAsync(Math.min(stepMs, ms - passed));
      }
    },
  };
}
