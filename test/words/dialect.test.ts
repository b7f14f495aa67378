import { describe, expect, it } from 'vitest';
import { countDialect, sample } from './dialect.ts';
import { proseInComponent, proseInDocument, proseInScript, proseInShell, readProse } from './prose.ts';

/** The most uses of one dialect word in the repository. */
const limit = 5;

/** The words themselves. */
const ownFiles = ['test/words/dialect.ts', 'test/words/dialect.test.ts'];

const prose = readProse().filter(({ file }) => !ownFiles.includes(file));

it('no dialect word has more than a few uses in comments, test names and documents', () => {
  expect(prose.length).toBeGreaterThan(4000);
  const tooOften = countDialect(prose)
    .map(({ word, counts }) => ({ word, uses: counts.comment + counts.test + counts.document }))
    .filter(({ uses }) => uses > limit);
  expect(tooOften).toEqual([]);
});

describe('the prose of a file', () => {
  it('contains comments and test names of a script, but no strings', () => {
    const script = [
      '/** One. */',
      "const text = '// not a comment';",
      '// Two,',
      '// and its second line.',
      "it('names a test', () => {",
      '  call(`/* no */ ${text}`); // Three.',
      '});',
    ].join('\n');
    expect(proseInScript(script)).toEqual([
      { kind: 'comment', line: 1, text: 'One.' },
      { kind: 'comment', line: 3, text: 'Two, and its second line.' },
      { kind: 'comment', line: 6, text: 'Three.' },
      { kind: 'test', line: 5, text: 'names a test' },
    ]);
  });

  it('contains comments in the script, markup and styles of a component', () => {
    const component =
      '<script lang="ts">\n  // One.\n</script>\n<!-- Two. -->\n<style>\n  /* Three. */\n</style>\n';
    expect(proseInComponent(component).map(({ line, text }) => [line, text])).toEqual([
      [2, 'One.'],
      [4, 'Two.'],
      [6, 'Three.'],
    ]);
  });

  it('contains comments of a shell script, without its first line', () => {
    expect(proseInShell('#!/bin/sh\n# One,\n# continued.\nset -e\n')).toEqual([
      { kind: 'comment', line: 2, text: 'One, continued.' },
    ]);
  });

  it('contains paragraphs and rows of a document, without code', () => {
    const document = '# Title\n\nOne `code`\nline.\n\n```sh\nnobody\n```\n\n| a | b |\n| c | d |\n';
    expect(proseInDocument(document).map(({ line, text }) => [line, text])).toEqual([
      [1, '# Title'],
      [3, 'One `` line.'],
      [10, '| a | b |'],
      [11, '| c | d |'],
    ]);
  });
});

it('counts a word by the kind of its place', () => {
  const place = { file: 'a.ts', line: 1 };
  const counts = countDialect([
    { ...place, kind: 'comment', text: 'Nobody is told, and nobody goes on.' },
    { ...place, kind: 'test', text: 'tells nobody what it does' },
    { ...place, kind: 'document', text: 'What is it? What it is.' },
  ]);
  const of = (word: string) => counts.find((one) => one.word.includes(word))?.counts;
  expect(of('nobody')).toEqual({ comment: 2, test: 1, document: 0 });
  expect(of('goes on')).toEqual({ comment: 1, test: 0, document: 0 });
  expect(of('begins with What')).toEqual({ comment: 0, test: 0, document: 1 });
});

it('takes the same sample for the same seed, without repetition', () => {
  const things = Array.from({ length: 100 }, (_, index) => index);
  expect(sample(things, 60, 7)).toEqual(sample(things, 60, 7));
  expect(sample(things, 60, 7)).not.toEqual(sample(things, 60, 8));
  expect(new Set(sample(things, 60, 7)).size).toBe(60);
  expect(sample(things, 200, 1)).toHaveLength(100);
});
