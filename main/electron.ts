import { app, dialog, protocol } from 'electron';
import { asChartdropError } from './base/errors.ts';
import { appScheme } from './hosts/electron/window/app-address.ts';
import { readArguments } from './hosts/electron/arguments.ts';
import { dataFolder } from './hosts/electron/data-folder.ts';
import { createHandOver } from './hosts/electron/hand-over.ts';
import { createLastWords } from './hosts/electron/updates/last-words.ts';
import { refusedSwitches } from './hosts/electron/start-switches.ts';
import { endOnFault } from './hosts/end-on-fault.ts';
import { takeSecrets } from './hosts/take-secrets.ts';
import { setLanguage } from '../preload/words/current.ts';
import { en } from '../preload/words/en.ts';

/**
 * Entry of the desktop host. Electron sends `ready` only after this module was evaluated completely, so nothing here
 * may wait. Only code that must run before `ready` is here, the fault handler first; the program itself is loaded
 * afterwards, and only in the first instance.
 */
takeSecrets(process.env);
// Until Electron knows the language of the system.
setLanguage(en, 'en');
const lastWords = createLastWords({ app, dialog, platform: process.platform });
endOnFault(process, (error) => lastWords.fault(error));

protocol.registerSchemesAsPrivileged([
  { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
]);

// The lock is in the data folder.
const folder = dataFolder(process.platform, process.env);
if (folder !== null && !app.commandLine.hasSwitch('user-data-dir')) app.setPath('userData', folder);

// `crashReporter` is not started: its dumps may hold anything that was in memory, and without it Electron writes none.

// Windows shows notifications only of a program that it knows by this name; the installer gives it the same.
app.setAppUserModelId('example.chartdrop');

const given = readArguments(process.argv, { cwd: process.cwd(), isPackaged: app.isPackaged });
const handOver = createHandOver(app, given);

const refused = app.isPackaged ? refusedSwitches(process.argv, process.platform) : [];
if (refused.length > 0) {
  // Before it is ready: Chromium opens a debugger's port only then.
  for (const name of refused) app.commandLine.removeSwitch(name);
  lastWords.refuses(refused);
} else if (app.requestSingleInstanceLock(given)) {
  app
    .whenReady()
    .then(() => import('./hosts/electron/desktop.ts'))
    .then(({ startDesktop }) => startDesktop({ given, handOver, lastWords }))
    .catch((thrown: unknown) => lastWords.cannotStart(asChartdropError(thrown)));
} else {
  // The first instance has received this one's arguments.
  app.quit();
}
