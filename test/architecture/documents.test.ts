import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const kept = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).split('\n').filter(Boolean);
const documents = kept.filter((path) => path.endsWith('.md'));

/** Files that a document links to or shows, without addresses and places inside a page. */
const linkedFrom = (document: string): string[] =>
  [...readFileSync(document, 'utf8').matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
    .map((match) => match[1] ?? '')
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => join(dirname(document), target));

describe('the documents', () => {
  it.each(documents)('%s leads only to what is kept in the repository', (document) => {
    for (const target of linkedFrom(document)) expect(kept, target).toContain(target);
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
});
