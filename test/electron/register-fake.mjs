import { registerHooks } from 'node:module';

const fake = new URL('./fake-electron.mjs', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: fake, shortCircuit: true } : next(specifier, context),
});

// Beside Electron's binary; plain Node has none.
process.resourcesPath = import.meta.dirname;
