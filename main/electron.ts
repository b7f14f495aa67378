import { hostname } from 'node:os';
import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  crashReporter,
  dialog,
  ipcMain,
  protocol,
  safeStorage,
  session,
  shell,
} from 'electron';
import { parseApiUrl } from './clinic/api-key.ts';
import { startDemoClinic } from './demo-clinic/start.ts';
import { createDesk } from './desk.ts';
import { asChartdropError } from './errors.ts';
import { appScheme, createAppProtocol } from './hosts/electron/app-protocol.ts';
import { createElectronSettings } from './hosts/electron/electron-settings.ts';
import { startIpcTransport } from './hosts/electron/ipc-transport.ts';
import { openMainWindow } from './hosts/electron/main-window.ts';
import { createSafeSecrets } from './hosts/electron/safe-secrets.ts';
import { endOnFault } from './hosts/end-on-fault.ts';
import { createNetwork } from './hosts/network.ts';
import { createLogFile } from './hosts/log-file.ts';
import { osUserName } from './hosts/os-user.ts';
import { parseProxyList } from './hosts/proxy-list.ts';
import { createSecretsFile } from './hosts/secrets-file.ts';
import { productVersion, userAgent } from './hosts/product.ts';
import { systemClock } from './hosts/system-clock.ts';
import { createWindowService } from './ipc/window-service.ts';
import { faultText } from '../renderer/text.ts';

/** Entry of the desktop host: it only puts Electron's parts into the core's ports. */
protocol.registerSchemesAsPrivileged([
  { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
]);

// Dumps stay on this machine: they may hold anything that was in memory.
crashReporter.start({ uploadToServer: false });

await app.whenReady();

session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));

const { settings, place, sealed } = createElectronSettings();
const dataDirectory = app.getPath('userData');
const apiUrl = process.env['CHARTDROP_API_URL'];
const log = createLogFile({ directory: join(dataDirectory, 'logs'), clock: systemClock });
endOnFault(process, ({ code }) => {
  log.warn('stopped-by-fault', { code });
  log.flush();
  dialog.showErrorBox('Chartdrop', faultText);
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

const chooseFolder = async (): Promise<string | null> => {
  const { filePaths } = await dialog.showOpenDialog({ properties: ['openDirectory'] });
  return filePaths[0] ?? null;
};
const service = createWindowService({
  desk,
  clock: systemClock,
  info: {
    version: productVersion,
    host: 'desktop',
    capabilities: { chooseFolder: true, filePaths: true, tray: false, loginItem: false, showLog: true },
  },
  log,
  showLog: () => shell.showItemInFolder(log.path),
  chooseFolder,
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
openMainWindow(BrowserWindow, { preload: join(import.meta.dirname, '../preload/index.cjs'), place });

app.on('window-all-closed', () => app.quit());

let stopped = false;
app.on('before-quit', (event) => {
  if (stopped) return;
  // Everything under way is broken off cleanly first; the rows say where to go on.
  event.preventDefault();
  stopTransport();
  service.stop();
  void desk.stop().finally(() => {
    stopped = true;
    log.info('stopped');
    log.flush();
    app.quit();
  });
});
