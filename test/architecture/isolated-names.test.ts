import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** Names of files, cases and people that markup shows without isolating their text direction. */
function bareNames(source: string): string[] {
  const markup = source
    .replace(/<(style|script)[\s\S]*?<\/\1>/g, '')
    // Ignores attributes; names inside sentences are isolated by the catalogue.
    .replace(/\s[\w:-]+=(?:"[^"]*"|\{(?:[^{}]|\{[^{}]*\})*\})/g, '');
  const text = markup.replace(/<bdi\b[\s\S]*?<\/bdi>/g, '');
  return (
    text.match(/\{(?!w\.)(?:[\w?.]+\.(?:name|description|path)|fileText\([^{}]*\))(?: \?\?[^{}]*)?\}/g) ?? []
  );
}

it('isolates the direction of every name that the window shows', () => {
  const found = globSync('renderer/**/*.svelte').flatMap((file) =>
    bareNames(readFileSync(file, 'utf8')).map((how) => `${file}: ${how}`),
  );
  expect(found).toEqual([]);
});

it('finds a name without one', () => {
  expect(bareNames('<b title={job.name}>{job.name}</b>')).toEqual(['{job.name}']);
  expect(bareNames('<td>{one.name ?? w.none}</td>')).toEqual(['{one.name ?? w.none}']);
  expect(bareNames('<b>{fileText(job.name)}</b>')).toEqual(['{fileText(job.name)}']);
  expect(bareNames('<b><bdi dir="ltr">{job.name}</bdi></b>')).toEqual([]);
});
