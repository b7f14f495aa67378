import { Argument, Command } from 'commander';

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
  'reading',
] as const;
export type BenchName = (typeof benchNames)[number];

export interface BenchArguments {
  /** In a fixed order, without duplicates; all if none was named. */
  readonly names: readonly BenchName[];
  readonly json: boolean;
}

/** Parses the arguments of `npm run bench --`. Throws commander's error for an unknown name or option. */
export function readArguments(words: readonly string[]): BenchArguments {
  const command = new Command('bench')
    .description('Measures Chartdrop beside what its users could take instead.')
    .addArgument(new Argument('[names...]', 'which benches; all where none is named').choices(benchNames))
    .option('--json', 'end with one line of JSON, by bench name', false)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .parse(words, { from: 'user' });
  const named = new Set(command.args);
  const names = benchNames.filter((name) => named.size === 0 || named.has(name));
  return { names, json: command.opts<{ json: boolean }>().json };
}
