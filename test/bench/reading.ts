import { measureCodes } from '../letters/measure-codes.ts';
import { firstSet, type LetterSet, type Measured, measureLetters, secondSet } from '../letters/measure.ts';
import { scanReader, textReader } from '../letters/read-letters.ts';
import { type BenchResult, resultOf } from './result.ts';
import { percentile } from './statistics.ts';
import { unreadAtFiling } from './unread-at-filing.ts';

/** Letters of each made-up clinic, by default and with `--all`. */
const letters = 150;
const allLetters = 600;
const clinics = [1, 2];
/** Letters of each set in each look. */
const scans = 20;
/** The first letter of each look. */
const looks = [
  ['scan', 3000],
  ['fax', 4000],
  ['coarse', 5000],
] as const;
/** Cover sheets that are printed, scanned and faxed. */
const sheets = 200;
const sets: readonly ((seed: number) => LetterSet)[] = [firstSet, secondSet];

/**
 * Made-up letters of two independent generators in three languages: the patients that they lead to, and how long their text
 * takes without the start of the decoder process; with a text layer, scanned, and faxed. The worse of the sets, and of the
 * clinics, counts. And the codes of cover sheets, scanned and faxed, and a burst of scans with the service's limit.
 */
export async function benchReading(place: string, isAll: boolean): Promise<BenchResult> {
  const text = await textReader();
  const readers = { scan: scanReader('scan'), coarse: scanReader('coarse'), fax: scanReader('fax') };
  const ofText: Measured[] = [];
  const of: Record<keyof typeof readers, Measured[]> = { scan: [], coarse: [], fax: [] };
  for (const set of sets) {
    for (const seed of clinics) {
      const from = seed * 1000;
      ofText.push(
        await measureLetters(set(seed), { from, to: from + (isAll ? allLetters : letters) }, text.read),
      );
    }
    for (const [look, from] of looks) {
      const range = { from, to: from + scans };
      of[look].push(await measureLetters(set(3), range, readers[look].read));
    }
  }
  await Promise.all(Object.values(readers).map(({ stop }) => stop()));
  const codes = await measureCodes(sheets);
  const pictures = Object.values(of).flat();
  const every = [...ofText, ...pictures];
  const least = (measured: readonly Measured[]): number => Math.min(...measured.map(({ found }) => found));
  const [ocrMs, pageMs] = [
    Object.values(readers).flatMap(({ ms }) => ms),
    Object.values(readers).flatMap((reader) => reader.pageMs),
  ];
  return resultOf({
    letters: ofText.reduce((sum, one) => sum + one.letters, 0),
    scans: pictures.reduce((sum, one) => sum + one.letters, 0),
    wrong: every.reduce((sum, one) => sum + one.wrong, 0),
    found: least(of.scan),
    caught: Math.min(...ofText.map((one) => one.caught)),
    falseAlarms: Math.max(...every.map((one) => one.falseAlarms)),
    foundText: least(ofText),
    foundCoarse: least(of.coarse),
    foundFax: least(of.fax),
    textMs: text.ms,
    textP95Ms: percentile(text.ms, 0.95),
    ocrMs,
    ocrP95Ms: percentile(ocrMs, 0.95),
    codes: codes.read,
    codeMs: codes.ms,
    codeP95Ms: percentile(codes.ms, 0.95),
    pageMs,
    pageP95Ms: percentile(pageMs, 0.95),
    processMB: Math.max(...Object.values(readers).map(({ mostMB }) => mostMB())),
    // It takes three minutes, has no goal, and is the same each time.
    ...(isAll && { unreadAtFiling: await unreadAtFiling(place) }),
  });
}
