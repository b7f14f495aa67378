import type { Destination } from '../../../preload/contract/destination.ts';
import type { CaseId, PatientId } from '../../../preload/contract/ids.ts';
import { caseDestination, patientDestination } from '../../clinic/cases/destinations.ts';
import type { Desk } from '../../core/desk.ts';
import { type HandlerDeps, windowCall } from './handler-types.ts';
import { sameClinic } from './same-clinic.ts';

/**
 * The destination for ids, with names from the clinic. Throws what `patientDestination` throws, and `choice-expired` if
 * another clinic was opened meanwhile.
 */
export async function askDestination(
  desk: Desk,
  target: { patientId: PatientId; caseId: CaseId | null },
  deps: Pick<HandlerDeps, 'signal'>,
): Promise<Destination> {
  const { client } = desk.app().clinic;
  const { patientId, caseId } = target;
  const assertSameClinic = sameClinic(desk);
  const found =
    caseId === null
      ? await patientDestination(client, patientId, windowCall(deps))
      : await caseDestination(client, caseId, windowCall(deps));
  assertSameClinic();
  return found;
}

/**
 * The destination of dropped files; null: the inbox. The selected one is already known, so that drops on it work
 * without a network.
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
