import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import ts from 'typescript';

/** Every module of the program by path, with the modules that it imports, including types. */
export type ModuleGraph = ReadonlyMap<string, readonly string[]>;

const isModule = (path: string): boolean => /\.(ts|svelte)$/.test(path) && existsSync(path);

/** The imports of a module, including types: a path in the repository or a package's name. */
export function importsOf(path: string): { to: string; isPackage: boolean }[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(path, 'utf8'), true, true);
  return importedFiles.map(({ fileName }) => {
    const isPackage = !fileName.startsWith('.');
    return { to: isPackage ? fileName : join(dirname(path), fileName), isPackage };
  });
}

/** Reads the graph of the working tree. */
export function readModuleGraph(): ModuleGraph {
  const paths = execFileSync(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', 'main', 'preload', 'renderer'],
    { encoding: 'utf8' },
  )
    .split('\n')
    .filter(isModule);
  const known = new Set(paths);
  return new Map(
    paths.map((path) => {
      const targets = importsOf(path).map(({ to }) => to);
      return [path, [...new Set(targets.filter((target) => known.has(target)))]];
    }),
  );
}

/** Groups of modules that import each other in a circle, by Tarjan's algorithm. */
export function cyclesOf(graph: ModuleGraph): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const cycles: string[][] = [];
  const visit = (module: string): number => {
    const index = order.size;
    order.set(module, index);
    lowest.set(module, index);
    stack.push(module);
    let low = index;
    for (const target of graph.get(module) ?? []) {
      if (!order.has(target)) low = Math.min(low, visit(target));
      else if (stack.includes(target)) low = Math.min(low, order.get(target) ?? low);
    }
    lowest.set(module, low);
    if (low === index) {
      const group = stack.splice(stack.indexOf(module));
      if (group.length > 1) cycles.push(group.toSorted());
    }
    return low;
  };
  for (const module of graph.keys()) if (!order.has(module)) visit(module);
  return cycles;
}

/** Number of modules in each folder, without its subfolders. */
export function filesByFolder(graph: ModuleGraph): Map<string, number> {
  const counts = new Map<string, number>();
  for (const path of graph.keys()) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
  return counts;
}

/** Arrows between folders: from, to, and the number of imports. */
export function arrowsOf(graph: ModuleGraph): Map<string, number> {
  const arrows = new Map<string, number>();
  for (const [path, targets] of graph) {
    for (const target of targets) {
      if (dirname(path) === dirname(target)) continue;
      const arrow = `${dirname(path)} -> ${dirname(target)}`;
      arrows.set(arrow, (arrows.get(arrow) ?? 0) + 1);
    }
  }
  return arrows;
}
