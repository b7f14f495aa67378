import { describe, expect, it } from 'vitest';
import {
  attachmentDescription,
  caseDestination,
  patientDestination,
} from '../../main/clinic/cases/destinations.ts';
import { caseIdSchema, patientIdSchema } from '../../preload/contract/ids.ts';
import { rejectionOf } from '../fixtures/error-of.ts';
import { callOptions, clientOf, testClinic } from '../fixtures/upload-bench.ts';

async function scene() {
  const demo = await testClinic();
  const { client } = clientOf(demo);
  const find = (lastName: string) => {
    const patient = demo.patients().find((one) => one.lastName === lastName);
    return patientIdSchema.parse(patient?.id);
  };
  return {
    demo,
    find,
    toPatient: (id: string) => patientDestination(client, patientIdSchema.parse(id), callOptions()),
    toCase: (id: string | undefined) => caseDestination(client, caseIdSchema.parse(id), callOptions()),
  };
}
const nobody = '9223372036854775807';
const jane = (id: string) => ({ id, name: 'Jane Citizen', dateOfBirth: '1980-02-03' });

describe('a patient as a destination', () => {
  it('has two identifiers beside the name', async () => {
    const { find, toPatient } = await scene();
    const id = find('Citizen');
    expect(await toPatient(id)).toEqual({ kind: 'patient', patient: jane(id) });
  });

  it.each(['Archived', 'Deleted', 'Merged'])('cannot be who is %s', async (lastName) => {
    const { find, toPatient } = await scene();
    const error = await rejectionOf(toPatient(find(lastName)));
    expect([error.code, error.advice]).toEqual(['patient-unavailable', 'ask']);
  });

  it('cannot be a patient who was merged a moment ago', async () => {
    const { demo, find, toPatient } = await scene();
    demo.changePatient(find('Citizen'), { mergedAt: '2026-11-23T04:05:06Z' });
    expect((await rejectionOf(toPatient(find('Citizen')))).code).toBe('patient-unavailable');
  });

  it('cannot be an unknown patient', async () => {
    const { toPatient } = await scene();
    expect((await rejectionOf(toPatient(nobody))).code).toBe('patient-not-found');
  });

  it('is not reported as missing when the service only has an error', async () => {
    const { demo, find, toPatient } = await scene();
    demo.faults.add({ step: 'patient', act: { status: 500 } }, { step: 'patient', act: 'drop-before' });
    expect((await rejectionOf(toPatient(find('Citizen')))).code).toBe('service-error');
    expect((await rejectionOf(toPatient(find('Citizen')))).code).toBe('network-unreachable');
  });
});

describe('a case as a destination', () => {
  it('brings its own patient along', async () => {
    const { demo, find, toCase } = await scene();
    const id = find('Citizen');
    const knee = demo.cases().find((one) => one.patientId === id);
    expect(await toCase(knee?.id)).toEqual({
      kind: 'case',
      patient: jane(id),
      case: { id: knee?.id, name: 'Knee 2026' },
    });
  });

  it('may be closed or expired', async () => {
    const { demo, toCase } = await scene();
    const open = demo.cases().filter((one) => one.archivedAt === null);
    const closed = open.find((one) => one.closed);
    const expired = open.find((one) => one.expiryDate === '2025-06-30');
    expect(await toCase(closed?.id)).toMatchObject({ case: { id: closed?.id } });
    expect(await toCase(expired?.id)).toMatchObject({ case: { id: expired?.id } });
  });

  it('may not be archived', async () => {
    const { demo, toCase } = await scene();
    const archived = demo.cases().find((one) => one.archivedAt !== null);
    expect((await rejectionOf(toCase(archived?.id))).code).toBe('case-unavailable');
  });

  it('may not be of a patient who cannot be chosen or does not exist', async () => {
    const { demo, find, toCase } = await scene();
    const knee = demo.cases().find((one) => one.patientId === find('Citizen'));
    demo.faults.add({ step: 'patient', act: { status: 404 } });
    expect((await rejectionOf(toCase(knee?.id))).code).toBe('patient-not-found');
    demo.changePatient(find('Citizen'), { archivedAt: '2026-11-23T04:05:06Z' });
    expect((await rejectionOf(toCase(knee?.id))).code).toBe('patient-unavailable');
  });

  it('cannot be an unknown one', async () => {
    const { toCase } = await scene();
    expect((await rejectionOf(toCase(nobody))).code).toBe('case-not-found');
  });
});

describe('the description of an attachment', () => {
  it.each([
    [null, null],
    ['', null],
    ['  ', null],
    [' From the GP ', 'From the GP'],
  ])('%j is sent as %j', (own, expected) => {
    expect(attachmentDescription(own)).toBe(expected);
  });

  it('is cut at the service’s 255 characters, without splitting an emoji', () => {
    expect(attachmentDescription('x'.repeat(255))).toBe('x'.repeat(255));
    expect(attachmentDescription('x'.repeat(256))).toBe(`${'x'.repeat(254)}…`);
    expect(attachmentDescription('🦴'.repeat(255))).toBe('🦴'.repeat(255));
    const cut = attachmentDescription('🦴'.repeat(300)) ?? '';
    expect(Array.from(cut)).toHaveLength(255);
    expect(cut.isWellFormed()).toBe(true);
  });
});
