import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { NodeHttpExecutor } from 'builder-util/out/nodeHttpExecutor.js';
import { configureRequestOptions, configureRequestUrl, type DownloadOptions } from 'builder-util-runtime';
import { onTestFinished } from 'vitest';
import { type AwaitedUpdate, createUpdates } from '../../main/hosts/electron/updates.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { silentLog } from '../fakes/silent-log.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';

const standIn = new URL('./stand-in/updater.mjs', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: standIn, shortCircuit: true } : next(specifier, context),
});
const { NsisUpdater } = await import('electron-updater');

/** Node's requests in place of Electron's; what is done with them is electron-updater's own. */
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

const installer = Buffer.from('MZ: the installer of 1.1.0');

/** An update server on loopback, as the generic provider reads it. `sends`: what it gives as the installer. */
async function startServer(sends: Buffer) {
  const sha512 = createHash('sha512').update(installer).digest('base64');
  const index = [
    'version: 1.1.0',
    'files:',
    '  - url: Chartdrop-Setup-1.1.0.exe',
    `    sha512: ${sha512}`,
    `    size: ${installer.length}`,
    'path: Chartdrop-Setup-1.1.0.exe',
    `sha512: ${sha512}`,
    "releaseDate: '2026-11-26T00:00:00.000Z'",
  ].join('\n');
  let downloads = 0;
  const server = createServer((request, response) => {
    if (request.url?.includes('.yml') === true) response.end(index);
    else if (request.url?.includes('.exe') === true) {
      downloads += 1;
      response.end(sends);
    } else response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, downloads: () => downloads };
}

/** electron-updater's own class for Windows; only the start of the installer is the test's. */
export async function updaterScene(
  given: { sends?: Buffer; signature?: string | null; lateFlag?: boolean } = {},
) {
  const server = await startServer(given.sends ?? installer);
  const folder = await tempFolder();
  const configuration = join(folder, 'app-update.yml');
  await writeFile(
    configuration,
    `provider: generic\nurl: ${server.url}\nupdaterCacheDirName: chartdrop-updater\n`,
  );
  let onQuit: (exitCode: number) => void = () => undefined;
  const installs: { isSilent: boolean; isForceRunAfter: boolean }[] = [];
  const quits: string[] = [];

  class Stubbed extends NsisUpdater {
    protected override doInstall(options: { isSilent: boolean; isForceRunAfter: boolean }): boolean {
      installs.push({ isSilent: options.isSilent, isForceRunAfter: options.isForceRunAfter });
      return true;
    }
  }
  const updater = new Stubbed(null, {
    version: '1.0.0',
    name: 'chartdrop',
    isPackaged: true,
    appUpdateConfigPath: configuration,
    userDataPath: folder,
    baseCachePath: folder,
    whenReady: () => Promise.resolve(),
    relaunch: () => undefined,
    quit: () => quits.push('by the updater'),
    onQuit: (handler) => (onQuit = handler),
  });
  Object.assign(updater, { httpExecutor: new Loopback(), disableDifferentialDownload: true });
  if (given.signature !== undefined) {
    updater.verifyUpdateCodeSignature = () => Promise.resolve(given.signature ?? null);
    await writeFile(configuration, `provider: generic\nurl: ${server.url}\npublisherName: [Chartdrop]\n`);
  }

  const clock = createFakeClock();
  const state = { isWorking: false, isIdle: false };
  let awaited: AwaitedUpdate | null = null;
  const updates = createUpdates({
    updater: updater,
    memory: { read: () => awaited, write: (next) => (awaited = next) },
    version: '1.0.0',
    clock,
    log: silentLog,
    isWorking: () => state.isWorking,
    isIdle: () => state.isIdle,
    quitToInstall: () => quits.push('to install'),
  });
  // As the flag once stood until the quit.
  if (given.lateFlag === true) updater.autoInstallOnAppQuit = false;
  onTestFinished(() => updates.stop());
  return {
    ...{ updater, updates, clock, state, installs, quits, server },
    awaited: () => awaited,
    /** Electron's own last event. */
    quit: () => onQuit(0),
  };
}
