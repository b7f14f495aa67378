import type { Destination } from '../../preload/contract/destination.ts';
import type { CaseId, PatientId } from '../../preload/contract/ids.ts';

/** A chart, or a case with its patient's chart, by ids. */
export interface Target {
  readonly patientId: PatientId;
  readonly caseId: CaseId | null;
}

/** A patient of a round, with the case for some of the files. */
export interface CastPatient {
  readonly id: PatientId;
  readonly caseId: CaseId;
}

/** Targets in comparable form. */
export type TargetKey = `${string}:${string}`;
export const keyOf = ({ patientId, caseId }: Target): TargetKey => `${patientId}:${caseId ?? ''}`;

export const targetOf = (destination: Destination): Target => ({
  patientId: destination.patient.id,
  caseId: destination.kind === 'case' ? destination.case.id : null,
});

/** True if a target is in this patient's chart, including the case. */
export const isInChart = (targets: ReadonlySet<TargetKey>, patientId: string): boolean =>
  [...targets].some((key) => key.startsWith(`${patientId}:`));
