import { parseBirthDate } from '../../preload/contract/birth-date.ts';

/** A piece of a file name. */
export interface NamePart {
  readonly text: string;
  readonly kind: 'date' | 'digits' | 'word';
  /** The characters between this piece and the next one; empty where letters meet digits, and after the last. */
  readonly after: string;
}

/** A file name, cut into pieces. `before`: characters before the first. */
export interface CutName {
  readonly before: string;
  readonly parts: readonly NamePart[];
}

const extension = /\.[a-z][a-z0-9]{0,4}$/iu;
/** Day first, year first, or eight digits; the core decides whether it is a real date. */
const dates =
  /(?<![0-9])(?:[0-9]{4}([-._ ])[0-9]{1,2}\1[0-9]{1,2}|[0-9]{1,2}([-._ ])[0-9]{1,2}\2[0-9]{4}|[0-9]{8})(?![0-9])/gu;
const strong = /(?:[\s_,;+#()[\]{}=&@~|]|(?<=[\s_])-|-(?=[\s_]))+/gu;
/** These belong to names such as Mary-Ann, unless nothing else separates. */
const weak = /[-.]+/gu;

/** Cuts a file name at its separators, and keeps dates whole. Leaves the extension out. */
export function cutName(name: string): CutName {
  const stem = name.normalize('NFC').replace(extension, '');
  const found = [...stem.matchAll(dates)].filter(([text]) => parseBirthDate(text) !== null);
  const between: string[] = [];
  let from = 0;
  for (const date of found) {
    between.push(stem.slice(from, date.index));
    from = date.index + date[0].length;
  }
  between.push(stem.slice(from));
  const separator = between.some((text) => inner(text).match(strong) !== null) ? strong : weak;

  const pieces: (Omit<NamePart, 'after'> | string)[] = between.flatMap((text, at) => {
    const date = found[at]?.[0];
    return [
      ...cutText(text, separator),
      ...(date === undefined ? [] : [{ text: date, kind: 'date' as const }]),
    ];
  });
  return joined(pieces);
}

/** Without separators at the ends, which only part it from a date. */
const inner = (text: string): string => text.replace(/^[-.\s_]+|[-.\s_]+$/gu, '');

/** Pieces and the separators between them. */
function cutText(text: string, separator: RegExp): (Omit<NamePart, 'after'> | string)[] {
  const pieces: (Omit<NamePart, 'after'> | string)[] = [];
  const cutWord = (word: string): void => {
    for (const piece of word.match(/[0-9]+|[^0-9]+/gu) ?? [])
      pieces.push({ text: piece, kind: /[0-9]/u.test(piece) ? 'digits' : 'word' });
  };
  let from = 0;
  // Separators beside a date are weak ones too, even where words have strong ones.
  const ends = new RegExp(`${separator.source}|^[-.]+|[-.]+$`, 'gu');
  for (const match of text.matchAll(ends)) {
    cutWord(text.slice(from, match.index));
    pieces.push(match[0]);
    from = match.index + match[0].length;
  }
  cutWord(text.slice(from));
  return pieces;
}

function joined(pieces: readonly (Omit<NamePart, 'after'> | string)[]): CutName {
  let before = '';
  const parts: NamePart[] = [];
  for (const piece of pieces) {
    const last = parts.at(-1);
    if (typeof piece !== 'string') parts.push({ ...piece, after: '' });
    else if (last === undefined) before += piece;
    else parts[parts.length - 1] = { ...last, after: last.after + piece };
  }
  return { before, parts };
}
