/**
 * Starts the built main process in Electron's order: the entry is imported, and only once it was evaluated to its end
 * comes `ready`. What the entry throws is an uncaught exception, for which Electron shows a box of its own where the
 * program has no handler; it lives on either way. A rejection that nobody handles is only a warning.
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
// A packaged Electron names no script; while developing, the program's folder stands first.
if (app.isPackaged) process.argv.splice(1, 1);

process.on('uncaughtException', (error) => {
  if (process.listenerCount('uncaughtException') > 1) return;
  tell('electrons-own-box', String(error));
});
obey();

// An entry that waits for what only comes after it leaves nothing for the loop to do.
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
