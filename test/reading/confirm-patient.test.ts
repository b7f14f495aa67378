import { describe, expect, it } from 'vitest';
import { patientRef } from '../../main/clinic/people/patient-search.ts';
import type { Patient } from '../../main/clinic/schemas.ts';
import { confirmPatient } from '../../main/reading/confirm-patient.ts';
import { patientOf } from './people.ts';

const day = '1980-02-03';
const jane = patientOf(1, ['Jane', 'Citizen', day]);
const { signal } = new AbortController();

const confirmed = (...patients: readonly Patient[]) => {
  const find = () => Promise.resolve({ kind: 'found' as const, born: new Map([[day, patients]]) });
  return confirmPatient({ find }, patientRef(jane), signal);
};

describe('a patient whom a page named before (case 59)', () => {
  it('is confirmed while the clinic has the record as it was', async () => {
    expect(await confirmed(jane, patientOf(2, ['Wei', 'Li', day]))).toEqual({ kind: 'same' });
  });

  it.each<[string, Patient[]]>([
    ['archived', [{ ...jane, archived_at: 1 }]],
    ['merged', [{ ...jane, merged_at: 1 }]],
    ['given another name', [{ ...jane, last_name: 'Smith' }]],
    ['given another date of birth', []],
  ])('is not confirmed once the record was %s', async (_what, patients) => {
    expect(await confirmed(...patients)).toEqual({ kind: 'changed' });
  });

  it('is not confirmed once a second record fits the same words', async () => {
    expect(await confirmed(jane, patientOf(2, ['Jane', 'Citizen', day]))).toEqual({ kind: 'alike' });
    expect(
      await confirmed(jane, patientOf(2, ['Janine', 'Citizen', day], { preferred_first_name: 'Jane' })),
    ).toEqual({
      kind: 'alike',
    });
  });

  it('waits for the share of the rate limit, and asks for a fresh answer', async () => {
    const asked: unknown[] = [];
    const find = (...given: unknown[]) => {
      asked.push(given[0], given[2]);
      return Promise.resolve({ kind: 'later' as const, afterMs: 5 });
    };
    expect(await confirmPatient({ find }, patientRef(jane), signal)).toEqual({ kind: 'later', afterMs: 5 });
    expect(asked).toEqual([[day], { fresh: true }]);
  });
});
