import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The program's own files that say something to a person, without the catalogue: path and text. */
export const sources: readonly { path: string; text: string }[] = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', 'main', 'renderer'],
  { encoding: 'utf8' },
)
  .split('\n')
  .filter((path) => /\.(ts|svelte)$/.test(path) && !path.startsWith('renderer/words/'))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
