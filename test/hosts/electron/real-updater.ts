import { chmod, readFile, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { createRequire, registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NodeHttpExecutor } from 'builder-util/out/nodeHttpExecutor.js';
import { configureRequestOptions, configureRequestUrl, type DownloadOptions } from 'builder-util-runtime';
import { onTestFinished, vi } from 'vitest';
import { type AwaitedUpdate, createUpdates } from '../../../main/hosts/electron/updates/updates.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { silentLog } from '../../fakes/silent-log.ts';
import { tempFolder } from '../../fixtures/temp-folder.ts';
import { startUpdateServer, type System } from './update-server.ts';

const standIn = new URL('./stand-in/updater.mjs', import.meta.url);
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: standIn.href, shortCircuit: true } : next(specifier, context),
});
const { AppImageUpdater, MacUpdater, NsisUpdater } = await import('electron-updater');

/** `startsAgain`: whether the new version is started after its installation. */
interface Install {
  readonly startsAgain: boolean;
}
const { autoUpdater: squirrel } = createRequire(import.meta.url)(fileURLToPath(standIn)) as {
  autoUpdater: {
    begin(given: { quit: () => void; onInstall: (install: Install) => void }): void;
    ended(): void;
    refuse(reason: string): void;
    isStaged: boolean;
  };
};

/** Replaces Electron's requests by Node's; electron-updater handles them itself. */
class Loopback extends NodeHttpExecutor {
  download(url: URL, destination: string, options: DownloadOptions): Promise<string> {
    return options.cancellationToken.createPromise<string>((resolve, reject, onCancel) => {
      const request = {};
      configureRequestUrl(url, request);
      configureRequestOptions(request);
      const callback = (error?: Error | null): void => {
        if (error == null) resolve(destination);
        else reject(error);
      };
      this.doDownload(request, { destination, options, onCancel, callback, responseHandler: null }, 0);
    });
  }
}

/** The server's files: an installer, Squirrel's zip, and a program that records how it was started. */
const updates: Record<System, Buffer> = {
  windows: Buffer.from('MZ: the installer of 1.1.0'),
  mac: Buffer.from('PK: the zip of 1.1.0'),
  linux: Buffer.from('#!/bin/sh\necho "${APPIMAGE_EXIT_AFTER_INSTALL:-started}" >> "$0.starts"\n'),
};
const platforms = { windows: 'win32', mac: 'darwin', linux: 'linux' } as const;

/** electron-updater's class for a system. Only the start of the installer, or Squirrel, is replaced. */
export async function updaterScene(
  system: System,
  given: { sends?: Buffer; signature?: string | null; flag?: boolean; staysOnce?: boolean } = {},
) {
  const update = updates[system];
  const server = await startUpdateServer({ system, version: '1.1.0', update, ...given });
  const folder = await tempFolder();
  const configuration = join(folder, 'app-update.yml');
  await writeFile(
    configuration,
    `provider: generic\nurl: ${server.url}\nupdaterCacheDirName: chartdrop-updater\n`,
  );
  const onQuit: ((exitCode: number) => void)[] = [];
  const told: Install[] = [];
  let hasQuit = false;
  let isStopped = false;
  let staysOpen = given.staysOnce ?? false;

  /** Electron's quit: listeners are called, the process ends, and Squirrel installs. */
  const quitElectron = (): void => {
    if (hasQuit) return;
    hasQuit = true;
    onQuit.forEach((handler) => handler(0));
    squirrel.ended();
  };
  const program = {
    version: '1.0.0',
    name: 'chartdrop',
    isPackaged: true,
    appUpdateConfigPath: configuration,
    userDataPath: folder,
    baseCachePath: folder,
    whenReady: () => Promise.resolve(),
    relaunch: () => undefined,
    quit: quitElectron,
    onQuit: (handler: (exitCode: number) => void) => onQuit.push(handler),
  };
  squirrel.begin({ quit: quitElectron, onInstall: (install) => told.push(install) });
  class Windows extends NsisUpdater {
    protected override doInstall({ isForceRunAfter }: { isForceRunAfter: boolean }): boolean {
      told.push({ startsAgain: isForceRunAfter });
      return true;
    }
  }
  const appImage = join(folder, 'Chartdrop.AppImage');
  await writeFile(appImage, 'the program of 1.0.0');
  await chmod(appImage, 0o755);
  vi.stubEnv('APPIMAGE', appImage);
  onTestFinished(() => void vi.unstubAllEnvs());

  const Chosen = { windows: Windows, mac: MacUpdater, linux: AppImageUpdater }[system];
  const updater = new Chosen(undefined, program);
  Object.assign(updater, { httpExecutor: new Loopback(), disableDifferentialDownload: true });
  if (updater instanceof NsisUpdater && given.signature !== undefined) {
    updater.verifyUpdateCodeSignature = () => Promise.resolve(given.signature ?? null);
    await writeFile(configuration, `provider: generic\nurl: ${server.url}\npublisherName: [Chartdrop]\n`);
  }

  /** As the quit guard does: everything is stopped first. */
  function quit(): void {
    if (isStopped) {
      quitElectron();
      return;
    }
    if (staysOpen) {
      staysOpen = false;
      made.stays();
      return;
    }
    isStopped = true;
    made.beforeQuit();
    made.stop();
    if (!made.end()) quitElectron();
  }
  const clock = createFakeClock();
  const state = { isWorking: false, isIdle: false };
  let awaited: AwaitedUpdate | null = null;
  const made = createUpdates({
    ...{ updater, clock, log: silentLog, platform: platforms[system], version: '1.0.0' },
    memory: { read: () => awaited, write: (next) => (awaited = next) },
    isWorking: () => state.isWorking,
    isIdle: () => state.isIdle,
    quit,
  });
  // The flag's value when the download ends.
  if (given.flag !== undefined) updater.autoInstallOnAppQuit = given.flag;
  onTestFinished(() => {
    made.stop();
    // Squirrel's server ends with the real process.
    (updater as unknown as { server?: Server }).server?.close();
  });

  /** The installed versions, by the file that the update leaves if nothing is replaced. */
  const installs = async (): Promise<Install[]> => {
    if (system !== 'linux' || (await readFile(appImage, 'utf8')) !== update.toString()) return told;
    const starts = await readFile(`${appImage}.starts`, 'utf8').catch(() => '');
    return starts
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => ({ startsAgain: line === 'started' }));
  };
  return {
    ...{ updates: made, quit, quitElectron, updater, clock, state, installs, downloads: server.downloads },
    awaited: () => awaited,
    /** Squirrel downloads, and rejects the update. */
    refuse: () => squirrel.refuse('Code signature did not pass validation'),
    /** Whether Squirrel has an update to install. */
    isStaged: () => squirrel.isStaged,
    hasQuit: () => hasQuit,
  };
}
