import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const assets = 'dist/renderer/assets';

/** The built scripts of the window, with their source text. */
export const windowScripts = (): readonly { readonly name: string; readonly text: Buffer }[] =>
  readdirSync(assets)
    .filter((name) => name.endsWith('.js'))
    .map((name) => ({ name, text: readFileSync(join(assets, name)) }));

/** Bytes of all script that a window loads, compressed as sent: everything, with the largest of the languages. */
export function loadedScriptBytes(): number {
  const sizes = windowScripts().map(({ name, text }) => ({ name, bytes: gzipSync(text).length }));
  // A window loads one language.
  const languages = sizes.filter(({ name }) => /^(?:en|de|fr)-/.test(name));
  if (languages.length !== 3) throw new Error('the languages are not in three files');
  const rest = sizes.filter((one) => !languages.includes(one));
  return rest.reduce((sum, { bytes }) => sum + bytes, 0) + Math.max(...languages.map(({ bytes }) => bytes));
}
