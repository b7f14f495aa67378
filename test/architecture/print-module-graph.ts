import { arrowsOf, cyclesOf, filesByFolder, readModuleGraph } from './module-graph.ts';

/** Prints the figures of the module graph: `npm run graph`, and `npm run graph -- --arrows` for each arrow. */
const graph = readModuleGraph();
const folders = filesByFolder(graph);
const arrows = arrowsOf(graph);
const cycles = cyclesOf(graph);
const lines = [
  ...[...folders].toSorted().map(([folder, files]) => `${String(files).padStart(4)}  ${folder}`),
  ...(process.argv.includes('--arrows')
    ? ['', ...[...arrows].toSorted().map(([arrow, imports]) => `${String(imports).padStart(4)}  ${arrow}`)]
    : []),
  '',
  ...cycles.map((modules) => `cycle: ${modules.join(', ')}`),
  `${graph.size} files, ${folders.size} folders, at most ${Math.max(...folders.values())} files a folder, ` +
    `${arrows.size} arrows between folders, ${cycles.length} cycles`,
];
process.stdout.write(`${lines.join('\n')}\n`);
