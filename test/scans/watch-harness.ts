import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, vi } from 'vitest';
import type { DriveKind } from '../../main/files/drive-kind.ts';
import { watchFolder } from '../../main/scans/watch/folder-watch.ts';
import type { FinishedScan, FolderWatch, FolderWatchDeps } from '../../main/scans/watch/watched-folder.ts';
import type { LogFields } from '../../main/base/ports.ts';
import { defaultIgnores, defaultTypes } from '../../preload/contract/scan-folder-defaults.ts';
import { scanFolderSchema, type ScanFolder } from '../../preload/contract/scan-folder.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { createMemoryKnownFiles } from './memory-known-files.ts';

/** What the watcher was given at first sight. */
interface Token {
  readonly path: string;
  readonly since: number;
  /** Monotonic milliseconds. */
  readonly at: number;
}

type WatchOptions = { first?: boolean; takeExisting?: boolean } & Partial<FolderWatchDeps<Token>>;

/** What a listing of the folder with these settings is of. */
const scopeOf = ({ path, subfolders, types, ignore }: ScanFolder) => ({
  path,
  subfolders,
  types,
  ignore,
});

/** A scan folder on the real disk, and a clock that the test owns. */
export async function createDesk(settings: Partial<ScanFolder> = {}) {
  const home = await realpath(await mkdtemp(join(tmpdir(), 'chartdrop-scans-')));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
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
  const finished: FinishedScan<Token>[] = [];
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
    onFinished: async (scan) => void finished.push(scan),
    onVanished: ({ code }) => void notices.push(`vanished: ${code}`),
    onReturned: () => void notices.push('returned'),
  };

  /** Lets time pass in small steps, and events of the real disk come in, until the expectations hold. */
  const until = async (expectations: () => void, stepMs = 20) => {
    await vi.waitFor(
      async () => {
        await clock.advanceAsync(stepMs);
        expectations();
      },
      { timeout: 20_000, interval: 1 },
    );
  };

  /** Starts to watch; stopped at the end of the test. The folder counts as watched before, unless `first`. */
  const watch = (options: WatchOptions = {}): FolderWatch => {
    const { first = false, takeExisting = false, ...changes } = options;
    if (!first && !known.hasBaseline(folder.id)) known.completeBaseline(folder.id, scopeOf(folder));
    const watched = watchFolder(folder, { takeExisting }, { ...deps, ...changes });
    onTestFinished(() => watched.stop());
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
    /** Writes a file, its folders included. */
    async write(name: string, content: string | Buffer) {
      await mkdir(dirname(join(path, name)), { recursive: true });
      await writeFile(join(path, name), content);
    },
    /** As `watch`, once the first listing is done. */
    async watching(options: WatchOptions = {}) {
      const watched = watch(options);
      await until(() => expect(watched.status().kind).toBe('watching'));
      return watched;
    },
    /** Lets `ms` milliseconds pass in small steps; the disk keeps up. */
    async pass(ms: number, stepMs = 100) {
      for (let passed = 0; passed < ms; passed += stepMs) {
        await clock.advanceAsync(Math.min(stepMs, ms - passed));
      }
    },
  };
}
