/** One measurement of a soak test; sizes in bytes. */
export interface Sample {
  readonly rss: number;
  readonly heapUsed: number;
  /** Number of sockets, files, timers and requests that keep the process running. */
  readonly resources: number;
  readonly database: number;
  readonly writeAheadLog: number;
  readonly jobs: number;
}

export interface Growth {
  readonly what: string;
  /** In the middle third of the time, and in the last third. */
  readonly middle: number;
  readonly last: number;
  readonly most: number;
}

const mega = 1024 * 1024;

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/**
 * Compares the last third of a soak test with the middle third; the first is warm-up. The database may grow by the same
 * amount per job. Everything else must stay level, except for variations of the garbage collector.
 */
export function growths(samples: readonly Sample[]): Growth[] {
  const third = Math.floor(samples.length / 3);
  const [middle, last] = [samples.slice(third, 2 * third), samples.slice(-third)];
  const compare = (
    what: string,
    of: (sample: Sample) => number,
    most: (before: number) => number,
  ): Growth => {
    const before = median(middle.map(of));
    return { what, middle: before, last: median(last.map(of)), most: most(before) };
  };
  const perJob = (sample: Sample): number => sample.database / Math.max(1, sample.jobs);
  return [
    compare(
      'rss',
      ({ rss }) => rss,
      (before) => before * 1.1 + 16 * mega,
    ),
    compare(
      'heap',
      ({ heapUsed }) => heapUsed,
      (before) => before * 1.1 + 2 * mega,
    ),
    compare(
      'resources',
      ({ resources }) => resources,
      (before) => before + 8,
    ),
    compare('database per job', perJob, (before) => before * 1.1),
    compare(
      'write-ahead log',
      ({ writeAheadLog }) => writeAheadLog,
      () => 16 * mega,
    ),
  ];
}

export const isLevel = ({ last, most }: Growth): boolean => last <= most;
