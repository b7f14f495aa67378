import type { Words } from '../words/en.ts';

type FieldType = 'string' | 'integer' | 'dateTime';
interface FilterField {
  readonly name: keyof Words['filterFields'];
  readonly type: FieldType;
}
interface FilterOperator {
  readonly sign: string;
  readonly word: keyof Words['operators'];
  readonly hasValue: boolean;
}
type NonEmpty<T> = readonly [T, ...T[]];

/** The fields by which the API can filter. */
export const filterFields: NonEmpty<FilterField> = [
  { name: 'filename', type: 'string' },
  { name: 'description', type: 'string' },
  { name: 'content_type', type: 'string' },
  { name: 'size', type: 'integer' },
  { name: 'created_at', type: 'dateTime' },
  { name: 'processed_at', type: 'dateTime' },
  { name: 'updated_at', type: 'dateTime' },
  { name: 'user_id', type: 'integer' },
  { name: 'id', type: 'integer' },
];

/** The orders that the API knows. */
export const sortFields: readonly (keyof Words['sortFields'])[] = [
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

/** The beginning of a day here, as the API writes times: UTC, without fractions. `day`: `YYYY-MM-DD`. */
export const startOfDay = (day: string): string =>
  new Date(`${day}T00:00:00`).toISOString().replace(/\.\d+Z$/, 'Z');

/** The operators of each type of field (clinic-api.md, Lists). */
export const operatorsOf: Record<FieldType, NonEmpty<FilterOperator>> = {
  string: [
    { sign: '~', word: 'contains', hasValue: true },
    { sign: '=', word: 'is', hasValue: true },
    { sign: '!=', word: 'isNot', hasValue: true },
    { sign: '~~', word: 'isLike', hasValue: true },
    { sign: '?', word: 'isSet', hasValue: false },
    { sign: '!?', word: 'isNotSet', hasValue: false },
  ],
  integer: [
    { sign: '>=', word: 'atLeast', hasValue: true },
    { sign: '<=', word: 'atMost', hasValue: true },
    { sign: '>', word: 'moreThan', hasValue: true },
    { sign: '<', word: 'lessThan', hasValue: true },
    { sign: '=', word: 'is', hasValue: true },
    { sign: '!=', word: 'isNot', hasValue: true },
    { sign: '?', word: 'isSet', hasValue: false },
    { sign: '!?', word: 'isNotSet', hasValue: false },
  ],
  dateTime: [
    { sign: '>=', word: 'onOrAfter', hasValue: true },
    { sign: '<', word: 'before', hasValue: true },
    { sign: '?', word: 'isSet', hasValue: false },
    { sign: '!?', word: 'isNotSet', hasValue: false },
  ],
};
