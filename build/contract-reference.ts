import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import ts from 'typescript';
import { errorReference, errorReferencePath } from './error-reference.ts';

/** Where `npm run reference` writes the reference. */
export const referencePath = 'docs/reference/contract.md';

interface Channel {
  readonly name: string;
  readonly doc: string;
  /** The schemas as the source has them: input and answer of a request, or the payload of an event. */
  readonly schemas: readonly string[];
}

/** The properties of the constant `name` in a module of the contract, with their doc lines. */
function channelsOf(path: string, name: string): Channel[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const channels: Channel[] = [];
  const textOf = (node: ts.Node): string =>
    node
      .getText(source)
      .replace(/\/\*\*[\s\S]*?\*\//g, '')
      .replace(/\s+/g, ' ')
      .replace(/,? ([)\]}])/g, ' $1')
      .replace(/([([]) /g, '$1')
      .replace(/ ([)\]])/g, '$1');
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.name.getText(source) === name) collect(node.initializer);
    else ts.forEachChild(node, visit);
  };
  const collect = (node: ts.Expression | undefined): void => {
    const literal = node !== undefined && ts.isAsExpression(node) ? node.expression : node;
    if (literal === undefined || !ts.isObjectLiteralExpression(literal))
      throw new Error(`${path}: no ${name}`);
    for (const property of literal.properties) {
      if (!ts.isPropertyAssignment(property) || !ts.isStringLiteral(property.name)) continue;
      const value = property.initializer;
      const isRequest = ts.isCallExpression(value) && value.expression.getText(source) === 'define';
      channels.push({
        name: property.name.text,
        doc: ts
          .getJSDocCommentsAndTags(property)
          .flatMap((doc) => (ts.isJSDoc(doc) ? [ts.getTextOfJSDocComment(doc.comment) ?? ''] : []))
          .join(' ')
          .replace(/\s+/g, ' '),
        schemas: isRequest ? value.arguments.map(textOf) : [textOf(value)],
      });
    }
  };
  visit(source);
  return channels;
}

/** Every channel of the contract, by its doc lines. Throws for a channel without one. */
export function contractReference(): string {
  const section = ({ name, doc, schemas }: Channel): string => {
    if (doc === '') throw new Error(`${name} has no doc line`);
    const labels = schemas.length === 2 ? ['input', 'answer'] : ['payload'];
    const lines = schemas.map((schema, at) => `- ${String(labels[at])}: \`${schema}\``);
    return `### \`${name}\`\n\n${doc}\n\n${lines.join('\n')}\n`;
  };
  return [
    '# The contract between window and core\n',
    'Made by `npm run reference` from the doc lines of `preload/contract`; do not edit this page.',
    'Each request is answered with a value, or with an error as data (`preload/contract/errors.ts`).',
    'Schemas are named as in `preload/contract`; `nothing` is null.\n',
    '## Requests\n',
    ...channelsOf('preload/contract/requests.ts', 'requests').map(section),
    ...channelsOf('preload/contract/setup-requests.ts', 'setupRequests').map(section),
    ...channelsOf('preload/contract/sheets.ts', 'sheetRequests').map(section),
    ...channelsOf('preload/contract/pages.ts', 'pageRequests').map(section),
    '## Events\n',
    ...channelsOf('preload/contract/events.ts', 'events').map(section),
  ].join('\n');
}

if (import.meta.main) {
  mkdirSync('docs/reference', { recursive: true });
  writeFileSync(referencePath, contractReference());
  writeFileSync(errorReferencePath, errorReference());
}
