import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  crashReporter,
  dialog,
  ipcMain,
  Menu,
  nativeImage,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  session,
  shell,
  Tray,
} from 'electron';
import { parseApiUrl } from './clinic/api-key.ts';
import { startDemoClinic } from './demo-clinic/start.ts';
import { createDesk } from './desk.ts';
import { asChartdropError } from './errors.ts';
import { appScheme, createAppProtocol } from './hosts/electron/app-protocol.ts';
import { readArguments } from './hosts/electron/arguments.ts';
import { createElectronSettings } from './hosts/electron/electron-settings.ts';
import { startHabits } from './hosts/electron/habits.ts';
import { createHandOver, firstInstance } from './hosts/electron/hand-over.ts';
import { startIpcTransport } from './hosts/electron/ipc-transport.ts';
import { createLoginItem } from './hosts/electron/login-item.ts';
import { openMainWindow } from './hosts/electron/main-window.ts';
import { whyNotSelfUpdating } from './hosts/electron/self-update.ts';
import { createUpdates, noUpdates } from './hosts/electron/updates.ts';
import { createSafeSecrets } from './hosts/electron/safe-secrets.ts';
import { speak } from './hosts/electron/spoken-language.ts';
import { endOnFault } from './hosts/end-on-fault.ts';
import { linkScheme } from './hosts/links.ts';
import { createLogFile } from './hosts/log-file.ts';
import { createNetwork } from './hosts/network.ts';
import { osUserName } from './hosts/os-user.ts';
import { readPreset, systemPresetFile } from './hosts/preset.ts';
import { parseProxyList } from './hosts/proxy-list.ts';
import { createSecretsFile } from './hosts/secrets-file.ts';
import { productVersion, userAgent } from './hosts/product.ts';
import { systemClock } from './hosts/system-clock.ts';
import { createWindowService } from './ipc/window-service.ts';
import { words } from '../renderer/words/current.ts';

/** Entry of the desktop host: it only puts Electron's parts into the core's ports. */
protocol.registerSchemesAsPrivileged([
  { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
]);

// Dumps stay on this machine: they may hold anything that was in memory.
crashReporter.start({ uploadToServer: false });

const given = readArguments(process.argv, { cwd: process.cwd(), isPackaged: app.isPackaged });
const handOver = createHandOver(app, given);
await firstInstance(app, given);
// As the system does, until the settings are read.
speak(app, 'system');

// Windows shows notifications only of a program that it knows by this name; the installer gives it the same.
app.setAppUserModelId('example.chartdrop');
// While developing, the system would start Electron without the program.
if (app.isPackaged) app.setAsDefaultProtocolClient(linkScheme);

session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
session.defaultSession.setPermissionCheckHandler(() => false);

const preset = readPreset([
  systemPresetFile(process.platform, process.env),
  join(process.resourcesPath, 'preset.json'),
]);
const { settings, place, sealed, updateMemory, toldOfTray } = createElectronSettings(preset);
const dataDirectory = app.getPath('userData');
const apiUrl = process.env['CHARTDROP_API_URL'];
const log = createLogFile({ directory: join(dataDirectory, 'logs'), clock: systemClock });
endOnFault(process, ({ code }) => {
  log.warn('stopped-by-fault', { code });
  log.flush();
  dialog.showErrorBox('Chartdrop', words().faults.unexpected);
  app.exit(1);
});
log.info('started');
const secrets = createSafeSecrets(
  safeStorage,
  sealed,
  createSecretsFile(join(dataDirectory, 'secrets.json')),
);
const network = createNetwork({
  resolve: async (url) => parseProxyList(await session.defaultSession.resolveProxy(url.href)),
  secrets,
  clock: systemClock,
  log,
});
const desk = createDesk({
  dataDirectory,
  clock: systemClock,
  log,
  trash: { moveToTrash: (path) => shell.trashItem(path) },
  random: Math.random,
  osUser: osUserName(),
  station: hostname(),
  userAgent,
  secrets,
  network,
  settings,
  openDemo: () => startDemoClinic({ directory: join(dataDirectory, 'demo-clinic') }),
  apiUrl: apiUrl === undefined || apiUrl === '' ? null : parseApiUrl(apiUrl),
});

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
const updates =
  whyNot === null
    ? createUpdates({
        updater: (await import('electron-updater')).default.autoUpdater,
        memory: updateMemory,
        version: productVersion,
        clock: systemClock,
        log,
        isWorking: () => (desk.opened()?.app.uploads.queue.running().length ?? 0) > 0,
      })
    : noUpdates(whyNot);

const chooseFolder = async (): Promise<string | null> => {
  const { filePaths } = await dialog.showOpenDialog({ properties: ['openDirectory'] });
  return filePaths[0] ?? null;
};
const loginItem = createLoginItem(app, process, homedir());
const service = createWindowService({
  desk,
  clock: systemClock,
  info: {
    version: productVersion,
    host: 'desktop',
    capabilities: {
      chooseFolder: true,
      filePaths: true,
      tray: true,
      loginItem: app.isPackaged,
      showLog: true,
    },
  },
  log,
  showLog: () => shell.showItemInFolder(log.path),
  chooseFolder,
  updates,
  hostSettings: loginItem,
  dropConnections: () => network.dropConnections(),
});

protocol.handle(appScheme, createAppProtocol(join(import.meta.dirname, '../renderer/'), service.bytes));
const stopTransport = startIpcTransport({
  ipcMain,
  windows: () => BrowserWindow.getAllWindows().map(({ webContents }) => webContents),
  ...service,
});

// What hinders is told in the window, as `problem`: without one nobody could mend it.
await desk.start().catch((thrown: unknown) => {
  log.warn('clinic-not-opened', { code: asChartdropError(thrown).code });
});
const window = openMainWindow(BrowserWindow, {
  preload: join(import.meta.dirname, '../preload/index.cjs'),
  place,
  isHidden: given.hidden || app.getLoginItemSettings().wasOpenedAtLogin,
});
updates.start();
startHabits(
  {
    app,
    Tray,
    Menu,
    nativeImage,
    Notification,
    dialog,
    powerMonitor,
    powerSaveBlocker,
    platform: process.platform,
    onTerminated: (listener) => process.on('SIGTERM', listener),
  },
  {
    desk,
    service,
    window,
    handOver,
    toldOfTray,
    clock: systemClock,
    log,
    // Everything under way is broken off cleanly first; the rows say where to go on.
    async stop() {
      updates.beforeQuit();
      updates.stop();
      stopTransport();
      service.stop();
      await desk.stop();
      log.info('stopped');
      log.flush();
    },
  },
);
