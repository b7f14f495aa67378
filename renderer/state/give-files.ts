import { bytePaths } from '../../preload/contract/bridge.ts';
import type { Destination } from '../../preload/contract/destination.ts';
import type { ErrorDto } from '../../preload/contract/errors.ts';
import { errorText } from '../text.ts';
import { words } from '../words/current.ts';
import type { Core } from './core.svelte.ts';

type Source = 'drop' | 'paste';

/** The ids by which a window names a destination; the core asks the clinic for the names itself. */
export const targetOf = (destination: Destination) => ({
  patientId: destination.patient.id,
  caseId: destination.kind === 'case' ? destination.case.id : null,
});

/** By path where the host has paths, else by its bytes. Returns whether it was taken; says why where it was not. */
async function give(core: Core, file: File, source: Source, to: Destination | null): Promise<boolean> {
  const target = to === null ? null : targetOf(to);
  const path = core.bridge.pathOf(file);
  if (path !== null) return core.report(await core.attempt('jobs:add', { paths: [path], target }));
  const response = await fetch(bytePaths.drop({ name: file.name, source, target }), {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
  }).catch(() => null);
  if (response?.ok === true) return true;
  const why: Pick<ErrorDto, 'code' | 'detail'> =
    response === null ? { code: 'network-unreachable', detail: null } : ((await response.json()) as ErrorDto);
  core.notify(words().faults.withDetail(file.name, errorText(why)), true);
  return false;
}

/**
 * Gives files to a destination, or to the inbox, and says what came of it. To whom was decided in the event's own turn:
 * arming somebody else meanwhile must not turn the rest away.
 */
export async function giveFiles(
  core: Core,
  coming: Promise<readonly File[]>,
  source: Source,
  to: Destination | null,
): Promise<void> {
  const files = await coming;
  let taken = 0;
  for (const file of files) if (await give(core, file, source, to)) taken += 1;
  if (taken === 0) return;
  const w = words();
  if (to === null) core.notify(w.drops.takenToInbox(taken));
  else core.tell({ text: w.drops.takenFor(taken), patient: to.patient });
}
