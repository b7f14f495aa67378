/** Letters that no accent can be taken from. */
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
/** As people write these letters where their keyboard has none. */
const writtenOut: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe', å: 'aa' };

/** Lower case, without accents, apostrophes, hyphens and spaces. */
function fold(text: string): string {
  return Array.from(text.toLowerCase().normalize('NFC'), (letter) => plainLetters[letter] ?? letter)
    .join('')
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** The ways in which a name can be meant: `Müller` is `muller` and `mueller`. */
const foldings = (text: string): readonly string[] => {
  const written = Array.from(
    text.toLowerCase().normalize('NFC'),
    (letter) => writtenOut[letter] ?? letter,
  ).join('');
  return [fold(text), fold(written)];
};

/** How a name fits a word: wholly, by its beginning, somewhere, or not at all. */
export function fit(name: string, word: string): 'whole' | 'beginning' | 'part' | null {
  const pairs = foldings(name).flatMap((one) => foldings(word).map((other) => [one, other] as const));
  if (pairs.some(([one, other]) => one === other)) return 'whole';
  if (pairs.some(([one, other]) => one.startsWith(other))) return 'beginning';
  return pairs.some(([one, other]) => one.includes(other)) ? 'part' : null;
}

const vowels = 'aeiouy';
/** From wide to narrow: which letters may stand for an accented one, and whether the first of a name may. */
const loosenings: readonly { letters: string; initial: string }[] = [
  { letters: `${vowels}ncszld`, initial: '' },
  { letters: `${vowels}nc`, initial: 'szldtg' },
  { letters: vowels, initial: '' },
];
/** With fewer letters than this left a pattern fits half a clinic. */
const fewestLetters = 2;

/**
 * A word as the API's wildcard pattern, in which `%` stands for what an accent, an apostrophe or a space may have been
 * written as: `garcia` is `g%r%`, which `García` fits. It fits others too: what comes must be looked at by `fit`. Null
 * where nothing would be left of the word.
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
