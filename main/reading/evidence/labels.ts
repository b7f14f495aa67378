const boundary = String.raw`(?:(?<=[\p{L}\p{N}])(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])(?=[\p{L}\p{N}]))`;
/**
 * In a pattern's own sense, `\b` is inside `Mère`: it knows no letters with accents. Compiled at its first use: that takes
 * a tenth of the start of a command, and few commands read a page.
 */
function withWords({ source, flags }: RegExp): () => RegExp {
  let compiled: RegExp | null = null;
  return () =>
    (compiled ??= new RegExp(
      source.replaceAll(String.raw`\b`, () => boundary),
      flags,
    ));
}

/** The words before a date of birth, in English, German and French letters. */
const birth = withWords(
  /(?:\bd\.?\s?[o0]\.?\s?b\b\.?|\bdate of birth\b|\bbirth\s?date\b|\bbirthday\b|\bborn\b|\bgeb(?:oren)?\b\.?|\bgeburtsdatum\b|\bgeburtstag\b|\*|\bn[ée]\(?e?\)?(?:\s+le\b|\s*:)|\bn[ée]e?\s*$|\bdate de naissance\b|\bnaissance\b|\bddn\b)/giu,
);

/** Labels of a date of birth that no sentence has without one. */
const strictBirth = withWords(
  /(?:\bd\.?\s?o\.?\s?b\b\.?|\bdate of birth\b|\bbirth date\b|\bgeburtsdatum\b|\bgeb\b\.(?:-datum)?|\bdate de naissance\b|\bddn\b|\bn[ée]\(?e?\)? le\b)/giu,
);

/** The words before a person who is not the patient of the letter. */
const others = withWords(
  /(?:\bmother\b|\bfather\b|\bparents?\b|\bguardian\b|\bcarer\b|\bnext of kin\b|\bn\.?o\.?k\b|\bemergency contact\b|\bwife\b|\bhusband\b|\bspouse\b|\bpartner\b|\b(?:her|his|their|the) (?:son|daughter)\b|\b(?:step|foster)(?:son|daughter|mother|father)\b|\bgrand(?:mother|father|parents?|son|daughter)\b|\baunt\b|\buncle\b|\bniece\b|\bnephew\b|\bcousine?\b|\bcaregiver\b|\binsured\b|\bbrother\b|\bsister\b|\bsibling\b|\btwins?\b|\bsubscriber\b|\bpolicy ?holder\b|\bpayer\b|\bcc\b(?=\s*:)|\bmutter\b|\bvater\b|\beltern\b|\behe(?:frau|mann)\b|\bbruder\b|\bschwester\b|\bzwillings?\p{L}*|\bbetreuer(?:in)?\b|\bangeh[öo]rige\p{L}*|\btochter\b|\bsohn\b|\bgro(?:ß|ss)(?:mutter|vater|eltern)\b|\b(?:schwieger|stief|pflege)(?:mutter|vater|sohn|tochter)\b|\benkel(?:in)?\b|\btante\b|\bonkel\b|\bnichte\b|\bneffe\b|\blebensgef[äa]hrt\p{L}*|\bkontakt(?:person)?\b|\bhauptversicherte[rn]?\b|\bversicherungsnehmer(?:in)?\b|\bkopie\b|\bm[èe]re\b|\bp[èe]re\b|\bconjointe?\b|\b[ée]pou(?:x|se)\b|\bfr[èe]re\b|\bjum(?:eau|elle)\b|\bs(?:œ|oe)ur\b|\btut(?:eur|rice)\b|\b(?:sa|leur) (?:belle-|petite-)?fille\b|\b(?:son|leur) (?:beau-|petit-)?fils\b|\boncle\b|\bni[èe]ce\b|\bneveu\b|\bpersonne (?:[àa] contacter|de confiance)\b|\bassur[ée]e? principale?\b|\bcopie\b)/giu,
);

/** The words before the patient of the letter. */
const patient = withWords(
  /(?:\bpatient(?:in|e)?\b|\bre\b\s*:|\bregarding\b|\bconcern(?:s|ing|e)\b|\bbetrifft\b|\bbetreff\b|\bbetr\b\.?|\bobjet\b|\bclient\b|\bparents of\b|\beltern von\b|\bparents de\b)/giu,
);

const number = withWords(
  /(?:\bpatient(?:en)?[\s-]?(?:id|no|number|nr|nummer|identifier)\b|\bpat\.?-?\s?(?:nr|id|no)\b|\bmrn\b|\burn?\b(?=\s*[:#.])|\bid (?:du )?patient\b|\b(?:n[°ºo]|num[ée]ro) (?:de |du )?(?:patient|dossier)\b|\bfile (?:no|number)\b|\bour ref(?:erence)?\b)\.?\s*[:#]?\s*([A-Z0-9][A-Z0-9-]{2,22})(?![\w-])/giu,
);

const lastOf = (pattern: () => RegExp, text: string): number =>
  [...text.matchAll(pattern())].reduce((at, match) => Math.max(at, match.index + match[0].length), -1);

/** Scanners confuse accents more than letters. */
const withoutAccents = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '');

/** Whether the words before a date say that it is a date of birth. */
export const isBirthLabel = (before: string): boolean => {
  const end = lastOf(birth, before);
  // "born in Graz on", "geb. am", "DOB (age 46):".
  return end >= 0 && before.length - end <= 24;
};

/** Whether the words before a date, or before the line's end, are about somebody else than the patient. */
export const isOfOther = (before: string): boolean =>
  [before, withoutAccents(before)].some((text) => lastOf(others, text) > lastOf(patient, text));

/** Whether a line says nothing but that the words below it are about somebody else, as in the box of a form. */
export const isLabelOfOther = (line: string): boolean =>
  [line, withoutAccents(line)].some((text) => text.trim().length - lastOf(others, text.trim()) <= 2) &&
  isOfOther(line);

/** Where a label of a date of birth ends that says nothing else; -1: there is none. A word such as “born” may be prose. */
export const endOfLabel = (text: string): number => lastOf(strictBirth, text);

/** Numbers of patients in a line. */
export const numbersIn = (text: string): string[] =>
  [...text.matchAll(number())].flatMap(([, value]) => (value === undefined ? [] : [value]));
