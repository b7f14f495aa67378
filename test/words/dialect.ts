import type { Prose, ProseKind } from './prose.ts';

/** A word or phrase of the former dialect, and the pattern that finds its forms. */
export interface DialectWord {
  readonly word: string;
  readonly pattern: RegExp;
}

/** Words that comments, test names and documents should replace by plain ones. */
export const dialect: readonly DialectWord[] = [
  { word: 'nobody', pattern: /\bnobody\b/gi },
  { word: 'anew', pattern: /\banew\b/gi },
  { word: 'whoever', pattern: /\bwhoever\b/gi },
  { word: 'stands, stood, stand still', pattern: /\b(?:stands|stood|stand still|standing)\b(?! for\b)/gi },
  { word: 'is told, are told', pattern: /\b(?:is|are|was|were|be|been|being) told\b/gi },
  { word: 'by itself, by themselves', pattern: /\bby (?:itself|themselves)\b/gi },
  { word: 'lies there, lay there', pattern: /\b(?:lie|lies|lay|lain|lying) (?:there|here|about)\b/gi },
  { word: 'lies, lay (of data)', pattern: /\b(?:lies|lay|lain|lying)\b(?! (?:there|here|about)\b)/gi },
  { word: 'goes on, go on', pattern: /\b(?:go|goes|went|going) on\b/gi },
  { word: 'what hinders', pattern: /\bhinder(?:s|ed)?\b/gi },
  { word: 'on its way', pattern: /\bon (?:its|their|the|his) way\b/gi },
  { word: 'all the same', pattern: /\ball the same\b/gi },
  { word: 'taken for dead', pattern: /\b(?:taken|take|takes|took) (?:\w+ )?for (?:dead|gone)\b/gi },
  { word: 'sign of life', pattern: /\bsigns? of life\b/gi },
  { word: 'way out, way to the clinic', pattern: /\bways? (?:out|to the clinic)\b/gi },
  { word: 'taken out', pattern: /\b(?:taken|take|takes|took) out\b/gi },
  { word: 'hurried', pattern: /\bhurr(?:y|ies|ied)\b/gi },
  { word: 'nameless', pattern: /\bnameless\b/gi },
  { word: 'emptied', pattern: /\bempt(?:ied|ies)\b/gi },
  { word: 'placed', pattern: /\bplaced\b/gi },
  { word: 'wrong patient', pattern: /\bwrong patient\b/gi },
  { word: 'dismissed', pattern: /\bdismiss(?:es|ed)?\b/gi },
  { word: 'disarms (for people)', pattern: /\bdisarm(?:s|ed)?\b/gi },
  { word: 'not theirs, not its own', pattern: /\bnot (?:theirs|its own|their own)\b/gi },
  { word: 'begun again', pattern: /\b(?:begin|begins|began|begun) (?:it |them )?again\b/gi },
  { word: 'looked for', pattern: /\b(?:looked|looks) for\b/gi },
  { word: 'as yet', pattern: /\bas yet\b/gi },
  { word: 'in its turn', pattern: /\bin (?:its|their) turn\b/gi },
  { word: 'of its own', pattern: /\bof (?:its|their) own\b/gi },
  { word: 'for ever, without end', pattern: /\bfor ever\b|\bwithout end\b/gi },
  { word: 'lets go', pattern: /\b(?:let|lets) go\b/gi },
  { word: 'whole (entirely)', pattern: /\bas a whole\b|\bwritten whole\b|\bis whole\b/gi },
  { word: 'that of', pattern: /\b(?:that|those) of which\b|\bwhose it is\b|\bwho that is\b/gi },
  { word: 'not … without', pattern: /\bnot without\b|\bnothing but\b|\bnone but\b/gi },
  {
    word: 'a sentence that begins with What, Whoever, Those that, Where there',
    pattern:
      /(?<=^|[.:!?] |\| )(?:What|Whatever|Whoever|Whose|Those that|Those who|Where there)\b(?![^.]*\?)/g,
  },
];

/** The number of uses of each word, by kind of text. */
export function countDialect(prose: readonly Prose[]): { word: string; counts: Record<ProseKind, number> }[] {
  return dialect.map(({ word, pattern }) => {
    const counts = { comment: 0, test: 0, document: 0 };
    for (const { kind, text } of prose) counts[kind] += [...text.matchAll(pattern)].length;
    return { word, counts };
  });
}

/** A random sample of `count` things, determined by a seed (mulberry32). */
export function sample<Thing>(things: readonly Thing[], count: number, seed: number): Thing[] {
  const left = [...things];
  let state = seed >>> 0;
  const random = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return Array.from({ length: Math.min(count, left.length) }, () =>
    left.splice(Math.floor(random() * left.length), 1),
  ).flat();
}
