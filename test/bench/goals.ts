type Bound = { least: number } | { most: number } | { below: number };

/** The goals, by benchmark and field. */
const goals: Readonly<Record<string, Bound>> = {
  'large.ratio': { least: 0.75 },
  'large.assuredRatio': { least: 0.95 },
  'large.assuredCpuRatio': { most: 1.15 },
  'large.extraMB': { most: 64 },
  'many.ratio4': { least: 1 },
  'many.rateShare': { least: 0.98 },
  'many.answers429': { most: 0 },
  'given.extraMB': { most: 100 },
  'latency.p95ms': { most: 300 },
  'folder.readyRatio': { most: 1.2 },
  'folder.laterRatio': { most: 1.2 },
  'folder.memoryRatio': { most: 1.2 },
  'folder.idleCpuPercent': { below: 0.5 },
  'queue.pageMs': { below: 16 },
  'queue.add10kMs': { below: 1000 },
  'queue.addRatio': { most: 10 },
  'loop.p999Ms': { most: 50 },
  'idle.memoryMB': { most: 90 },
  'idle.cpuPercent': { most: 0.05 },
  'idle.wakeUpsASecond': { most: 1 },
  'million.pageGrowth': { most: 1.5 },
  'million.countGrowth': { most: 1.5 },
  'million.nextGrowth': { most: 1.5 },
  'million.changeGrowth': { most: 1.5 },
  'million.openGrowth': { most: 1.5 },
  'million.searchGrowth': { most: 1.5 },
  'million.filedBytesPerJob': { below: 1000 },
  'million.retentionPauseMs': { most: 50 },
  'search.rowsMs': { most: 450 },
  'window.gzipKB': { most: 120 },
  'window.firstPaintMs': { below: 500 },
  'window.longFrames': { most: 0 },
  'hostile.mainExtraMB': { most: 300 },
  'hostile.decoderMB': { most: 600 },
  'outage.resumeMs': { most: 5000 },
  'outage.lossySeconds': { most: 150 },
  'outage.answers429': { most: 0 },
  'reading.wrong': { most: 0 },
  'reading.found': { least: 0.85 },
  'reading.falseAlarms': { most: 0.005 },
  'reading.foundText': { least: 0.85 },
  'reading.foundFax': { least: 0.6 },
  'reading.textP95Ms': { most: 200 },
  'reading.ocrP95Ms': { most: 2000 },
  'reading.codes': { least: 0.995 },
  'reading.codeP95Ms': { most: 500 },
  'reading.pageP95Ms': { most: 5000 },
  'reading.processMB': { most: 600 },
};

/** The goals in their order, with the value of each among the results of a run. */
export const goalsIn = (
  results: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>,
): { goal: string; bound: Bound; hasRun: boolean; value: unknown }[] =>
  Object.entries(goals).map(([goal, bound]) => {
    const [bench = '', field = ''] = goal.split('.');
    const result = results[bench];
    return { goal, bound, hasRun: result !== undefined, value: result?.[field] };
  });

/** The missed goals of the benchmarks that ran, in words. A goal without a measurement counts as missed. */
export function missedGoals(results: Readonly<Record<string, Readonly<Record<string, unknown>>>>): string[] {
  return goalsIn(results).flatMap(({ goal, bound, hasRun, value }) => {
    if (!hasRun) return [];
    if (typeof value !== 'number' || Number.isNaN(value)) return [`${goal} was not measured`];
    if ('least' in bound)
      return value >= bound.least ? [] : [`${goal} is ${value}, wanted ${bound.least} or more`];
    if ('most' in bound)
      return value <= bound.most ? [] : [`${goal} is ${value}, wanted ${bound.most} or less`];
    return value < bound.below ? [] : [`${goal} is ${value}, wanted less than ${bound.below}`];
  });
}
