/** The measured operations, and their short names in the chart. */
const shown: Readonly<Record<string, string>> = {
  page: 'page',
  count: 'counts',
  next: 'next job',
  change: 'change',
  open: 'opening',
  search: 'search',
};
/** The goal of each growth. */
const most = 1.5;

const growthOf = (result: Readonly<Record<string, unknown>>, name: string): number => {
  const growth = result[`${name}Growth`];
  if (typeof growth !== 'number') throw new Error(`the run has no ${name}Growth`);
  return Math.round(growth * 100) / 100;
};

/**
 * A Mermaid chart of a run of `million`, for BENCHMARKS.md: p95 at the larger size by p95 at the smaller one, as bars, and the
 * goal as a line.
 */
export function growthChart(result: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(shown);
  const growths = names.map((name) => growthOf(result, name));
  return [
    '```mermaid',
    'xychart-beta',
    '  title "p95 with 1,000,000 jobs by p95 with 10,000"',
    `  x-axis [${names.map((name) => JSON.stringify(shown[name])).join(', ')}]`,
    `  y-axis "times" 0 --> ${Math.max(2, Math.ceil(Math.max(...growths)))}`,
    `  bar [${growths.join(', ')}]`,
    `  line [${names.map(() => most).join(', ')}]`,
    '```',
  ].join('\n');
}
