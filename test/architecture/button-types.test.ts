import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, it } from 'vitest';

/** The opening tags of a component's buttons. */
function buttonsOf(source: string): string[] {
  const tags: string[] = [];
  for (const { index } of source.matchAll(/<button\b/g)) {
    let depth = 0;
    let end = index;
    while (depth > 0 || source[end] !== '>') {
      if (source[end] === '{') depth += 1;
      if (source[end] === '}') depth -= 1;
      end += 1;
    }
    tags.push(source.slice(index, end + 1));
  }
  return tags;
}

const components = new Map(
  globSync('renderer/**/*.svelte').map((file) => [basename(file), readFileSync(file, 'utf8')]),
);
const usedBy = (source: string): string[] =>
  [...source.matchAll(/import \w+ from '[^']*\/(\w+\.svelte)'/g)].flatMap(([, name]) => name ?? []);

/** Components that have a form, and those that may stand inside it. */
function inForms(): Set<string> {
  const found = new Set(
    [...components].flatMap(([name, source]) => (source.includes('<form') ? [name] : [])),
  );
  for (const name of found) for (const used of usedBy(components.get(name) ?? '')) found.add(used);
  return found;
}

it('gives each button of a form its type, since one without submits the form', () => {
  const found = inForms();
  expect(found.size).toBeGreaterThan(5);
  const bare = [...found].flatMap((name) =>
    buttonsOf(components.get(name) ?? '').flatMap((tag) => (/\btype="/.test(tag) ? [] : [`${name}: ${tag}`])),
  );
  expect(bare).toEqual([]);
});
