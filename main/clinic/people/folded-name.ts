/** Letters that Unicode does not decompose into a base letter and an accent. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  þ: 'th',
};
/** How people write these letters without the right keyboard. */
const writtenOut: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe', å: 'aa' };

/** Lower case, without accents, apostrophes, hyphens and spaces. */
function fold(text: string): string {
  return Array.from(text.toLowerCase().normalize('NFC'), (letter) => plainLetters[letter] ?? letter)
    .join('')
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** The possible foldings of a name: `Müller` is `muller` and `mueller`. */
export const foldings = (text: string): readonly string[] => {
  const written = Array.from(
    text.toLowerCase().normalize('NFC'),
    (letter) => writtenOut[letter] ?? letter,
  ).join('');
  return [fold(text), fold(written)];
};

/** How well a name matches a word: completely, at its start, somewhere, or not at all. */
export function fit(name: string, word: string): 'whole' | 'beginning' | 'part' | null {
  const pairs = foldings(name).flatMap((one) => foldings(word).map((other) => [one, other] as const));
  if (pairs.some(([one, other]) => one === other)) return 'whole';
  if (pairs.some(([one, other]) => one.startsWith(other))) return 'beginning';
  return pairs.some(([one, other]) => one.includes(other)) ? 'part' : null;
}

const vowels = 'aeiouy';
/**
 * From strict to loose: which letters may replace an accented one, and whether the first letter of a name may be
 * replaced.
 */
const loosenings: readonly { letters: string; initial: string }[] = [
  { letters: `${vowels}ncszld`, initial: '' },
  { letters: `${vowels}nc`, initial: 'szldtg' },
  { letters: vowels, initial: '' },
];
/** With fewer letters a pattern would match too many patients. */
const fewestLetters = 2;

/**
 * A word as a wildcard pattern for the API. `%` replaces letters that may be written with an accent, an apostrophe
 * or a space: `garcia` becomes `g%r%`, which `García` matches. Other names match too, so check results with `fit`.
 * null if too few letters remain.
 */
export function loosePattern(word: string): string | null {
  const letters = Array.from(fold(word).normalize('NFC'));
  const patterns = loosenings.map(({ letters: loose, initial }) => {
    const pieces = letters.map((letter, at) => {
      const isDouble = letter === letters[at - 1] || letter === letters[at + 1];
      const isLoose = loose.includes(letter) && (!isDouble || letter === 's' || vowels.includes(letter));
      return isLoose || (at === 0 && initial.includes(letter)) ? '%' : letter;
    });
    return `${pieces.join('')}%`.replace(/%+/g, '%');
  });
  const size = (pattern: string): number => pattern.replaceAll('%', '').length;
  const best = patterns.find((pattern) => size(pattern) >= fewestLetters) ?? patterns.at(-1);
  return best === undefined || size(best) === 0 ? null : best;
}
