import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';

const directory = 'main/scans';
/** Functions that only look at names or follow the folder's own path. They open, write and rename nothing. */
const looks = new Set([
  ...['lstat', 'lstatSync', 'stat', 'statfs', 'realpath', 'readdir', 'opendir', 'opendirSync', 'watch'],
  ...['Dirent', 'Stats', 'BigIntStats', 'FSWatcher'],
]);
/** Reads outside scan folders: the system's list of mounts. */
const elsewhere = new Set(['claims/claim-drive.ts readFile']);

/** The names that a module imports from `node:fs`; `*` for all. */
function takenFromFs(path: string): string[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return [];
    if (!/^(node:)?fs(\/promises)?$/.test(statement.moduleSpecifier.text)) return [];
    const bindings = statement.importClause?.namedBindings;
    return bindings !== undefined && ts.isNamedImports(bindings)
      ? bindings.elements.map((element) => (element.propertyName ?? element.name).text)
      : ['*'];
  });
}

const modules = readdirSync(directory, { encoding: 'utf8', recursive: true })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.ts'));

it('opens, writes and renames files in a scan folder only by files/folder-files.ts', () => {
  const others = modules.flatMap((name) =>
    takenFromFs(join(directory, name))
      .filter((taken) => !looks.has(taken) && !elsewhere.has(`${name} ${taken}`))
      .map((taken) => `${name} ${taken}`),
  );
  expect(modules.length).toBeGreaterThan(30);
  expect(others).toEqual([]);
});

it('imports node:fs only by import statements', () => {
  const hidden = modules.filter((name) =>
    /(?:import|require|getBuiltinModule)\s*\(\s*['"](?:node:)?fs/.test(
      readFileSync(join(directory, name), 'utf8'),
    ),
  );
  expect(hidden).toEqual([]);
});

/** Calls about folders of Chartdrop itself, whose names are text. */
const ownFolders = [
  /^main\/uploads\/intake\/(spool|kept-copies)\.ts (?!copyFile|openScan)/,
  /^main\/files\/data-drive\.ts /,
  /^main\/scans\/claims\/claim-drive\.ts readFile$/,
];
/** Calls that get two paths. */
const ofTwo = new Set(['rename', 'renameSync']);
const isDirectly = (path: ts.Expression): boolean =>
  ts.isStringLiteral(path) ||
  (ts.isCallExpression(path) && ts.isIdentifier(path.expression) && path.expression.text === 'pathBytes') ||
  // An open handle's own path.
  (ts.isTemplateExpression(path) && path.head.text === '/proc/self/fd/');

/** Calls of `node:fs` with a path that is not given as its bytes. */
function callsByText(path: string): string[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest);
  const taken = new Set(takenFromFs(path));
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && taken.has(node.expression.text)) {
      const name = node.expression.text;
      const paths = node.arguments.slice(0, ofTwo.has(name) ? 2 : 1);
      if (!paths.every(isDirectly)) found.push(`${path} ${name}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found.filter((call) => !ownFolders.some((own) => own.test(call)));
}

it('gives every path of a scan to the file system by its bytes (case 42)', () => {
  const paths = ['main/files', 'main/scans', 'main/uploads'].flatMap((folder) =>
    readdirSync(folder, { encoding: 'utf8', recursive: true })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
  );
  expect(paths.length).toBeGreaterThan(70);
  expect(paths.flatMap(callsByText)).toEqual([]);
});
