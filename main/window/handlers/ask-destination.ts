import type { Destination } from '../../../preload/contract/destination.ts';
import type { CaseId, PatientId } from '../../../preload/contract/ids.ts';
import { caseDestination, patientDestination } from '../../clinic/cases/destinations.ts';
import type { Desk } from '../../core/desk.ts';
import { type HandlerDeps, windowCall } from './handler-types.ts';

/** The destination that ids stand for, with names from the clinic itself. Throws what `patientDestination` throws. */
export function askDestination(
  desk: Desk,
  target: { patientId: PatientId; caseId: CaseId | null },
  deps: Pick<HandlerDeps, 'signal'>,
): Promise<Destination> {
  const { client } = desk.app().clinic;
  return target.caseId === null
    ? patientDestination(client, target.patientId, windowCall(deps))
    : caseDestination(client, target.caseId, windowCall(deps));
}

/**
 * Where dropped files go; null: to the inbox. The armed destination is known already, so that files dropped on it are
 * taken without a network too.
 */
export async function dropDestination(
  desk: Desk,
  target: { patientId: PatientId; caseId: CaseId | null } | null,
  deps: Pick<HandlerDeps, 'signal'>,
): Promise<Destination | null> {
  if (target === null) return null;
  const armed = desk.app().scans.active.current();
  const armedCase = armed?.kind === 'case' ? armed.case.id : null;
  if (armed?.patient.id === target.patientId && armedCase === target.caseId) return armed;
  return askDestination(desk, target, deps);
}
