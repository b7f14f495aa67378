import { visibleText } from '../../preload/contract/visible-text.ts';
import { bytePaths } from '../../preload/contract/bridge.ts';
import type { Destination } from '../../preload/contract/destination.ts';
import type { ErrorDto } from '../../preload/contract/errors.ts';
import type { JobId } from '../../preload/contract/ids.ts';
import { actErrorText } from '../../preload/words/text.ts';
import { words } from '../../preload/words/current.ts';
import type { Core } from './core.svelte.ts';
import type { Described } from './described.ts';

type Source = 'drop' | 'paste';

/** The ids of a destination for a request. The core asks the clinic for the names. */
export const targetOf = (destination: Destination) => ({
  patientId: destination.patient.id,
  caseId: destination.kind === 'case' ? destination.case.id : null,
});

/**
 * Adds a file by a handle if the host has its path, else by its bytes. Returns its job, or null after showing why it
 * failed.
 */
async function give(core: Core, file: File, source: Source, to: Destination | null): Promise<JobId | null> {
  const target = to === null ? null : targetOf(to);
  const handle = await core.bridge.grant(file);
  if (handle !== null) {
    const outcomes = await core.attempt('jobs:add', { files: [handle], target });
    return core.report(outcomes) ? (outcomes?.[0]?.jobs[0] ?? null) : null;
  }
  const address = await core.bridge.addressOf(bytePaths.drop({ name: file.name, source, target }));
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
  }).catch(() => null);
  if (response?.ok === true) return ((await response.json()) as { job: JobId }).job;
  const why: Pick<ErrorDto, 'code' | 'detail'> =
    response === null ? { code: 'network-unreachable', detail: null } : ((await response.json()) as ErrorDto);
  core.notify(words().faults.withDetail(visibleText(file.name), actErrorText(why)), true);
  return null;
}

/**
 * Adds files to a destination or the inbox, and shows the result. The destination is the one at the time of the event,
 * even if another patient is selected meanwhile.
 */
export async function giveFiles(
  core: Core,
  coming: Promise<readonly File[]>,
  source: Source,
  to: Destination | null,
): Promise<void> {
  const files = await coming;
  const state = to === null ? 'inbox' : 'held';
  const jobs: Described[] = [];
  for (const file of files) {
    const id = await give(core, file, source, to);
    if (id !== null) jobs.push({ id, name: visibleText(file.name), description: null, state, paused: false });
  }
  if (jobs.length === 0) return;
  const w = words();
  const text = to === null ? w.drops.takenToInbox(jobs.length) : w.drops.takenFor(jobs.length);
  core.tell({ text, patient: to?.patient ?? null, way: { kind: 'describe', jobs } });
}
