// Private-use characters, which no keyboard types: what a name or a path holds cannot be taken for a mark.
const start = '\uE000';
const end = '\uE001';

/** Marks a part of a sentence that is shown in bold, wherever a language puts it. */
export const strong = (text: string): string => `${start}${text}${end}`;

/** A sentence in parts, for what shows it. */
export const partsOf = (sentence: string): { text: string; isStrong: boolean }[] =>
  sentence
    .split(end)
    .flatMap((piece) => {
      const [plain = '', marked = ''] = piece.split(start);
      return [
        { text: plain, isStrong: false },
        { text: marked, isStrong: true },
      ];
    })
    .filter(({ text }) => text !== '');
