import { expect, it } from 'vitest';
import { inTransaction } from '../../main/demo-clinic/base/database.ts';
import { utc } from '../../main/demo-clinic/records/records.ts';
import { attachmentRow, openParts, patientRow } from './open-parts.ts';

it('stores rows by kind and id, and returns them unchanged', async () => {
  const { records } = await openParts();
  records.put('patient', patientRow('5'));
  records.put('attachment', attachmentRow('5', '1', 'blob'));
  expect(records.get('patient', '5')).toEqual(patientRow('5'));
  expect(records.get('attachment', '5')).toEqual(attachmentRow('5', '1', 'blob'));
  expect(records.get('case', '5')).toBeNull();
  records.put('patient', { ...patientRow('5'), first_name: 'Janet' });
  expect(records.list('patient')).toEqual([{ ...patientRow('5'), first_name: 'Janet' }]);
  records.remove('patient', '5');
  expect(records.get('patient', '5')).toBeNull();
  expect(records.list('attachment')).toHaveLength(1);
});

it('lists all, one patient’s, or some by id, in order of creation', async () => {
  const { records } = await openParts();
  const ids = Array.from({ length: 6 }, () => records.nextId());
  for (const [at, id] of [...ids.entries()].reverse())
    records.put('attachment', attachmentRow(id, String(at % 2), 'blob'));
  const idsOf = (scope: Parameters<typeof records.list>[1]) =>
    records.list('attachment', scope).map(({ id }) => id);
  expect(idsOf(null)).toEqual(ids);
  expect(idsOf({ patientId: '1' })).toEqual([ids[1], ids[3], ids[5]]);
  expect(idsOf({ patientId: 'x' })).toEqual([]);
  expect(idsOf({ ids: [ids[4] ?? '', ids[0] ?? '', '1'] })).toEqual([ids[0], ids[4]]);
  expect(idsOf({ ids: [] })).toEqual([]);
});

it('returns every id once, beyond a number’s precision, to every caller', async () => {
  const one = await openParts();
  const other = await openParts(one.folder);
  const ids = Array.from({ length: 50 }, (_, at) => (at % 2 === 0 ? one : other).records.nextId());
  expect(new Set(ids).size).toBe(50);
  for (const [at, id] of ids.entries()) {
    expect(String(Number(id))).not.toBe(id);
    if (at > 0) expect(BigInt(id)).toBeGreaterThan(BigInt(ids[at - 1] ?? ''));
  }
});

it('shows one process what another wrote, once all of it is written', async () => {
  const one = await openParts();
  const other = await openParts(one.folder);
  inTransaction(one.db, () => {
    one.records.put('patient', patientRow('1'));
    expect(other.records.list('patient')).toEqual([]);
    one.records.put('patient', patientRow('2'));
  });
  expect(other.records.list('patient')).toHaveLength(2);
});

it('undoes a transaction that throws', async () => {
  const { db, records } = await openParts();
  expect(() =>
    inTransaction(db, () => {
      records.put('patient', patientRow('1'));
      throw new RangeError('no');
    }),
  ).toThrow('no');
  expect(records.list('patient')).toEqual([]);
  expect(inTransaction(db, () => 'again')).toBe('again');
});

it('writes moments in whole seconds, cut and not rounded', () => {
  expect(utc(Date.parse('2026-11-23T04:05:06.999Z'))).toBe('2026-11-23T04:05:06Z');
});
