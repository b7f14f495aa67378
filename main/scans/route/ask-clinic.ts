import type { ClinicClient } from '../../clinic/client.ts';
import { caseRef } from '../../clinic/cases/destinations.ts';
import type { CallOptions } from '../../clinic/http.ts';
import { collect } from '../../clinic/pages.ts';
import { isCurrent, patientRef } from '../../clinic/people/patient-search.ts';
import type { Patient, PatientCase } from '../../clinic/schemas.ts';
import { assertNever, ChartdropError } from '../../base/errors.ts';
import type { Found, FoundPatient } from './lookups.ts';
import type { LookupQuery } from './pattern.ts';

/**
 * Looks up a file's name in the clinic. An unknown id finds nothing; every other failure is thrown, and the lookup is
 * repeated later.
 */
export async function askClinic(
  client: ClinicClient,
  query: LookupQuery,
  options: CallOptions,
): Promise<Found> {
  switch (query.kind) {
    case 'patient': {
      const patient = await orNothing(client.patient(query.patientId, options));
      return { patients: patient === null ? [] : [foundPatient(patient)], cases: [] };
    }
    case 'case': {
      const found = await orNothing(client.case(query.caseId, options));
      const patient = found === null ? null : await orNothing(client.patient(found.patient, options));
      return { patients: [], cases: found === null || patient === null ? [] : [foundCase(found, patient)] };
    }
    case 'person': {
      // By date of birth alone, since names are spelled in more ways than a filter supports. Reads all pages: hundreds
      // of patients may share a placeholder date, and one of two namesakes must not look like the only one.
      const filter = { field: 'date_of_birth', operator: '=', value: query.dateOfBirth } as const;
      const any = { field: 'archived_at', operator: '*' } as const;
      const patients = await collect(client.patients({ filters: [filter, any] }, options));
      return { patients: patients.map(foundPatient), cases: [] };
    }
    default:
      return assertNever(query);
  }
}

const foundPatient = (patient: Patient): FoundPatient => ({
  ref: patientRef(patient),
  firstName: patient.first_name,
  lastName: patient.last_name,
  preferredFirstName: patient.preferred_first_name,
  current: isCurrent(patient),
});

const foundCase = (found: PatientCase, patient: Patient): Found['cases'][number] => ({
  ref: caseRef(found),
  patient: foundPatient(patient),
  current: found.archived_at === null,
});

async function orNothing<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (thrown) {
    if (thrown instanceof ChartdropError && thrown.code === 'record-not-found') return null;
    throw thrown;
  }
}
