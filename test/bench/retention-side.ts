import { answerOnce } from './one-answer.ts';
import { measureRetention } from './retention-year.ts';

/** A directory that is not there yet, and the number of jobs to fill it with. */
export interface Year {
  readonly directory: string;
  readonly jobs: number;
}

answerOnce(({ directory, jobs }: Year) => measureRetention(directory, jobs));
