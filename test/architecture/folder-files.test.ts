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
function takenFromFs(name: string): string[] {
  const source = ts.createSourceFile(
    name,
    readFileSync(join(directory, name), 'utf8'),
    ts.ScriptTarget.Latest,
  );
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
    takenFromFs(name)
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
