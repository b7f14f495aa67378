import { ChartdropError } from '../../base/errors.ts';

type FieldType = 'date-time' | 'date' | 'integer' | 'string' | 'boolean' | 'array';
/** The fields of a resource that `q[]` and `sort` may name. */
export type Fields = Readonly<Record<string, FieldType>>;

export interface Filter {
  readonly field: string;
  readonly type: FieldType;
  readonly operator: string;
  readonly value: string;
}

/** Longer operators come before their own prefixes. */
const operators: Readonly<Record<FieldType, readonly string[]>> = {
  'date-time': ['>=', '<=', '>', '<', '!?', '?', '*'],
  date: ['>=', '<=', '=', '>', '<', '!?', '?'],
  integer: ['!=', '>=', '<=', '=', '>', '<', '!?', '?'],
  string: ['!=', '!?', '~~', '=', '~', '?'],
  boolean: ['!=', '='],
  // The reference lists no operators for arrays; these are the unambiguous ones.
  array: ['=', '!?', '?'],
};

const refuse = (detail: string) => new ChartdropError('request-invalid', { detail });

/** Parses one `q[]`: `FIELD:OPERATORVALUE`. Throws `request-invalid` with an explanation. */
export function parseFilter(text: string, fields: Fields): Filter {
  const [, field = '', rest = ''] = /^(\w+):(.*)$/s.exec(text) ?? [];
  const type = Object.hasOwn(fields, field) ? fields[field] : undefined;
  if (type === undefined) throw refuse(`q[]: "${text}" does not begin with a field that can be filtered`);
  const operator = operators[type].find((candidate) => rest.startsWith(candidate));
  if (operator === undefined) {
    throw refuse(`q[]: ${field} is a ${type} and takes ${operators[type].join(' ')}`);
  }
  const value = rest.slice(operator.length);
  const isAlone = operator === '?' || operator === '!?' || operator === '*';
  if (isAlone ? value !== '' : !isValue(type, operator, value)) {
    throw refuse(`q[]: "${value}" is no value for ${field}:${operator}`);
  }
  return { field, type, operator, value };
}

function isValue(type: FieldType, operator: string, value: string): boolean {
  switch (type) {
    case 'date-time':
      return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value) && !Number.isNaN(Date.parse(value));
    case 'date':
      return operator === '=' ? /^[\d*]{4}-[\d*]{2}-[\d*]{2}$/.test(value) : /^\d{4}-\d\d-\d\d$/.test(value);
    case 'integer':
      return operator === '=' ? /^-?\d+(,-?\d+)*$/.test(value) : /^-?\d+$/.test(value);
    case 'boolean':
      return value === 'true' || value === 'false';
    case 'array':
      return /^\d+(,\d+)*$/.test(value);
    case 'string':
      return true;
  }
}

export type FieldValue = string | number | boolean | readonly string[] | null;

/** A row's value of a field that `Fields` names. */
export const fieldOf = (row: object, field: string) => Reflect.get(row, field) as FieldValue;

/** Whether a row matches. As in SQL, null matches no comparison, not even `!=`. */
export function passes(row: object, { field, type, operator, value }: Filter): boolean {
  const found = fieldOf(row, field);
  if (operator === '*') return true;
  if (operator === '?') return found !== null;
  if (operator === '!?' || found === null) return operator === '!?' && found === null;
  const text = String(found);
  switch (type) {
    case 'date-time':
      return compares(operator, Date.parse(text) - Date.parse(value));
    case 'date':
      return operator === '='
        ? isLike(text, value)
        : compares(operator, text < value ? -1 : text > value ? 1 : 0);
    case 'integer':
      // BigInt, since ids exceed JavaScript's safe integers.
      if (operator === '=') return value.split(',').some((wanted) => BigInt(wanted) === BigInt(text));
      return compares(operator, BigInt(text) < BigInt(value) ? -1 : BigInt(text) > BigInt(value) ? 1 : 0);
    case 'boolean':
      return (text === value) === (operator === '=');
    case 'array':
      return value.split(',').some((wanted) => Array.isArray(found) && found.includes(wanted));
    case 'string':
      return matches(operator, text.toLowerCase(), value.toLowerCase());
  }
}

function compares(operator: string, difference: number): boolean {
  if (operator === '>=') return difference >= 0;
  if (operator === '<=') return difference <= 0;
  if (operator === '>') return difference > 0;
  if (operator === '<') return difference < 0;
  return difference !== 0;
}

/** `*` stands for any digit: `****-05-**` is every May. */
const isLike = (date: string, pattern: string) =>
  Array.from(pattern).every((digit, at) => digit === '*' || digit === date[at]);

/** Ignores case, like the service's database, but not accents. */
function matches(operator: string, text: string, value: string): boolean {
  if (operator === '~') return text.includes(value);
  if (operator === '=') return text === value;
  if (operator === '!=') return text !== value;
  return isWild(text, value.split('%'));
}

/** The pieces between the `%` must follow one another; the first and last must be at the ends. */
function isWild(text: string, pieces: readonly string[]): boolean {
  const [first = '', ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
