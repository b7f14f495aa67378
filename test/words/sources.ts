import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** They compose sentences of the catalogue's words. */
const catalogueUsers = ['text', 'desktop-text', 'format'].map((name) => `preload/words/${name}.ts`);

/** The program's files that show text to a person, except the catalogue: path and text. */
export const sources: readonly { path: string; text: string }[] = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', 'main', 'renderer', ...catalogueUsers],
  { encoding: 'utf8' },
)
  .split('\n')
  .filter((path) => /\.(ts|svelte)$/.test(path))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
