import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readProse } from '../words/prose.ts';

const kept = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).split('\n').filter(Boolean);
const documents = kept.filter((path) => path.endsWith('.md'));

/** Documents that comments and documents name outside links, by their paths. */
const cited = readProse().flatMap(({ file, line, text }) =>
  [...text.matchAll(/\b(?:docs\/[\w/.-]+|[A-Z]{4,}|[\w-]+)\.md\b/g)].map(([path]) => ({ file, line, path })),
);

/** Files that a document links to or shows, without addresses and places inside a page. */
const linkedFrom = (document: string): string[] =>
  [...readFileSync(document, 'utf8').matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
    .map((match) => match[1] ?? '')
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => join(dirname(document), target));

describe('the documents', () => {
  it.each(documents)('%s links only to files in the repository', (document) => {
    for (const target of linkedFrom(document)) expect(kept, target).toContain(target);
  });

  it('exist where a comment or document names one', () => {
    const known = new Set(kept.flatMap((path) => [path, path.slice(path.lastIndexOf('/') + 1)]));
    expect(cited.length).toBeGreaterThan(20);
    expect(cited.filter(({ path }) => !known.has(path))).toEqual([]);
  });

  it('name npm scripts that are there', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      scripts: Record<string, string>;
    };
    for (const document of documents) {
      for (const [, name] of readFileSync(document, 'utf8').matchAll(
        /npm run (?:--silent )?([a-z][\w:-]*)/g,
      )) {
        expect(Object.keys(scripts), document).toContain(name);
      }
    }
  });

  describe('CONTRIBUTING’s table of tasks', () => {
    const rows = [
      ...readFileSync('CONTRIBUTING.md', 'utf8').matchAll(/^\| ([^|]+?) +\| `([^`]+)` +\| `([^`]+)` +\|$/gm),
    ].map(([, task = '', file = '', name = '']) => ({ task, file, name }));

    it('has one for each of many tasks', () => {
      expect(rows.length).toBeGreaterThanOrEqual(20);
    });

    it.each(rows)('$task: $file has $name', ({ file, name }) => {
      expect(kept).toContain(file);
      expect(readFileSync(file, 'utf8')).toMatch(new RegExp(`\\b${name}\\b`));
    });

    it('follows one scan through files that are there', () => {
      const way =
        readFileSync('CONTRIBUTING.md', 'utf8').split('## Follow one scan')[1]?.split('##')[0] ?? '';
      const files = [...way.matchAll(/`(main\/[^`]+\.ts)`/g)].map(([, file = '']) => file);
      expect(files.length).toBeGreaterThanOrEqual(10);
      for (const file of files) expect(kept).toContain(file);
      // A stranger reads them in an hour.
      expect(new Set(way.match(/[\w-]+\.ts(?=`)/g)).size).toBeLessThanOrEqual(30);
    });
  });
});
