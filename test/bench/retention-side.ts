import { limitHeapGrowth } from '../../main/hosts/cli/v8-flags.ts';
import { answerOnce } from './one-answer.ts';

/** A directory that is not there yet, and the number of jobs to fill it with. */
export interface Year {
  readonly directory: string;
  readonly jobs: number;
}

// Before the modules are loaded, as `chartdrop serve` does: a collection of all the new objects that V8 lets accumulate is a pause too.
limitHeapGrowth();
answerOnce(async ({ directory, jobs }: Year) => {
  const { measureRetention } = await import('./retention-year.ts');
  return measureRetention(directory, jobs);
});
