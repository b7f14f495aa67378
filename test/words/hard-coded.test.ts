import { readFileSync } from 'node:fs';
import { type AST, parse } from 'svelte/compiler';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { sources } from './sources.ts';

/** Texts that are the same in every language. */
const allowed = new Set(['Chartdrop', '^(?P<patientId>[0-9]+)', '⌘', 'F']);
const isWord = (text: string): boolean => /\p{L}/u.test(text) && !allowed.has(text.trim());

/** Attributes and properties whose value a person reads or hears. */
const spoken =
  /^(aria-label|aria-description|aria-roledescription|title|placeholder|alt|label|note|actLabel|suggestionsLabel|text)$/;

type Node = { type: string } & Record<string, unknown>;
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node)['type'] === 'string';

/** Every text in a template that a person sees or hears: text nodes, spoken attributes, strings in expressions. */
function wordsIn(source: string): string[] {
  const { fragment }: AST.Root = parse(source, { modern: true });
  const found: string[] = [];
  const visit = (value: unknown, isShown: boolean): void => {
    if (Array.isArray(value)) {
      for (const one of value) visit(one, isShown);
      return;
    }
    if (!isNode(value)) return;
    const { type } = value;
    // The path of a module is not shown.
    if (type === 'Comment' || type === 'ImportExpression') return;
    if (type === 'Text' && isShown) found.push(String(value['data']));
    else if (type === 'Literal' && isShown && typeof value['value'] === 'string') found.push(value['value']);
    else if (type === 'TemplateElement' && isShown) found.push((value['value'] as { cooked: string }).cooked);
    else if (type === 'Attribute') {
      visit(value['value'], spoken.test(String(value['name'])));
      return;
    }
    for (const [name, child] of Object.entries(value)) {
      if (name === 'parent') continue;
      // Compared or looked-up values are not shown, nor conditions, nor the key of an each block.
      const isAside =
        type === 'BinaryExpression' ||
        name === 'test' ||
        name === 'key' ||
        name === 'arguments' ||
        name === 'property';
      const isShownChild = type.endsWith('Directive') || type === 'AttachTag' ? false : isShown && !isAside;
      visit(child, isShownChild);
    }
  };
  visit(fragment, true);
  return found.filter(isWord);
}

const templates = sources.filter(({ path }) => path.endsWith('.svelte'));

it('finds words where they are hard-coded', () => {
  const source = `<p class="soft" title="Ein Titel">Eins {two ? 'Zwei' : call('x')} {kind === 'own'}<b>Chartdrop</b></p>
    <input placeholder={\`Drei \${name}\`} type="text" /><Dialog title="Vier" wide />`;
  expect(wordsIn(source).map((word) => word.trim())).toEqual(['Ein Titel', 'Eins', 'Zwei', 'Drei', 'Vier']);
});

it('no template contains a word outside the catalogue', () => {
  expect(templates.length).toBeGreaterThan(30);
  const held = templates.flatMap(({ path, text }) => wordsIn(text).map((word) => `${path}: ${word.trim()}`));
  expect(held).toEqual([]);
});

/** Strings in scripts that look like sentences or are shown to a person. */
function sentencesIn(path: string, text: string): string[] {
  const script = path.endsWith('.svelte') ? (/<script[^>]*>(.*?)<\/script>/s.exec(text)?.[1] ?? '') : text;
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const isString =
      ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateHead(node);
    const isPart = ts.isTemplateMiddle(node) || ts.isTemplateTail(node);
    // The name of a property in a type is no text.
    if (ts.isLiteralTypeNode(node)) return;
    if ((isString || isPart) && /\p{L}{2,} \p{L}|^\p{Lu}\p{Ll}+$/u.test(node.text)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, script, ts.ScriptTarget.Latest));
  return found.filter(isWord);
}

it('no script of the window or of the desktop host contains a sentence outside the catalogue', () => {
  /** Texts for programs or for readers of a stack trace. */
  const forPrograms = new Set([
    ...['index.html has no #app', 'Files', 'ArrowDown', 'ArrowUp', 'Enter', 'Delete'],
    ...['PageUp', 'PageDown', 'Home', 'End'],
    ...['[Desktop Entry]', 'Uninstall Chartdrop.exe'],
  ]);
  const held = sources
    .filter(({ path }) => path.startsWith('renderer/') || path.startsWith('main/hosts/electron/'))
    .flatMap(({ path, text }) => sentencesIn(path, text).map((word) => ({ path, word })))
    .filter(({ word }) => !forPrograms.has(word));
  expect(held).toEqual([]);
});

it('no command of the command line contains a sentence outside the catalogue', () => {
  // The state of a file in the output for programs.
  const forPrograms = new Set(['put away']);
  // The options of program.ts are not in the catalogue yet.
  const held = sources
    .filter(({ path }) => path.startsWith('main/hosts/cli/') && path !== 'main/hosts/cli/program.ts')
    .flatMap(({ path, text }) => sentencesIn(path, text).map((word) => ({ path, word })))
    .filter(({ word }) => !forPrograms.has(word));
  expect(held).toEqual([]);
});

it('the page itself contains only its name', () => {
  const page = readFileSync('renderer/index.html', 'utf8');
  expect(
    page
      .replace(/<head>.*<title>(.*)<\/title>.*/s, '$1')
      .replace(/<[^>]*>/g, '')
      .trim(),
  ).toBe('Chartdrop');
});
