import { measureLetters } from '../letters/measure.ts';
import { peopleOf } from '../letters/people.ts';
import { type BenchResult, resultOf } from './result.ts';
import { percentile } from './statistics.ts';

/** Letters of each made-up clinic. */
const letters = 150;
const clinics = [1, 2];

/**
 * Made-up letters with a text layer, in three languages: the patients that they lead to, and how long their text takes
 * without the start of the decoder process. The worse of the two clinics counts.
 */
export async function benchReading(): Promise<BenchResult> {
  const all = [];
  for (const seed of clinics) {
    const from = seed * 1000;
    all.push(await measureLetters(peopleOf(seed), { from, to: from + letters }));
  }
  const textMs = all.flatMap((one) => one.textMs);
  return resultOf({
    letters: letters * clinics.length,
    wrong: all.reduce((sum, one) => sum + one.wrong, 0),
    found: Math.min(...all.map((one) => one.found)),
    caught: Math.min(...all.map((one) => one.caught)),
    falseAlarms: Math.max(...all.map((one) => one.falseAlarms)),
    textMs,
    textP95Ms: percentile(textMs, 0.95),
  });
}
