import { describe, expect, it } from 'vitest';
import { collect } from '../../main/clinic/pages.ts';
import type { DemoClinic } from '../../main/demo-clinic/start.ts';
import { askClinic } from '../../main/scans/route/ask-clinic.ts';
import type { LookupQuery } from '../../main/scans/route/pattern.ts';
import { caseIdSchema, patientIdSchema } from '../../preload/contract/ids.ts';
import { rejectionOf } from '../fixtures/error-of.ts';
import { callOptions, clientOf, testClinic } from '../fixtures/upload-bench.ts';

const ask = (demo: DemoClinic, query: LookupQuery) => askClinic(clientOf(demo).client, query, callOptions());
const janeOf = (demo: DemoClinic) => demo.patients().find(({ lastName }) => lastName === 'Citizen')?.id ?? '';
const byPatient = (id: string): LookupQuery => ({ kind: 'patient', patientId: patientIdSchema.parse(id) });
const byCase = (id: string | undefined): LookupQuery => ({
  kind: 'case',
  caseId: caseIdSchema.parse(id),
  patientId: null,
});
const nothing = { patients: [], cases: [] };

describe('what the clinic has for a file’s name', () => {
  it('is the patient of an id, current or not', async () => {
    const demo = await testClinic();
    const jane = janeOf(demo);
    expect(await ask(demo, byPatient(jane))).toEqual({
      patients: [
        {
          ref: { id: jane, name: 'Jane Citizen', dateOfBirth: '1980-02-03' },
          firstName: 'Jane',
          lastName: 'Citizen',
          preferredFirstName: null,
          current: true,
        },
      ],
      cases: [],
    });
    demo.changePatient(jane, { archivedAt: '2026-11-01T00:00:00Z' });
    expect(await ask(demo, byPatient(jane))).toMatchObject({ patients: [{ current: false }] });
  });

  it('is nothing for an unknown id', async () => {
    const demo = await testClinic();
    expect(await ask(demo, byPatient('42'))).toEqual(nothing);
    expect(await ask(demo, byCase('42'))).toEqual(nothing);
  });

  it('is a case and its patient, archived or not', async () => {
    const demo = await testClinic();
    const jane = janeOf(demo);
    const open = demo.cases().find((one) => one.patientId === jane && one.archivedAt === null);
    expect(await ask(demo, byCase(open?.id))).toMatchObject({
      patients: [],
      cases: [{ ref: { id: open?.id, name: 'Knee 2026' }, patient: { ref: { id: jane } }, current: true }],
    });
    const archived = demo.cases().find((one) => one.archivedAt !== null);
    expect(await ask(demo, byCase(archived?.id))).toMatchObject({ cases: [{ current: false }] });
  });

  it('is every patient with a date of birth, over several pages too: one namesake must not look like the only one', async () => {
    const demo = await testClinic();
    const { client } = clientOf(demo);
    const everybody = await collect(client.patients({ filters: [] }, callOptions()), 150);
    const born1900 = {
      ...client,
      async *patients() {
        await Promise.resolve();
        yield { rows: everybody.slice(0, 100), total: 150, more: true, odd: 0 };
        yield { rows: everybody.slice(100), total: 150, more: false, odd: 0 };
      },
    };
    const query = {
      kind: 'person',
      firstName: 'John',
      lastName: 'Smith',
      dateOfBirth: '1900-01-01',
    } as const;
    expect((await askClinic(born1900, query, callOptions())).patients).toHaveLength(everybody.length);
    expect(everybody.length).toBeGreaterThan(100);
  });

  it('is nothing for a case whose patient is gone', async () => {
    const demo = await testClinic({ faults: [{ step: 'patient', act: { status: 404 } }] });
    expect(await ask(demo, byCase(demo.cases()[0]?.id))).toEqual(nothing);
  });

  it('is every patient with a date of birth, archived ones too: names are compared here', async () => {
    const demo = await testClinic();
    const archie = demo.patients().find(({ lastName }) => lastName === 'Archived');
    const found = await ask(demo, {
      kind: 'person',
      lastName: 'does not',
      firstName: 'matter',
      dateOfBirth: archie?.dateOfBirth ?? '',
    });
    expect(found.cases).toEqual([]);
    expect(found.patients.map(({ ref }) => ref.id)).toEqual(
      demo
        .patients()
        .filter(({ dateOfBirth, deletedAt, mergedAt }) => {
          return dateOfBirth === archie?.dateOfBirth && deletedAt === null && mergedAt === null;
        })
        .map(({ id }) => id),
    );
    expect(found.patients.find(({ ref }) => ref.id === archie?.id)?.current).toBe(false);
  });

  it('is unknown while the clinic is unreachable: then it throws', async () => {
    const demo = await testClinic({ faults: [{ step: 'patient', act: { status: 503 } }] });
    expect((await rejectionOf(ask(demo, byPatient(janeOf(demo))))).code).toBe('service-error');
  });
});
