/**
 * Starts the built main process in Electron's order: imports the entry, and emits `ready` after it was evaluated. An
 * error thrown by the entry is an uncaught exception; without a handler Electron shows a box, and continues in any
 * case. An unhandled rejection is only a warning.
 */
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { app, becomeReady } from './app.mjs';
import { obey } from './obey.mjs';
import { tell } from './tell.mjs';

const standIn = new URL('./electron.mjs', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: standIn, shortCircuit: true } : next(specifier, context),
});

process.resourcesPath = process.env['CHARTDROP_TEST_RESOURCES'] ?? import.meta.dirname;
// A packaged Electron has no script argument; in development the program's folder comes first.
if (app.isPackaged) process.argv.splice(1, 1);

process.on('uncaughtException', (error) => {
  if (process.listenerCount('uncaughtException') > 1) return;
  tell('electrons-own-box', String(error));
});
obey();

// If the entry awaits `ready`, which comes only after it, Node's event loop is empty and exits.
process.channel?.unref();
const hangs = () => {
  tell('hangs');
  process.channel?.ref();
};
process.once('beforeExit', hangs);

try {
  await import(pathToFileURL(process.env['CHARTDROP_TEST_ENTRY'] ?? 'dist/main/electron.js').href);
  tell('evaluated');
} catch (error) {
  process.emit('uncaughtException', error);
}
process.off('beforeExit', hangs);
process.channel?.ref();
becomeReady();
