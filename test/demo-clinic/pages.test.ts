import { expect, it } from 'vitest';
import type { Fields } from '../../main/demo-clinic/api/filters.ts';
import { isShown, pageOf } from '../../main/demo-clinic/api/pages.ts';
import { ChartdropError } from '../../main/base/errors.ts';

const fields: Fields = {
  archived_at: 'date-time',
  created_at: 'date-time',
  id: 'integer',
  name: 'string',
  size: 'integer',
};
interface Row {
  id: string;
  created_at: string;
  archived_at: string | null;
  name: string;
  size: number | null;
}
const row = (id: string, created: number, more: Partial<Row> = {}): Row => ({
  id,
  created_at: `2026-01-01T00:00:0${created}Z`,
  archived_at: null,
  name: `name ${id}`,
  size: Number(id),
  ...more,
});
const page = (rows: Row[], query: string) => pageOf(rows, fields, new URL(`http://clinic/v1/rows${query}`));
const ids = (rows: Row[], query = '') => page(rows, query).rows.map(({ id }) => id);

it('orders by creation, and by id where a second is shared', () => {
  expect(ids([row('12', 2), row('9', 1), row('10', 1), row('2', 1)])).toEqual(['2', '9', '10', '12']);
});

it.each([
  ['?order=desc', ['3', '2', '1']],
  ['?sort=name', ['3', '1', '2']],
  ['?sort=name:desc', ['2', '1', '3']],
  ['?sort=name&order=desc', ['2', '1', '3']],
  ['?sort=name:asc&order=desc', ['3', '1', '2']],
  ['?sort=size', ['3', '1', '2']],
  ['?sort=size:desc,id', ['2', '1', '3']],
])('orders by %s', (query, expected) => {
  const rows = [
    row('1', 1, { name: 'b', size: 9 }),
    row('2', 2, { name: 'C', size: null }),
    row('3', 3, { name: 'A', size: -10 }),
  ];
  expect(ids(rows, query)).toEqual(expected);
});

it('compares numbers as numbers, however large', () => {
  const rows = ['1968645883121642783', '1968645883121642782', '99'].map((id) => row(id, 1));
  expect(ids(rows, '?sort=id')).toEqual(['99', '1968645883121642782', '1968645883121642783']);
});

it('cuts pages whose links exist only where the pages do', () => {
  const rows = Array.from({ length: 120 }, (_, at) => row(String(at + 1), 0));
  const first = page(rows, '?q[]=name:~name');
  expect([first.rows.length, first.total, first.links.previous]).toEqual([50, 120, undefined]);
  const second = pageOf(rows, fields, new URL(first.links.next ?? ''));
  const third = pageOf(rows, fields, new URL(second.links.next ?? ''));
  expect([third.rows.length, third.links.next]).toEqual([20, undefined]);
  expect(new URL(third.links.previous ?? '').searchParams.get('page')).toBe('2');
  expect(new URL(third.links.self).searchParams.get('q[]')).toBe('name:~name');
  const seen = [first, second, third].flatMap(({ rows: part }) => part.map(({ id }) => id));
  expect(new Set(seen).size).toBe(120);
});

it('gives an empty page beyond the last one, and none at all of nothing', () => {
  expect(page([row('1', 1)], '?page=7')).toMatchObject({ rows: [], total: 1 });
  const { links } = page([], '');
  expect(links).toEqual({ self: 'http://clinic/v1/rows' });
});

it('fills exactly one page without announcing another', () => {
  const rows = Array.from({ length: 10 }, (_, at) => row(String(at + 1), 0));
  expect(page(rows, '?per_page=10').links.next).toBeUndefined();
  expect(page(rows, '?per_page=9').links.next).toContain('page=2');
});

it.each([
  '?page=0',
  '?page=x',
  '?page=1.5',
  '?per_page=0',
  '?per_page=101',
  '?per_page=-1',
  '?sort=colour',
  '?sort=name:up',
  '?sort=name:asc:desc',
  '?sort=',
  '?order=up',
  '?q[]=colour:=red',
])('refuses %s', (query) => {
  expect(() => page([], query)).toThrow(ChartdropError);
});

it('shows archived rows only if a filter names the field', () => {
  const archived = row('1', 1, { archived_at: '2026-02-01T00:00:00Z' });
  const rows = [archived, row('2', 2)];
  expect(ids(rows)).toEqual(['2']);
  expect(ids(rows, '?q[]=archived_at:*')).toEqual(['1', '2']);
  expect(ids(rows, '?q[]=archived_at:?')).toEqual(['1']);
  expect(ids(rows, '?q[]=archived_at:!?')).toEqual(['2']);
  expect(ids(rows, '?q[]=name:~name')).toEqual(['2']);
  expect(isShown(archived, [])).toBe(false);
});

it('applies all filters', () => {
  const rows = [row('1', 1), row('2', 2), row('3', 3)];
  expect(ids(rows, '?q[]=size:>1&q[]=size:<3')).toEqual(['2']);
  expect(ids(rows, '?q%5B%5D=size%3A%3E1')).toEqual(['2', '3']);
});
