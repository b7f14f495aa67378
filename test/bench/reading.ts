import { measureLetters } from '../letters/measure.ts';
import { peopleOf } from '../letters/people.ts';
import { scanReader, textReader } from '../letters/read-letters.ts';
import { type BenchResult, resultOf } from './result.ts';
import { percentile } from './statistics.ts';

/** Letters of each made-up clinic. */
const letters = 150;
const clinics = [1, 2];
/** Letters that are scanned, and as many that are faxed. */
const scans = 30;

/**
 * Made-up letters in three languages: the patients that they lead to, and how long their text takes without the start of
 * the decoder process; with a text layer (the worse of the two clinics counts), scanned, and faxed.
 */
export async function benchReading(): Promise<BenchResult> {
  const all = [];
  const text = await textReader();
  for (const seed of clinics) {
    const from = seed * 1000;
    all.push(await measureLetters(firstSet(seed), { from, to: from + letters }, text.read));
  }
  const scanned = await scanReader('scan');
  const faxed = await scanReader('fax');
  const people = firstSet(3);
  const ofScans = await measureLetters(people, { from: 3000, to: 3000 + scans }, scanned.read);
  const ofFaxes = await measureLetters(people, { from: 4000, to: 4000 + scans }, faxed.read);
  const ocrMs = [...scanned.ms, ...faxed.ms];
  const every = [...all, ofScans, ofFaxes];
  return resultOf({
    letters: letters * clinics.length,
    scans: 2 * scans,
    wrong: every.reduce((sum, one) => sum + one.wrong, 0),
    found: Math.min(...all.map((one) => one.found)),
    caught: Math.min(...all.map((one) => one.caught)),
    falseAlarms: Math.max(...every.map((one) => one.falseAlarms)),
    foundScans: ofScans.found,
    foundFax: ofFaxes.found,
    textMs: text.ms,
    textP95Ms: percentile(text.ms, 0.95),
    ocrMs,
    ocrP95Ms: percentile(ocrMs, 0.95),
  });
}
