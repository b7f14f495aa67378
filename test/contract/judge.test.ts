import { expect, it } from 'vitest';
import type { Exchange } from '../../main/demo-clinic/api/api-exchange.ts';
import { judge } from './judge.ts';

const exchange = (more: Partial<Exchange>): Exchange => ({
  method: 'GET',
  url: '/v1/users',
  contentType: null,
  body: undefined,
  status: 400,
  answer: '{"message":"no"}',
  fault: null,
  ...more,
});
const json = { contentType: 'application/json', method: 'POST', url: '/v1/patient_attachments' };
const user = { id: '1', created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z' };

it.each([
  ['an operation', { url: '/v1/nothing' }, 'GET /nothing: no such operation'],
  ['a method', { method: 'PUT' }, 'PUT /users: no such operation'],
  ['a parameter', { url: '/v1/users?limit=1' }, 'GET /users: parameter limit'],
  ['a page size', { url: '/v1/users?per_page=101' }, 'GET /users: per_page=101'],
  ['a filter', { url: '/v1/users?q[]=first_name:=x' }, 'GET /users: filter first_name'],
  ['an operator', { url: '/v1/users?q[]=id:~1' }, 'GET /users: filter id with ~1'],
  ['a filter’s value', { url: '/v1/users?q[]=id:=x' }, 'GET /users: filter id:=x'],
  ['an order', { url: '/v1/users?sort=id,last_name' }, 'GET /users: sort last_name'],
  [
    'a filter of a single record',
    { url: '/v1/users/1?q[]=archived_at:*' },
    'GET /users/1: filter archived_at',
  ],
  [
    'a body',
    { ...json, method: 'POST', url: '/v1/patient_attachments/1/archive', body: {} },
    'POST /patient_attachments/1/archive: a body',
  ],
  ['a field', { ...json, body: { case_id: '1' } }, 'POST /patient_attachments body.case_id: unknown'],
  [
    'an id as a number',
    { ...json, body: { patient_id: 7 } },
    'POST /patient_attachments body.patient_id: no text',
  ],
  [
    'a text that is too long',
    { ...json, body: { description: 'x'.repeat(256) } },
    'POST /patient_attachments body.description: too long',
  ],
  ['a status', { status: 500 }, 'GET /users: status 500'],
  ['a refusal without words', { answer: '{}' }, 'GET /users: a 400 without a message'],
  [
    'a field of an answer',
    { url: '/v1/user', status: 200, answer: JSON.stringify({ ...user, shoe_size: 40 }) },
    'GET /user 200.shoe_size: unknown',
  ],
  [
    'a null',
    { url: '/v1/user', status: 200, answer: JSON.stringify({ ...user, id: null }) },
    'GET /user 200.id: null',
  ],
  [
    'a moment in another form',
    { url: '/v1/user', status: 200, answer: JSON.stringify({ ...user, created_at: 'today' }) },
    'GET /user 200.created_at: no date-time',
  ],
] as const)('finds %s outside the reference', (_, more, fault) => {
  expect(judge(exchange(more))).toContain(fault);
});

it('finds nothing in valid exchanges', () => {
  expect(judge(exchange({ url: '/v1/user', status: 200, answer: JSON.stringify(user) }))).toEqual([]);
  expect(
    judge(exchange({ url: '/v1/users?q[]=id:=1,2&sort=created_at:desc,id&per_page=100&page=2' })),
  ).toEqual([]);
});
