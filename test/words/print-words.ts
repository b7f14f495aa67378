import { parseArgs } from 'node:util';
import { countDialect, dialect, sample } from './dialect.ts';
import { readProse } from './prose.ts';

/**
 * Prints the number of uses of each dialect word, and a random sample of comments: `npm run words`,
 * `npm run words -- --seed 7 --sample 60 --in main/clinic`. `--uses` prints the place of each use.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    sample: { type: 'string', default: '60' },
    in: { type: 'string', multiple: true, default: [''] },
    uses: { type: 'boolean', default: false },
  },
});
const prose = readProse().filter(({ file }) => values.in.some((folder) => file.startsWith(folder)));
const rows = countDialect(prose).map(({ word, counts }) => ({
  word,
  numbers: [counts.comment, counts.test, counts.document, counts.comment + counts.test + counts.document],
}));
const total = rows.reduce<number[]>((sum, { numbers }) => numbers.map((n, at) => n + (sum[at] ?? 0)), []);
const line = (word: string, cells: readonly (string | number)[]): string =>
  [word.padEnd(74), ...cells.map((cell) => String(cell).padStart(10))].join('');
const uses = values.uses
  ? prose.flatMap(({ file, line: at, text }) =>
      dialect
        .filter(({ pattern }) => [...text.matchAll(pattern)].length > 0)
        .map(({ word }) => `${file}:${at} [${word}] ${text}`),
    )
  : [];
const comments = prose.filter(({ kind }) => kind === 'comment');
const lines = [
  line('', ['comments', 'tests', 'documents', 'total']),
  ...rows.map(({ word, numbers }) => line(word, numbers)),
  line('all', total),
  ...(uses.length > 0 ? ['', ...uses] : []),
  '',
  `${comments.length} comments; a sample of ${values.sample} by seed ${values.seed}:`,
  ...sample(comments, Number(values.sample), Number(values.seed)).map(
    ({ file, line: at, text }) => `${file}:${at} ${text}`,
  ),
];
process.stdout.write(`${lines.join('\n')}\n`);
