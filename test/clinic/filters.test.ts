import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  attachmentFields,
  caseFields,
  type Filter,
  listParameters,
  type ListQuery,
  parseFilter,
  parseSort,
  patientAttachmentFields,
  patientFields,
  type Sort,
} from '../../main/clinic/filters.ts';
import { errorOf } from '../fixtures/error-of.ts';

type AttachmentFilter = Filter<typeof attachmentFields>;
type PatientFilter = Filter<typeof patientFields>;

describe('what the API does not know does not compile', () => {
  it('takes each type’s own operators', () => {
    expectTypeOf<{ field: 'id'; operator: '='; value: readonly string[] }>().toExtend<AttachmentFilter>();
    expectTypeOf<{ field: 'size'; operator: '>='; value: number }>().toExtend<AttachmentFilter>();
    expectTypeOf<{ field: 'filename'; operator: '~~'; value: string }>().toExtend<AttachmentFilter>();
    expectTypeOf<{ field: 'archived_at'; operator: '*' }>().toExtend<AttachmentFilter>();
    expectTypeOf<{ field: 'processed_at'; operator: '!?' }>().toExtend<AttachmentFilter>();
    expectTypeOf<{ field: 'date_of_birth'; operator: '='; value: string }>().toExtend<PatientFilter>();
    expectTypeOf<{ field: 'live'; operator: '!='; value: boolean }>().toExtend<Filter<{ live: 'boolean' }>>();
  });

  it('refuses an unknown field', () => {
    expectTypeOf<{ field: 'colour'; operator: '='; value: string }>().not.toExtend<AttachmentFilter>();
    // Exists for all attachments, but not for one patient's.
    expectTypeOf<{ field: 'patient_id'; operator: '='; value: string }>().toExtend<AttachmentFilter>();
    expectTypeOf<{ field: 'patient_id'; operator: '='; value: string }>().not.toExtend<
      Filter<typeof patientAttachmentFields>
    >();
    expectTypeOf<'first_name'>().not.toExtend<Sort<typeof caseFields>['field']>();
    expectTypeOf<'expiry_date'>().toExtend<Sort<typeof caseFields>['field']>();
  });

  it('refuses another type’s operator', () => {
    expectTypeOf<{ field: 'created_at'; operator: '='; value: string }>().not.toExtend<AttachmentFilter>();
    expectTypeOf<{ field: 'id'; operator: '~'; value: string }>().not.toExtend<AttachmentFilter>();
    expectTypeOf<{ field: 'filename'; operator: '>'; value: string }>().not.toExtend<AttachmentFilter>();
    expectTypeOf<{ field: 'filename'; operator: '*' }>().not.toExtend<AttachmentFilter>();
    expectTypeOf<{ field: 'live'; operator: '?' }>().not.toExtend<Filter<{ live: 'boolean' }>>();
  });

  it('refuses a value of another type, or none', () => {
    expectTypeOf<{ field: 'filename'; operator: '='; value: number }>().not.toExtend<AttachmentFilter>();
    expectTypeOf<{ field: 'filename'; operator: '=' }>().not.toExtend<AttachmentFilter>();
    expectTypeOf<{ field: 'live'; operator: '='; value: 'yes' }>().not.toExtend<
      Filter<{ live: 'boolean' }>
    >();
  });
});

describe('a query as parameters', () => {
  const parametersOf = (query: ListQuery<typeof attachmentFields>) => [...listParameters(query)];

  it('asks for the longest pages by default', () => {
    expect(parametersOf({})).toEqual([['per_page', '100']]);
    expect(parametersOf({ filters: [], sort: [], perPage: 7 })).toEqual([['per_page', '7']]);
  });

  it('repeats the filters, and joins the order', () => {
    expect(
      parametersOf({
        filters: [
          { field: 'archived_at', operator: '*' },
          { field: 'id', operator: '=', value: ['1968645883121642782', '2'] },
          { field: 'size', operator: '>=', value: 1000 },
          { field: 'filename', operator: '~~', value: '100% & é:%' },
          { field: 'processed_at', operator: '!?' },
        ],
        sort: [
          { field: 'created_at', direction: 'desc' },
          { field: 'id', direction: 'asc' },
        ],
      }),
    ).toEqual([
      ['q[]', 'archived_at:*'],
      ['q[]', 'id:=1968645883121642782,2'],
      ['q[]', 'size:>=1000'],
      ['q[]', 'filename:~~100% & é:%'],
      ['q[]', 'processed_at:!?'],
      ['sort', 'created_at:desc,id:asc'],
      ['per_page', '100'],
    ]);
  });

  it('writes a boolean', () => {
    const query: ListQuery<{ live: 'boolean' }> = {
      filters: [{ field: 'live', operator: '!=', value: false }],
    };
    expect(listParameters(query).get('q[]')).toBe('live:!=false');
  });
});

describe('a filter as a person types it', () => {
  it.each([
    ['filename:=a', { field: 'filename', operator: '=', value: 'a' }],
    ['filename:!=a', { field: 'filename', operator: '!=', value: 'a' }],
    ['filename:~a', { field: 'filename', operator: '~', value: 'a' }],
    ['filename:~~%a%', { field: 'filename', operator: '~~', value: '%a%' }],
    ['filename:=a:b\nc', { field: 'filename', operator: '=', value: 'a:b\nc' }],
    ['filename:=?', { field: 'filename', operator: '=', value: '?' }],
    ['description:?', { field: 'description', operator: '?' }],
    ['description:!?', { field: 'description', operator: '!?' }],
    ['archived_at:*', { field: 'archived_at', operator: '*' }],
    [
      'created_at:>=2026-11-23T00:00:00Z',
      { field: 'created_at', operator: '>=', value: '2026-11-23T00:00:00Z' },
    ],
    [
      'created_at:<2026-11-23T00:00:00Z',
      { field: 'created_at', operator: '<', value: '2026-11-23T00:00:00Z' },
    ],
    ['id:=1,2', { field: 'id', operator: '=', value: '1,2' }],
    ['size:!?', { field: 'size', operator: '!?' }],
  ])('%j', (text, filter) => {
    expect(parseFilter(attachmentFields, text)).toEqual(filter);
  });

  it('keeps the wildcards of a date', () => {
    expect(parseFilter(patientFields, 'date_of_birth:=****-05-**')).toEqual({
      field: 'date_of_birth',
      operator: '=',
      value: '****-05-**',
    });
  });

  it.each(['', 'filename', 'colour:=red', ':=a', 'constructor:=a', 'FILENAME:=a', '__proto__:?'])(
    'is refused for its field: %j',
    (text) => {
      const { code, detail } = errorOf(() => parseFilter(attachmentFields, text));
      expect([code, detail]).toEqual([
        'request-invalid',
        `filter: one of ${Object.keys(attachmentFields).join(', ')}`,
      ]);
    },
  );

  it.each([
    ['filename:>a', 'filter filename: !=  ~~  ~  =  ?  !?'],
    ['filename:=', 'filter filename: !=  ~~  ~  =  ?  !?'],
    ['filename:?a', 'filter filename: !=  ~~  ~  =  ?  !?'],
    ['filename:', 'filter filename: !=  ~~  ~  =  ?  !?'],
    ['created_at:=2026-11-23', 'filter created_at: >=  >  <=  <  ?  !?  *'],
    ['created_at:*2026', 'filter created_at: >=  >  <=  <  ?  !?  *'],
    ['id:~1', 'filter id: >=  >  <=  <  !=  =  ?  !?'],
  ])('is refused for its operator, with the valid ones: %s', (text, detail) => {
    expect(errorOf(() => parseFilter(attachmentFields, text))).toMatchObject({
      code: 'request-invalid',
      detail,
    });
  });
});

describe('an order as a person types it', () => {
  it.each([
    ['created_at', { field: 'created_at', direction: 'asc' }],
    ['created_at:asc', { field: 'created_at', direction: 'asc' }],
    ['size:desc', { field: 'size', direction: 'desc' }],
  ])('%s', (text, sort) => {
    expect(parseSort(attachmentFields, text)).toEqual(sort);
  });

  it.each(['', 'colour', 'size:down', 'size:', 'size:asc:desc', 'toString', 'size,id'])(
    'is refused, with the valid ones: %j',
    (text) => {
      expect(errorOf(() => parseSort(patientAttachmentFields, text))).toMatchObject({
        code: 'request-invalid',
        detail: `sort: ${Object.keys(patientAttachmentFields).join(', ')}`,
      });
    },
  );
});
