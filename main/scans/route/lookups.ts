import type { CaseRef, Destination, PatientRef } from '../../../preload/contract/destination.ts';
import type { InboxReason } from '../../../preload/contract/job.ts';
import { assertNever } from '../../base/errors.ts';
import type { LookupQuery } from './pattern.ts';

/** A patient from the clinic. */
export interface FoundPatient {
  readonly ref: PatientRef;
  readonly firstName: string;
  readonly lastName: string;
  readonly preferredFirstName: string | null;
  /** Not archived, deleted or merged. */
  readonly current: boolean;
}

export interface FoundCase {
  readonly ref: CaseRef;
  readonly patient: FoundPatient;
  /** Not archived; closed and expired cases are current. */
  readonly current: boolean;
}

/** The clinic's answer to a query. */
export interface Found {
  readonly patients: readonly FoundPatient[];
  readonly cases: readonly FoundCase[];
}

export type LookupDecision =
  | { kind: 'destination'; destination: Destination }
  /** `candidates`: other matches for a person to choose from, at most ten. */
  | { kind: 'inbox'; reason: InboxReason; candidates: Destination[] };

const mostCandidates = 10;

/** A name for comparison, ignoring case, accents, their encoding (case 20), apostrophes and spaces. */
export function foldName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[’ʼ`´]/g, "'")
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
    .replaceAll('đ', 'd')
    .replace(/[\s_]+/g, ' ')
    .trim();
}

const toPatient = ({ ref }: FoundPatient): Destination => ({ kind: 'patient', patient: ref });
const toCase = (found: FoundCase): Destination => ({
  kind: 'case',
  patient: found.patient.ref,
  case: found.ref,
});

function inbox(reason: InboxReason, candidates: readonly FoundPatient[]): LookupDecision {
  const current = candidates.filter((patient) => patient.current).slice(0, mostCandidates);
  return { kind: 'inbox', reason, candidates: current.map(toPatient) };
}

function decidePatients(fitting: readonly FoundPatient[], others: readonly FoundPatient[]): LookupDecision {
  const current = fitting.filter((patient) => patient.current);
  const [only] = current;
  if (only === undefined) {
    return inbox(fitting.length > 0 ? 'patient-unavailable' : 'patient-not-found', others);
  }
  // Two patients with the same name and date of birth: only a person can distinguish them (case 16).
  if (current.length > 1) return inbox('patient-ambiguous', current);
  return { kind: 'destination', destination: toPatient(only) };
}

function decideCase(query: LookupQuery & { kind: 'case' }, { cases }: Found): LookupDecision {
  const found = cases.find(({ ref }) => ref.id === query.caseId);
  if (found === undefined) return inbox('case-not-found', []);
  const { patient } = found;
  // A case of another patient contradicts the name, so the file is not filed.
  if (query.patientId !== null && patient.ref.id !== query.patientId) return inbox('case-not-found', []);
  if (!patient.current) return inbox('patient-unavailable', []);
  if (!found.current) return inbox('case-not-found', [patient]);
  return { kind: 'destination', destination: toCase(found) };
}

function isPerson(query: LookupQuery & { kind: 'person' }, patient: FoundPatient): boolean {
  if (patient.ref.dateOfBirth !== query.dateOfBirth) return false;
  if (foldName(patient.lastName) !== foldName(query.lastName)) return false;
  const firstName = foldName(query.firstName);
  return [patient.firstName, patient.preferredFirstName ?? ''].some((name) => foldName(name) === firstName);
}

/**
 * Decides on a lookup: files only if exactly one current patient matches the complete name; otherwise the inbox, with
 * the matches.
 */
export function decideLookup(query: LookupQuery, found: Found): LookupDecision {
  switch (query.kind) {
    case 'patient':
      return decidePatients(
        found.patients.filter(({ ref }) => ref.id === query.patientId),
        [],
      );
    case 'case':
      return decideCase(query, found);
    case 'person':
      return decidePatients(
        found.patients.filter((patient) => isPerson(query, patient)),
        found.patients,
      );
    default:
      return assertNever(query);
  }
}
