import type { Destination } from '../../preload/contract/destination.ts';
import { words } from '../../preload/words/current.ts';
import type { Core } from './core.svelte.ts';
import { targetOf } from './give-files.ts';

/** Makes scans go to this patient, and says so. Returns false, after a word why, where that could not be. */
export async function selectPatient(core: Core, destination: Destination): Promise<boolean> {
  const active = await core.attempt('destination:arm', targetOf(destination));
  if (active === undefined) return false;
  core.tell({ text: words().find.armed, patient: destination.patient, topic: 'selected' });
  return true;
}
