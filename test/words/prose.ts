import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import ts from 'typescript';

export type ProseKind = 'comment' | 'test' | 'document';

/** A comment, a test's name or a paragraph of a document, with its place. */
export interface Prose {
  readonly kind: ProseKind;
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

type Found = Omit<Prose, 'file'>;
const lineAt = (text: string, position: number): number => text.slice(0, position).split('\n').length;

/** The text of a comment on one line, without comment marks. */
function plain(comment: string): string {
  return comment
    .replace(/^<!--|-->$|^\/\*+|\*+\/$/g, '')
    .replace(/^[ \t]*(?:\/\/+|\*|#+)[ \t]?/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The comments at these places. Line comments on adjacent lines count as one. */
function comments(text: string, ranges: readonly { pos: number; end: number }[]): Found[] {
  const groups: { pos: number; end: number }[] = [];
  for (const range of [...ranges].sort((a, b) => a.pos - b.pos)) {
    const last = groups.at(-1);
    // Several nodes of the syntax tree have the same comments.
    if (last !== undefined && range.end <= last.end) continue;
    const isLine = /^(?:\/\/|#)/.test(text.slice(range.pos));
    if (
      last !== undefined &&
      isLine &&
      !text.startsWith('/*', last.pos) &&
      /^\n[ \t]*$/.test(text.slice(last.end, range.pos))
    )
      last.end = range.end;
    else groups.push({ pos: range.pos, end: range.end });
  }
  return groups
    .map(({ pos, end }) => ({
      kind: 'comment' as const,
      line: lineAt(text, pos),
      text: plain(text.slice(pos, end)),
    }))
    .filter((comment) => comment.text !== '');
}

const testFunctions = /^(it|test|describe|attack)\b/;

/** The name in a call of a test function: its first argument, if that is a text. */
function testName(node: ts.Node, source: ts.SourceFile): Found[] {
  if (!ts.isCallExpression(node) || !testFunctions.test(node.expression.getText(source))) return [];
  const name = node.arguments[0];
  if (name === undefined || !(ts.isStringLiteralLike(name) || ts.isTemplateExpression(name))) return [];
  const text = name.getText(source).slice(1, -1);
  return [{ kind: 'test', line: lineAt(source.text, name.getStart(source)), text }];
}

/** Comments and test names in TypeScript or JavaScript. */
export function proseInScript(text: string): Found[] {
  const source = ts.createSourceFile('script.ts', text, ts.ScriptTarget.Latest, true);
  const ranges: ts.CommentRange[] = [];
  const names: Found[] = [];
  const visit = (node: ts.Node): void => {
    names.push(...testName(node, source));
    ranges.push(...(ts.getLeadingCommentRanges(text, node.pos) ?? []));
    ranges.push(...(ts.getTrailingCommentRanges(text, node.end) ?? []));
    for (const child of node.getChildren(source)) if (!ts.isJSDoc(child)) visit(child);
  };
  visit(source);
  return [...comments(text, ranges), ...names];
}

/** Comments in a component's scripts, markup and styles. */
export function proseInComponent(text: string): Found[] {
  const found: Found[] = [];
  const markup = text.replace(
    /(<script[^>]*>)([\s\S]*?)(?=<\/script>)/g,
    (whole, tag: string, script, at) => {
      const start = lineAt(text, Number(at) + tag.length);
      for (const one of proseInScript(String(script))) found.push({ ...one, line: one.line + start - 1 });
      return whole.replace(/[^\n]/g, ' ');
    },
  );
  const ranges = [...markup.matchAll(/<!--[\s\S]*?-->|\/\*[\s\S]*?\*\//g)].map(({ index, 0: comment }) => ({
    pos: index,
    end: index + comment.length,
  }));
  return [...found, ...comments(markup, ranges)];
}

/** Comments in shell scripts and YAML: lines that begin with `#`. */
export function proseInShell(text: string): Found[] {
  const ranges = [...text.matchAll(/^[ \t]*(#(?!!).*)$/gm)].map(({ index, 0: line, 1: comment = '' }) => ({
    pos: index + line.length - comment.length,
    end: index + line.length,
  }));
  return comments(text, ranges);
}

/** Paragraphs, headings and table rows of a document, without code. */
export function proseInDocument(text: string): Found[] {
  const words = text
    .replace(/^ *```[\s\S]*?^ *```/gm, (code) => code.replace(/[^\n]/g, ''))
    .replace(/`[^`\n]*`/g, '``');
  const found: Found[] = [];
  let isOpen = false;
  for (const [index, line] of words.split('\n').entries()) {
    const isRow = line.startsWith('|');
    const last = found.at(-1);
    if (isOpen && last !== undefined && !isRow && !/^\s*(?:[-#]|\d+\. |$)/.test(line))
      found[found.length - 1] = { ...last, text: `${last.text} ${line.trim()}` };
    else if (line.trim() !== '') found.push({ kind: 'document', line: index + 1, text: line.trim() });
    isOpen = line.trim() !== '' && !isRow && !line.startsWith('#');
  }
  return found;
}

function proseIn(file: string, text: string): Found[] {
  if (/\.(ts|js|mjs|cjs)$/.test(file)) return proseInScript(text);
  if (/\.(svelte|html|css)$/.test(file)) return proseInComponent(text);
  if (/\.(sh|ya?ml)$/.test(file)) return proseInShell(text);
  return file.endsWith('.md') ? proseInDocument(text) : [];
}

/** All comments, test names and documents of the repository, by file. */
export function readProse(): Prose[] {
  return (
    execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
      .split('\n')
      // Licences are other people's words.
      .filter(
        (file) =>
          !file.startsWith('build/licenses/') &&
          // It repeats the catalogue.
          file !== 'docs/reference/errors.md' &&
          /\.(ts|js|mjs|cjs|svelte|html|css|sh|ya?ml|md)$/.test(file),
      )
      .flatMap((file) => proseIn(file, readFileSync(file, 'utf8')).map((found) => ({ ...found, file })))
  );
}
