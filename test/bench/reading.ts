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
/** Letters of each set that are scanned, and as many that are faxed. */
const scans = 20;
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
  const [scanned, faxed] = [await scanReader('scan'), await scanReader('fax')];
  const ofText: Measured[] = [];
  const ofScans: Measured[] = [];
  const ofFaxes: Measured[] = [];
  for (const set of sets) {
    for (const seed of clinics) {
      const from = seed * 1000;
      ofText.push(
        await measureLetters(set(seed), { from, to: from + (isAll ? allLetters : letters) }, text.read),
      );
    }
    ofScans.push(await measureLetters(set(3), { from: 3000, to: 3000 + scans }, scanned.read));
    ofFaxes.push(await measureLetters(set(3), { from: 4000, to: 4000 + scans }, faxed.read));
  }
  const codes = await measureCodes(sheets);
  const every = [...ofText, ...ofScans, ...ofFaxes];
  const least = (measured: readonly Measured[]): number => Math.min(...measured.map(({ found }) => found));
  const [ocrMs, pageMs] = [
    [...scanned.ms, ...faxed.ms],
    [...scanned.pageMs, ...faxed.pageMs],
  ];
  return resultOf({
    letters: ofText.reduce((sum, one) => sum + one.letters, 0),
    scans: [...ofScans, ...ofFaxes].reduce((sum, one) => sum + one.letters, 0),
    wrong: every.reduce((sum, one) => sum + one.wrong, 0),
    found: least(ofText),
    caught: Math.min(...ofText.map((one) => one.caught)),
    falseAlarms: Math.max(...every.map((one) => one.falseAlarms)),
    foundScans: least(ofScans),
    foundFax: least(ofFaxes),
    textMs: text.ms,
    textP95Ms: percentile(text.ms, 0.95),
    ocrMs,
    ocrP95Ms: percentile(ocrMs, 0.95),
    codes: codes.read,
    codeMs: codes.ms,
    codeP95Ms: percentile(codes.ms, 0.95),
    pageMs,
    pageP95Ms: percentile(pageMs, 0.95),
    processMB: Math.max(scanned.mostMB(), faxed.mostMB()),
    unreadAtFiling: await unreadAtFiling(place),
  });
}
