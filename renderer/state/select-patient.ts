import type { Destination } from '../../preload/contract/destination.ts';
import { words } from '../../preload/words/current.ts';
import type { Core } from './core.svelte.ts';
import { targetOf } from './give-files.ts';

/** Selects a patient for scans and says so. Returns false after showing an error. */
export async function selectPatient(core: Core, destination: Destination): Promise<boolean> {
  const active = await core.attempt('destination:arm', targetOf(destination));
  if (active === undefined) return false;
  core.tell({ text: words().find.armed, patient: destination.patient, topic: 'selected' });
  return true;
}
