import type { AttachmentField } from '../../preload/contract/attachment-field.ts';
import { dayText } from '../../preload/words/format.ts';
import { words } from '../../preload/words/current.ts';
import type { Words } from '../../preload/words/en.ts';

type FieldType = 'string' | 'integer' | 'dateTime';
export interface FilterField {
  readonly name: keyof Words['filterFields'];
  readonly type: FieldType;
}
export interface FilterOperator {
  readonly sign: string;
  readonly word: keyof Words['operators'];
  readonly hasValue: boolean;
}
type NonEmpty<T> = readonly [T, ...T[]];

const fields: NonEmpty<FilterField> = [
  { name: 'filename', type: 'string' },
  { name: 'description', type: 'string' },
  { name: 'content_type', type: 'string' },
  { name: 'size', type: 'integer' },
  { name: 'created_at', type: 'dateTime' },
  { name: 'processed_at', type: 'dateTime' },
  { name: 'updated_at', type: 'dateTime' },
  { name: 'archived_at', type: 'dateTime' },
  { name: 'user_id', type: 'integer' },
  { name: 'patient_id', type: 'integer' },
  { name: 'id', type: 'integer' },
];

/** The API's filter fields. The list of one patient has none for the patient. */
export const filterFields = (isOfOnePatient: boolean): NonEmpty<FilterField> => {
  const [first, ...others] = fields;
  return [first, ...others.filter(({ name }) => !isOfOnePatient || name !== 'patient_id')];
};

const orders: readonly (keyof Words['sortFields'])[] = [
  'created_at',
  'updated_at',
  'processed_at',
  'filename',
  'description',
  'content_type',
  'size',
  'user_id',
  'patient_id',
  'archived_at',
  'id',
];

/** The API's sort orders. The list of one patient has none by patient. */
export const sortFields = (isOfOnePatient: boolean): readonly AttachmentField[] =>
  orders.filter((name) => !isOfOnePatient || name !== 'patient_id');

const asUtc = (moment: Date): string => moment.toISOString().replace(/\.\d+Z$/, 'Z');
/** The first second of a local day in the API's form: UTC, without fractions. `day`: `YYYY-MM-DD`. */
const startOfDay = (day: string): string => asUtc(new Date(`${day}T00:00:00`));
/** The last second of a local day. */
const endOfDay = (day: string): string => asUtc(new Date(`${day}T23:59:59`));

const isSet = { sign: '?', word: 'isSet', hasValue: false } as const;
const isNotSet = { sign: '!?', word: 'isNotSet', hasValue: false } as const;

/** The operators of each field type (Cliniko's API reference, Lists). */
export const operatorsOf: Record<FieldType, NonEmpty<FilterOperator>> = {
  string: [
    { sign: '~', word: 'contains', hasValue: true },
    { sign: '=', word: 'is', hasValue: true },
    { sign: '!=', word: 'isNot', hasValue: true },
    { sign: '~~', word: 'isLike', hasValue: true },
    isSet,
    isNotSet,
  ],
  integer: [
    { sign: '=', word: 'is', hasValue: true },
    { sign: '!=', word: 'isNot', hasValue: true },
    { sign: '>=', word: 'atLeast', hasValue: true },
    { sign: '<=', word: 'atMost', hasValue: true },
    { sign: '>', word: 'moreThan', hasValue: true },
    { sign: '<', word: 'lessThan', hasValue: true },
    isSet,
    isNotSet,
  ],
  dateTime: [
    { sign: '>=', word: 'onOrAfter', hasValue: true },
    { sign: '>', word: 'after', hasValue: true },
    { sign: '<', word: 'before', hasValue: true },
    { sign: '<=', word: 'onOrBefore', hasValue: true },
    isSet,
    isNotSet,
    { sign: '*', word: 'isAny', hasValue: false },
  ],
};

const integer = /^\d{1,19}$/;
/** Several ids or sizes, of which one must match. */
const integers = /^\d{1,19}(\s*,\s*\d{1,19})*$/;

/** A filter in the API's form, with complete ids and local days. null if the value is invalid for the field. */
export function filterOf(
  field: FilterField,
  { sign, hasValue }: FilterOperator,
  typed: string,
): string | null {
  const value = typed.trim();
  if (!hasValue) return `${field.name}:${sign}`;
  if (value === '' || value.length > 200) return null;
  switch (field.type) {
    case 'string':
      return `${field.name}:${sign}${value}`;
    case 'integer':
      if (!(sign === '=' ? integers : integer).test(value)) return null;
      return `${field.name}:${sign}${value.replace(/\s/g, '')}`;
    case 'dateTime': {
      if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || Number.isNaN(Date.parse(`${value}T00:00:00`))) return null;
      return `${field.name}:${sign}${sign === '>' || sign === '<=' ? endOfDay(value) : startOfDay(value)}`;
    }
  }
}

/** A filter in words: `Name contains “letter”`. */
export function filterText(filter: string): string {
  const w = words();
  const [, name = '', rest = ''] = /^([a-z_]+):(.*)$/s.exec(filter) ?? [];
  const field = fields.find((one) => one.name === name);
  if (field === undefined) return filter;
  const operator = operatorsOf[field.type]
    .toSorted((a, b) => b.sign.length - a.sign.length)
    .find(({ sign }) => rest.startsWith(sign));
  if (operator === undefined) return filter;
  const value = rest.slice(operator.sign.length);
  const shown = field.type === 'dateTime' && value !== '' ? dayText(Date.parse(value), 0) : value;
  const condition = w.operators[operator.word];
  return w.filters.chip(w.filterFields[field.name], condition, operator.hasValue ? shown : null);
}
