import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeImage,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  type OpenDialogOptions,
  session,
  shell,
  Tray,
  utilityProcess,
} from 'electron';
import { givenApiUrl } from '../../clinic/api-key.ts';
import { createDesk, type Desk } from '../../core/desk.ts';
import { asChartdropError } from '../../base/errors.ts';
import type { Question } from '../../window/handlers/handler-types.ts';
import { createWindowService, type WindowService } from '../../window/window-service.ts';
import type { Decoder, Network } from '../../base/ports.ts';
import { freeSignals } from '../free-signals.ts';
import { linkScheme } from '../links.ts';
import { desktopWords } from '../../../preload/words/desktop-words.ts';
import { createLogFile, type LogFile } from '../log-file.ts';
import { createNetwork } from '../network/network.ts';
import { osUserName } from '../os-user.ts';
import { readPcNames } from '../preset/pc-names.ts';
import { readAuthorities, readPreset, systemPresetFile } from '../preset/preset.ts';
import { privateFolder } from '../private-folder.ts';
import { productVersion, userAgent } from '../product.ts';
import { parseProxyList } from '../network/proxy-list.ts';
import { createSecretsFile } from '../secrets-file.ts';
import { systemClock } from '../system-clock.ts';
import { appScheme } from './window/app-address.ts';
import { createAppProtocol } from './window/app-protocol.ts';
import type { Given } from './arguments.ts';
import { confirmNatively } from './window/confirm.ts';
import { createElectronSettings } from './electron-settings.ts';
import { startHabits } from './habits.ts';
import type { HandOver } from './hand-over.ts';
import { startIpcTransport } from './window/ipc-transport.ts';
import type { LastWords } from './updates/last-words.ts';
import { createLoginItem } from './login-item.ts';
import { openMainWindow } from './window/main-window.ts';
import { refusePermissions } from './window/permissions.ts';
import { createSafeSecrets } from './safe-secrets.ts';
import { whyNotSelfUpdating } from './updates/self-update.ts';
import { speak } from './spoken-language.ts';
import { createUpdates, noUpdates, type Updates } from './updates/updates.ts';
import { createElectronDecoder } from './utility-decoder.ts';

/** The settings, the log, and the core over Electron's ports. Throws errors that make a start impossible. */
function buildCore(lastWords: LastWords) {
  const folder = app.getPath('userData');
  const log = createLogFile({ directory: join(folder, 'logs'), clock: systemClock });
  lastWords.onEnd(({ code }) => {
    log.warn('stopped-by-fault', { code });
    log.flush();
  });
  log.info('started');
  const preset = readPreset(
    [
      { path: systemPresetFile(process.platform, process.env), guard: 'administrator' },
      // Only a person who can change the program itself can write there.
      { path: join(process.resourcesPath, 'preset.json'), guard: 'program' },
    ],
    (refused) => log.warn('preset-refused', { refused }),
  );
  const kept = createElectronSettings({
    preset,
    folder,
    onNotKept: ({ code }) => log.warn('convenience-not-kept', { code }),
  });
  const secrets = createSafeSecrets(
    safeStorage,
    kept.sealed,
    createSecretsFile(join(folder, 'secrets.json')),
  );
  const network = createNetwork({
    resolve: async (url) => parseProxyList(await session.defaultSession.resolveProxy(url.href)),
    secrets,
    clock: systemClock,
    log,
    authorities: readAuthorities(preset, process.resourcesPath),
  });
  const decoder = createElectronDecoder(utilityProcess, import.meta.dirname);
  // The environment of an installed program must not decide where patients' letters go.
  const apiUrl = app.isPackaged ? undefined : process.env['CHARTDROP_API_URL'];
  const desk = createDesk({
    dataDirectory: folder,
    clock: systemClock,
    log,
    trash: { moveToTrash: (path) => shell.trashItem(path) },
    decoder,
    random: Math.random,
    osUser: osUserName(),
    station: hostname(),
    userAgent,
    secrets,
    network,
    settings: kept.settings,
    pc: readPcNames(),
    // Loaded here: a clinic with its own key needs neither the demo nor its server.
    openDemo: async () =>
      (await import('../../demo-clinic/start.ts')).startDemoClinic({
        directory: join(folder, 'demo-clinic'),
      }),
    apiUrl: givenApiUrl(apiUrl),
  });
  return { preset, kept, log, network, decoder, desk };
}
type Core = ReturnType<typeof buildCore>;

/** After this time without input a restart disturbs no one. */
const idleSeconds = 30 * 60;
const isIdle = (desk: Desk): boolean => {
  const app = desk.opened()?.app;
  if (app !== undefined) {
    const { held, queued, uploading, stored, registering } = app.history.jobs.counts();
    if (held + queued + uploading + stored + registering > 0 || app.scans.active.current() !== null)
      return false;
  }
  return powerMonitor.getSystemIdleTime() >= idleSeconds;
};

async function ownUpdates({ preset, kept, log, desk }: Core): Promise<Updates> {
  const whyNot = whyNotSelfUpdating(
    {
      isPackaged: app.isPackaged,
      platform: process.platform,
      executable: app.getPath('exe'),
      resources: process.resourcesPath,
      appImage: process.env['APPIMAGE'],
    },
    preset,
  );
  if (whyNot !== null) return noUpdates(whyNot);
  return createUpdates({
    updater: (await import('electron-updater')).default.autoUpdater,
    memory: kept.updateMemory,
    version: productVersion,
    clock: systemClock,
    log,
    isWorking: () => (desk.opened()?.app.uploads.queue.running().length ?? 0) > 0,
    isIdle: () => isIdle(desk),
    quit: () => app.quit(),
    platform: process.platform,
  });
}

function buildService(given: {
  desk: Desk;
  decoder: Decoder;
  log: LogFile;
  network: Network;
  updates: Updates;
  chooseFolder: (from: string | null) => Promise<string | null>;
  chooseSettings: () => Promise<string | null>;
  confirm: (question: Question) => Promise<boolean>;
}): WindowService {
  const capabilities = {
    chooseFolder: true,
    asksItself: true,
    tray: true,
    notifications: true,
    loginItem: app.isPackaged,
    showLog: true,
  };
  return createWindowService({
    ...given,
    browser: null,
    home: homedir(),
    clock: systemClock,
    info: { version: productVersion, host: 'desktop', capabilities },
    showLog: () => shell.showItemInFolder(given.log.path),
    hostSettings: createLoginItem(app, process, homedir()),
    dropConnections: () => given.network.dropConnections(),
  });
}

/**
 * Runs the desktop program once Electron is ready, in the first instance. Opens its window before its clinic. Rejects
 * with an error that makes a start impossible.
 */
export async function startDesktop(given: {
  given: Given;
  handOver: HandOver;
  lastWords: LastWords;
}): Promise<void> {
  // The system's language until the settings are read.
  speak(app, 'system');
  // In development the system would start Electron without the program. On Windows both installers register links and
  // remove them; an entry written by the program would remain.
  if (app.isPackaged && process.platform !== 'win32') app.setAsDefaultProtocolClient(linkScheme);
  refusePermissions(session.defaultSession);

  const core = buildCore(given.lastWords);
  await privateFolder(app.getPath('userData'));
  const { desk, decoder, log, kept } = core;
  const awaited = kept.updateMemory.read();
  const updates = await ownUpdates(core);
  const chosen = async (options: OpenDialogOptions): Promise<string | null> =>
    (await dialog.showOpenDialog(window, options)).filePaths[0] ?? null;
  const chooseFolder = (from: string | null): Promise<string | null> =>
    chosen({ properties: ['openDirectory'], ...(from === null ? {} : { defaultPath: from }) });
  const chooseSettings = (): Promise<string | null> =>
    chosen({
      properties: ['openFile'],
      filters: [{ name: desktopWords().settingsFile.kind, extensions: ['json'] }],
    });
  const confirm = (question: Question): Promise<boolean> => confirmNatively(dialog, window, question);
  const service = buildService({ ...core, updates, chooseFolder, chooseSettings, confirm });
  let settle = (): void => undefined;
  const opened = new Promise<null>((resolve) => (settle = () => resolve(null)));
  protocol.handle(appScheme, createAppProtocol(join(import.meta.dirname, '../renderer/'), service.bytes));
  const stopTransport = startIpcTransport({
    ipcMain,
    windows: () => BrowserWindow.getAllWindows().map(({ webContents }) => webContents),
    ...service,
    caller: service.newCaller(),
    opened,
  });
  const main = openMainWindow(BrowserWindow, {
    preload: join(import.meta.dirname, '../preload/index.cjs'),
    place: kept.place,
    screen,
    isPackaged: app.isPackaged,
    isHidden:
      given.given.hidden ||
      app.getLoginItemSettings().wasOpenedAtLogin ||
      // The update was installed automatically while the person was away.
      (awaited?.isHidden === true && awaited.version === productVersion),
  });
  const { window } = main;
  updates.start();
  freeSignals(process, ['SIGTERM']);
  startHabits(
    {
      ...{ app, Tray, Menu, nativeImage, Notification, dialog, powerMonitor, powerSaveBlocker },
      platform: process.platform,
      onTerminated: (listener) => process.on('SIGTERM', listener),
    },
    {
      ...{ desk, service, window, handOver: given.handOver, toldOfTray: kept.toldOfTray, log, updates },
      ...{ clock: systemClock },
      lastWrites() {
        main.remember();
        log.info('stopped');
        log.flush();
      },
      // Uploads are interrupted cleanly first; jobs resume from the database.
      async stop() {
        updates.beforeQuit();
        updates.stop();
        stopTransport();
        service.stop();
        await desk.stop();
        await decoder.stop();
        log.info('stopped');
        log.flush();
      },
    },
  );
  await openClinic(core);
  settle();
}

/** Milliseconds between tries to read a locked key store. */
const lockedMs = 10_000;

/** Opens the clinic of the settings. The window shows an error; temporary ones are retried. */
async function openClinic({ desk, log }: Pick<Core, 'desk' | 'log'>): Promise<void> {
  try {
    await desk.start();
  } catch (thrown) {
    const { code } = asChartdropError(thrown);
    log.warn('clinic-not-opened', { code });
    if (code !== 'key-store-locked') return;
    systemClock.after(lockedMs, () => {
      // The person may have chosen a clinic meanwhile.
      if (desk.opened() === null) void openClinic({ desk, log });
    });
  }
}
