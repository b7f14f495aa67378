import type { Destination } from '../../preload/contract/destination.ts';
import { sameDestination } from '../../preload/contract/same-destination.ts';
import { words } from '../../preload/words/current.ts';
import type { Core } from './core.svelte.ts';
import { targetOf } from './give-files.ts';

/**
 * Selects a patient for scans and says so, once it is known who is at the desk if that is asked. Returns false after
 * showing an error, if the person gave no answer, and if a later act selected another patient or none.
 */
export async function selectPatient(core: Core, destination: Destination): Promise<boolean> {
  if (!(await core.knowsPerson())) return false;
  const active = await core.attempt('destination:arm', targetOf(destination));
  if (active?.destination == null || !sameDestination(active.destination, destination)) return false;
  core.tell({ text: words().find.armed, patient: destination.patient, topic: 'selected' });
  return true;
}
