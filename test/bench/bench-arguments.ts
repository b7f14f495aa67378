import { Argument, Command, InvalidArgumentError } from 'commander';

export const benchNames = [
  'large',
  'many',
  'given',
  'latency',
  'folder',
  'queue',
  'million',
  'window',
  'search',
  'start',
  'hostile',
  'outage',
  'loop',
  'idle',
  'stations',
  'reading',
] as const;
export type BenchName = (typeof benchNames)[number];

/** Numbers of jobs that `million` compares. */
export interface MillionSizes {
  readonly small: number;
  readonly large: number;
}

export interface BenchArguments {
  /** In a fixed order, without duplicates; all if none was named. */
  readonly names: readonly BenchName[];
  readonly json: boolean;
  readonly sizes: MillionSizes;
  /** `reading` takes all letters of each set, not 150, and files a burst of scans. */
  readonly all: boolean;
  /** A file with the output of an earlier run. */
  readonly compare?: string;
}

/** Fewer jobs would leave too few filed ones to page through. */
const leastJobs = 2000;

function readSizes(text: string): MillionSizes {
  const [small = NaN, large = NaN] = text.split(',').map(Number);
  const isValid = Number.isInteger(small) && Number.isInteger(large) && small >= leastJobs && large >= small;
  if (!isValid) throw new InvalidArgumentError(`Give two numbers of jobs from ${leastJobs}: 10000,1000000.`);
  return { small, large };
}

/** Parses the arguments of `npm run bench --`. Throws commander's error for an unknown name or option. */
export function readArguments(words: readonly string[]): BenchArguments {
  const command = new Command('bench')
    .description('Measures Chartdrop beside what its users could take instead.')
    .addArgument(new Argument('[names...]', 'which benches; all where none is named').choices(benchNames))
    .option('--json', 'end with one line of JSON, by bench name', false)
    .option('--sizes <small,large>', 'numbers of jobs that `million` compares', readSizes, {
      small: 10_000,
      large: 1_000_000,
    })
    .option('--compare <file>', 'hold the goals against an earlier run with --json')
    .option('--all', 'all letters that `reading` has', false)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .parse(words, { from: 'user' });
  const named = new Set(command.args);
  const names = benchNames.filter((name) => named.size === 0 || named.has(name));
  return { names, ...command.opts<Omit<BenchArguments, 'names'>>() };
}
