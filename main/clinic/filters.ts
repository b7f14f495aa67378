import { ChartdropError } from '../base/errors.ts';

/** The API's filter types and the operators of each (Cliniko's API reference, Lists). */
const operators = {
  dateTime: ['>=', '>', '<=', '<', '?', '!?', '*'],
  date: ['>=', '>', '<=', '<', '=', '?', '!?'],
  integer: ['>=', '>', '<=', '<', '!=', '=', '?', '!?'],
  string: ['!=', '~~', '~', '=', '?', '!?'],
  boolean: ['!=', '='],
} as const;
type FieldType = keyof typeof operators;
export type Fields = Readonly<Record<string, FieldType>>;

/** Operators without a value: is set, is not set, any. */
type Bare = '?' | '!?' | '*';
type Operator<T extends FieldType> = (typeof operators)[T][number];
type ValueOf<T extends FieldType> = T extends 'boolean'
  ? boolean
  : T extends 'integer'
    ? number | string | readonly string[]
    : string;

/**
 * One condition on one field. An unsupported field or operator does not compile. A list must meet all its
 * conditions.
 */
export type Filter<F extends Fields> = {
  [K in keyof F & string]:
    | { field: K; operator: Exclude<Operator<F[K]>, Bare>; value: ValueOf<F[K]> }
    | { field: K; operator: Extract<Operator<F[K]>, Bare> };
}[keyof F & string];

export interface Sort<F extends Fields> {
  field: keyof F & string;
  direction: 'asc' | 'desc';
}

/** A patient's list has the same fields as all attachments, except the patient. */
export const patientAttachmentFields = {
  archived_at: 'dateTime',
  created_at: 'dateTime',
  content_type: 'string',
  description: 'string',
  filename: 'string',
  id: 'integer',
  processed_at: 'dateTime',
  size: 'integer',
  updated_at: 'dateTime',
  user_id: 'integer',
} as const satisfies Fields;

export const attachmentFields = {
  ...patientAttachmentFields,
  patient_id: 'integer',
} as const satisfies Fields;

export const patientFields = {
  id: 'integer',
  archived_at: 'dateTime',
  created_at: 'dateTime',
  updated_at: 'dateTime',
  date_of_birth: 'date',
  email: 'string',
  first_name: 'string',
  last_name: 'string',
  old_reference_id: 'string',
  preferred_first_name: 'string',
} as const satisfies Fields;

export const caseFields = {
  id: 'integer',
  archived_at: 'dateTime',
  created_at: 'dateTime',
  updated_at: 'dateTime',
  expiry_date: 'date',
  patient_id: 'integer',
} as const satisfies Fields;

export const userFields = { id: 'integer' } as const satisfies Fields;

/** Fields of the lists of appointments that Chartdrop filters by. The lists of both kinds have these. */
export const groupAppointmentFields = {
  archived_at: 'dateTime',
  starts_at: 'dateTime',
} as const satisfies Fields;

/** An unknown filter is answered 400, so each list has its own fields: only the first kind has `cancelled_at`. */
export const individualAppointmentFields = {
  ...groupAppointmentFields,
  cancelled_at: 'dateTime',
} as const satisfies Fields;

/** Filters, order and page of a list. */
export interface ListQuery<F extends Fields> {
  filters?: readonly Filter<F>[];
  sort?: readonly Sort<F>[];
  /** 1 to 100; the service's default is 50. */
  perPage?: number;
}

/** Writes a query as the API's parameters: `q[]=FIELD:OPERATORVALUE`, `sort=field:asc,…`. */
export function listParameters<F extends Fields>(query: ListQuery<F>): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const filter of query.filters ?? []) {
    const value = 'value' in filter ? String(filter.value) : '';
    parameters.append('q[]', `${filter.field}:${filter.operator}${value}`);
  }
  const sort = (query.sort ?? []).map(({ field, direction }) => `${field}:${direction}`);
  if (sort.length > 0) parameters.set('sort', sort.join(','));
  parameters.set('per_page', String(query.perPage ?? 100));
  return parameters;
}

/** The form of a value of each type. The service would refuse or misread any other form. */
const values: Readonly<
  Record<FieldType, { form: string; isValid: (value: string, operator: string) => boolean }>
> = {
  dateTime: {
    form: 'a moment in UTC, such as 2026-11-23T04:05:06Z',
    isValid: (value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value) && !Number.isNaN(Date.parse(value)),
  },
  date: {
    form: 'a day, such as 2026-11-23; after = with * for any digit, such as ****-11-**',
    isValid: (value, operator) =>
      operator === '=' ? /^[\d*]{4}-[\d*]{2}-[\d*]{2}$/.test(value) : /^\d{4}-\d\d-\d\d$/.test(value),
  },
  integer: {
    form: 'a whole number; after = several of them, such as 1,2,3',
    isValid: (value, operator) => (operator === '=' ? /^\d+(,\d+)*$/.test(value) : /^\d+$/.test(value)),
  },
  string: { form: 'a text', isValid: () => true },
  boolean: { form: 'true or false', isValid: (value) => value === 'true' || value === 'false' },
};

/**
 * Parses `field:operatorvalue` as a person typed it. Throws `request-invalid`, naming the valid fields, operators
 * or value form.
 */
export function parseFilter<F extends Fields>(fields: F, text: string): Filter<F> {
  const [, field = '', rest = ''] = /^([a-z_]+):(.*)$/s.exec(text) ?? [];
  const type = Object.hasOwn(fields, field) ? fields[field] : undefined;
  if (type === undefined) {
    throw new ChartdropError('request-invalid', {
      detail: `filter: one of ${Object.keys(fields).join(', ')}`,
    });
  }
  const operator = operators[type].find((candidate) => rest.startsWith(candidate));
  const value = operator === undefined ? '' : rest.slice(operator.length);
  const bare = operator === '?' || operator === '!?' || operator === '*';
  if (operator === undefined || bare !== (value === '')) {
    throw new ChartdropError('request-invalid', { detail: `filter ${field}: ${operators[type].join('  ')}` });
  }
  if (!bare && !values[type].isValid(value, operator)) {
    throw new ChartdropError('request-invalid', { detail: `filter ${field}: ${values[type].form}` });
  }
  return (bare ? { field, operator } : { field, operator, value }) as Filter<F>;
}

/** Parses `field` or `field:desc` as a person typed it. Throws `request-invalid`. */
export function parseSort<F extends Fields>(fields: F, text: string): Sort<F> {
  const [field = '', direction = 'asc', ...rest] = text.split(':');
  const isDirection = direction === 'asc' || direction === 'desc';
  if (!Object.hasOwn(fields, field) || !isDirection || rest.length > 0) {
    throw new ChartdropError('request-invalid', { detail: `sort: ${Object.keys(fields).join(', ')}` });
  }
  return { field, direction };
}
