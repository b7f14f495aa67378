import type { AttachmentField } from '../../preload/contract/requests.ts';

type FieldType = 'string' | 'integer' | 'dateTime';
interface FilterField {
  readonly name: AttachmentField;
  readonly label: string;
  readonly type: FieldType;
}
interface FilterOperator {
  readonly sign: string;
  readonly label: string;
  readonly hasValue: boolean;
}
type NonEmpty<T> = readonly [T, ...T[]];

/** The fields by which the API can filter, as people call them. */
export const filterFields: NonEmpty<FilterField> = [
  { name: 'filename', label: 'Name', type: 'string' },
  { name: 'description', label: 'Description', type: 'string' },
  { name: 'content_type', label: 'Kind', type: 'string' },
  { name: 'size', label: 'Size in bytes', type: 'integer' },
  { name: 'created_at', label: 'Added', type: 'dateTime' },
  { name: 'processed_at', label: 'Processed', type: 'dateTime' },
  { name: 'updated_at', label: 'Updated', type: 'dateTime' },
  { name: 'user_id', label: 'Added by (user id)', type: 'integer' },
  { name: 'id', label: 'Id', type: 'integer' },
];

/** The orders that the API knows, as people call them. */
export const sortFields: readonly { name: AttachmentField; label: string }[] = [
  { name: 'created_at', label: 'Added' },
  { name: 'updated_at', label: 'Updated' },
  { name: 'processed_at', label: 'Processed' },
  { name: 'filename', label: 'Name' },
  { name: 'description', label: 'Description' },
  { name: 'content_type', label: 'Kind' },
  { name: 'size', label: 'Size' },
  { name: 'user_id', label: 'Added by' },
  { name: 'patient_id', label: 'Patient' },
  { name: 'archived_at', label: 'Archived' },
  { name: 'id', label: 'Id' },
];

/** The beginning of a day here, as the API writes times: UTC, without fractions. `day`: `YYYY-MM-DD`. */
export const startOfDay = (day: string): string =>
  new Date(`${day}T00:00:00`).toISOString().replace(/\.\d+Z$/, 'Z');

/** The operators of each type of field (clinic-api.md, Lists). */
export const operatorTexts: Record<FieldType, NonEmpty<FilterOperator>> = {
  string: [
    { sign: '~', label: 'contains', hasValue: true },
    { sign: '=', label: 'is', hasValue: true },
    { sign: '!=', label: 'is not', hasValue: true },
    { sign: '~~', label: 'is like (with %)', hasValue: true },
    { sign: '?', label: 'is set', hasValue: false },
    { sign: '!?', label: 'is not set', hasValue: false },
  ],
  integer: [
    { sign: '>=', label: 'at least', hasValue: true },
    { sign: '<=', label: 'at most', hasValue: true },
    { sign: '>', label: 'more than', hasValue: true },
    { sign: '<', label: 'less than', hasValue: true },
    { sign: '=', label: 'is', hasValue: true },
    { sign: '!=', label: 'is not', hasValue: true },
    { sign: '?', label: 'is set', hasValue: false },
    { sign: '!?', label: 'is not set', hasValue: false },
  ],
  dateTime: [
    { sign: '>=', label: 'on or after', hasValue: true },
    { sign: '<', label: 'before', hasValue: true },
    { sign: '?', label: 'is set', hasValue: false },
    { sign: '!?', label: 'is not set', hasValue: false },
  ],
};
