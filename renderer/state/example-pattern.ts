import { cutName, type CutName, type NamePart } from './name-parts.ts';

/** The meaning of a part of a file name for the route. */
export const meanings = ['patientId', 'lastName', 'firstName', 'dob', 'ignore'] as const;
export type Meaning = (typeof meanings)[number];

/** An example with a meaning for each part. */
interface Example {
  readonly name: string;
  readonly meanings: readonly Meaning[];
}

/** Why no pattern can be made. */
type ExampleProblem = 'incomplete' | 'apart' | 'no-number' | 'no-date' | 'too-long';
type MadePattern =
  | { readonly kind: 'pattern'; readonly pattern: string }
  | { readonly kind: 'problem'; readonly problem: ExampleProblem };

/** The longest pattern of a route. */
const mostCharacters = 500;

/** Neighbours with the same meaning are one field: `van der Berg`. */
interface Field {
  readonly meaning: Meaning;
  readonly parts: readonly NamePart[];
  /** The characters after it. */
  readonly after: string;
}

function fieldsOf({ parts }: CutName, chosen: readonly Meaning[]): Field[] {
  const fields: Field[] = [];
  for (const [at, part] of parts.entries()) {
    const meaning = chosen[at] ?? 'ignore';
    const last = fields.at(-1);
    if (last?.meaning === meaning && meaning !== 'ignore')
      fields[fields.length - 1] = { meaning, parts: [...last.parts, part], after: part.after };
    else fields.push({ meaning, parts: [part], after: part.after });
  }
  return fields;
}

function problemOf(fields: readonly Field[]): ExampleProblem | null {
  const named = fields.filter(({ meaning }) => meaning !== 'ignore');
  const present = new Set(named.map(({ meaning }) => meaning));
  if (present.size < named.length) return 'apart';
  const byNumber = present.has('patientId') && present.size === 1;
  const byPerson = !present.has('patientId') && present.size === 3;
  if (!byNumber && !byPerson) return 'incomplete';
  const isKind = (meaning: Meaning, kind: NamePart['kind']): boolean =>
    named.every(
      (field) => field.meaning !== meaning || (field.parts.length === 1 && field.parts[0]?.kind === kind),
    );
  if (!isKind('patientId', 'digits')) return 'no-number';
  return isKind('dob', 'date') ? null : 'no-date';
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/gu, '\\$&');
const inClass = (chars: ReadonlySet<string>): string =>
  [...chars].map((char) => char.replace(/[\\\]^[-]/u, '\\$&')).join('');

/** The digits of a date as they are written in the example. */
function dateShape(text: string): string {
  const [, mark] = /^[0-9]+([-._ ])/u.exec(text) ?? [];
  if (mark === undefined) return '[0-9]{8}';
  const sizes = /^[0-9]{4}/u.test(text) ? ['{4}', '{1,2}', '{1,2}'] : ['{1,2}', '{1,2}', '{4}'];
  return sizes.map((size) => `[0-9]${size}`).join(escaped(mark));
}

/** The first character of a text; empty for none. */
const firstOf = (text: string): string => Array.from(text)[0] ?? '';

/** The first character of each separator between fields: no field contains one. */
function boundaries(fields: readonly Field[]): ReadonlySet<string> {
  return new Set(fields.map(({ after }) => firstOf(after)).filter((char) => char !== ''));
}

function shapeOf({ parts }: Field, bounds: ReadonlySet<string>): string {
  const [only, ...others] = parts;
  if (others.length === 0 && only?.kind === 'date') return dateShape(only.text);
  if (others.length === 0 && only?.kind === 'digits') return '[0-9]+';
  const inner = parts.slice(0, -1);
  const isFree = inner.every(({ after }) => after !== '' && !bounds.has(firstOf(after)));
  if (inner.length > 0 && isFree) return wordClass(bounds, false);
  // The separators inside are those between fields too, so the number of words is that of the example.
  return parts
    .map((part, at) => shapeOfPart(part, bounds) + (at < parts.length - 1 ? escaped(part.after) : ''))
    .join('');
}

const wordClass = (bounds: ReadonlySet<string>, withoutDigits: boolean): string => {
  const excluded = `${withoutDigits ? '0-9' : ''}${inClass(bounds)}`;
  return excluded === '' ? '.+' : `[^${excluded}]+`;
};

const shapeOfPart = (part: NamePart, bounds: ReadonlySet<string>): string =>
  part.kind === 'date' ? dateShape(part.text) : part.kind === 'digits' ? '[0-9]+' : wordClass(bounds, true);

/**
 * The pattern of an example: it matches the example, and names of the same shape. Each field ends at the separator after it.
 */
export function patternOf({ name, meanings: chosen }: Example): MadePattern {
  const cut = cutName(name);
  const fields = fieldsOf(cut, chosen);
  const problem = problemOf(fields);
  if (problem !== null) return { kind: 'problem', problem };
  const lastNamed = fields.findLastIndex(({ meaning }) => meaning !== 'ignore');
  const used = fields.slice(0, lastNamed + 1);
  const bounds = boundaries(used);
  const written = used.map((field, at) => {
    const shape = shapeOf(field, bounds);
    const group = field.meaning === 'ignore' ? shape : `(?P<${field.meaning}>${shape})`;
    return at < lastNamed ? group + escaped(field.after) : group;
  });
  const last = used.at(-1);
  const hasMore = lastNamed < fields.length - 1;
  const end = last === undefined ? '' : endOf(last, hasMore);
  const pattern = `^${escaped(cut.before)}${written.join('')}${end}`;
  return pattern.length > mostCharacters
    ? { kind: 'problem', problem: 'too-long' }
    : { kind: 'pattern', pattern };
}

/** A name ends at its separator, or at the extension; a number or date where no digit follows. */
function endOf(last: Field, hasMore: boolean): string {
  if (last.parts.at(-1)?.kind !== 'word') return '(?:[^0-9].*)?$';
  if (!hasMore && last.after === '') return '\\.[^.]+$';
  return last.after === '' ? '[0-9]' : escaped(last.after);
}

/** Words that belong together, by their places: those with only a space between, where other separators part the rest. */
function wordGroups(parts: readonly NamePart[]): number[][] {
  const isStrong = (after: string): boolean => /[^\s]/u.test(after);
  const hasStrong = parts.some(({ kind, after }) => kind === 'word' && isStrong(after));
  const groups: number[][] = [];
  for (const [at, { kind }] of parts.entries()) {
    if (kind !== 'word') continue;
    const before = parts[at - 1];
    const isNext = hasStrong && before?.kind === 'word' && before.after !== '' && !isStrong(before.after);
    const last = groups.at(-1);
    if (isNext && last !== undefined) last.push(at);
    else groups.push([at]);
  }
  return groups;
}

/** Meanings that fit the parts of a name: the person's to correct. */
export function guessMeanings(name: string): Meaning[] {
  const { parts } = cutName(name);
  const groups = wordGroups(parts);
  const date = parts.findLastIndex(({ kind }) => kind === 'date');
  const number = parts.findIndex(({ kind, text }) => kind === 'digits' && text.length >= 4);
  const before = groups.filter(([at = Infinity]) => at < date);
  const [last, first] = before.length >= 2 ? before.slice(-2) : groups.filter(([at = -1]) => at > date);
  if (date < 0 || last === undefined || first === undefined)
    return parts.map((_, at) => (at === number ? 'patientId' : 'ignore'));
  return parts.map((_, at) =>
    at === date ? 'dob' : last.includes(at) ? 'lastName' : first.includes(at) ? 'firstName' : 'ignore',
  );
}

/** The example with the meanings that a pattern gives it; null if the pattern was not made by such an example. */
export function exampleOf(pattern: string, names: readonly string[], samples: Samples): Example | null {
  for (const name of [...names, sampleOf(pattern, samples)]) {
    const example = name === null ? null : readBy(pattern, name);
    if (example !== null) return example;
  }
  return null;
}

/** Made patterns are written in the part of RE2 that JavaScript reads alike. */
function compiled(pattern: string): RegExp | null {
  try {
    return new RegExp(pattern.replaceAll('(?P<', '(?<'), 'du');
  } catch {
    // Written by hand, for RE2 only.
    return null;
  }
}

function readBy(pattern: string, name: string): Example | null {
  const text = name.normalize('NFC');
  const groups = compiled(pattern)?.exec(text)?.indices?.groups ?? {};
  const { before, parts } = cutName(text);
  let from = before.length;
  const chosen = parts.map((part): Meaning => {
    const [start, end] = [from, from + part.text.length];
    from = end + part.after.length;
    const inside = meanings.find((meaning) => {
      const [first, last] = groups[meaning] ?? [Infinity, -Infinity];
      return first <= start && end <= last;
    });
    return inside ?? 'ignore';
  });
  const made = patternOf({ name, meanings: chosen });
  return made.kind === 'pattern' && made.pattern === pattern ? { name, meanings: chosen } : null;
}

/** Words for the sample of a pattern. */
interface Samples {
  readonly family: string;
  readonly given: string;
}

/** A name for a pattern that was made by an example, if no real name is there. */
function sampleOf(pattern: string, samples: Samples): string | null {
  const body = /^\^(.*?)(?:\(\?:\[\^0-9\]\.\*\)\?\$|\\\.\[\^\.\]\+\$)?$/su.exec(pattern)?.[1];
  if (body === undefined) return null;
  const token =
    /\(\?P<(\w+)>|(\))|(\[0-9\]\{4\}|\[0-9\]\{8\}|\[0-9\]\{1,2\})|(\[0-9\]\+?)|(\[\^(?:\\.|[^\]\\])+\]\+|\.\+)|\\(.)|(.)/gsu;
  let group = '';
  let date = '';
  let name = '';
  for (const [, opened, closed, size, digits, word, quoted, plain] of body.matchAll(token)) {
    if (opened !== undefined) group = opened;
    else if (closed !== undefined) [group, date] = ['', ''];
    else if (size !== undefined) {
      date = size === '[0-9]{8}' ? '19510417' : size === '[0-9]{4}' ? '1951' : date === '' ? '07' : '04';
      name += date;
    } else if (digits !== undefined) name += '12345';
    else if (word !== undefined)
      name += group === 'lastName' ? samples.family : group === 'firstName' ? samples.given : 'x';
    else name += quoted ?? plain ?? '';
  }
  return `${name}.pdf`;
}
