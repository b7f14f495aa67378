// Private-use characters, which no keyboard types, so that no name or path contains a mark.
const start = '\uE000';
const end = '\uE001';

/** Marks a part of a sentence to be shown in bold. */
export const strong = (text: string): string => `${start}${text}${end}`;

/** Splits a sentence into its normal and bold parts. */
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
