import { bytePaths } from '../../preload/contract/bridge.ts';
import type { Destination } from '../../preload/contract/destination.ts';
import type { ErrorCode, ErrorDto } from '../../preload/contract/errors.ts';
import type { NotTaken, Refused, RefusalRule } from '../../preload/contract/folder-account.ts';
import type { JobId } from '../../preload/contract/ids.ts';
import { visibleText } from '../../preload/contract/visible-text.ts';
import { actErrorText, notTakenText } from '../../preload/words/text.ts';
import { words } from '../../preload/words/current.ts';
import { batches } from './batches.ts';
import type { Core } from './core.svelte.ts';
import type { Described } from './described.ts';
import { type Given, type GivenFile, openError } from './dropped-files.ts';

type Source = 'drop' | 'paste';

/** The ids of a destination for a request. The core asks the clinic for the names. */
export const targetOf = (destination: Destination) => ({
  patientId: destination.patient.id,
  caseId: destination.kind === 'case' ? destination.case.id : null,
});

/** The result for one file: its job, or the reason; null if the reason was shown already. */
type Outcome = { job: JobId } | { code: ErrorCode } | null;

/** Errors of the file itself are shown together, with the names of the files. */
const isOfFile = (code: ErrorCode): boolean => code.startsWith('file');

/** Adds a file by a handle if the host has its path, else by its bytes. */
async function give(core: Core, file: File, source: Source, to: Destination | null): Promise<Outcome> {
  const target = to === null ? null : targetOf(to);
  const handle = await core.bridge.grant(file);
  if (handle !== null) {
    const outcomes = await core.attempt('jobs:add', { files: [handle], target });
    const [first] = outcomes ?? [];
    if (first?.error != null && isOfFile(first.error.code)) return { code: first.error.code };
    core.report(outcomes);
    return first?.jobs[0] === undefined ? null : { job: first.jobs[0] };
  }
  try {
    // The request would fail without a reason.
    await file.slice(0, 1).arrayBuffer();
  } catch (thrown) {
    return { code: openError(thrown) };
  }
  const address = await core.bridge.addressOf(bytePaths.drop({ name: file.name, source, target }));
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
  }).catch(() => null);
  if (response?.ok === true) return { job: ((await response.json()) as { job: JobId }).job };
  const why: Pick<ErrorDto, 'code' | 'detail'> =
    response === null ? { code: 'network-unreachable', detail: null } : ((await response.json()) as ErrorDto);
  if (isOfFile(why.code)) return { code: why.code };
  core.notify(words().faults.withDetail(visibleText(file.name), actErrorText(why)), true);
  return null;
}

/** The files that the core's filter lets through, and the others by their rule; null if the core did not answer. */
async function filtered(
  core: Core,
  files: readonly GivenFile[],
): Promise<{ files: GivenFile[]; refused: Refused[] } | null> {
  const taken: GivenFile[] = [];
  const names = new Map<RefusalRule, string[]>();
  for (const some of batches(files)) {
    const answer = await core.attempt('jobs:filter', { names: some.map(({ path }) => path) });
    if (answer === undefined) return null;
    for (const [at, file] of some.entries()) {
      const rule = answer.rules[at] ?? null;
      if (rule === null) taken.push(file);
      else names.set(rule, [...(names.get(rule) ?? []), visibleText(file.path)]);
    }
  }
  const refused = [...names].map(([rule, all]) => ({ rule, count: all.length, examples: all.slice(0, 3) }));
  return { files: taken, refused };
}

/**
 * Adds files to a destination or the inbox, and shows the result, including each file that was left out. The
 * destination is the one at the time of the event, even if another patient is selected meanwhile.
 */
export async function giveFiles(
  core: Core,
  coming: Promise<Given>,
  source: Source,
  to: Destination | null,
): Promise<void> {
  const given = await coming;
  const w = words();
  if (given.files.length === 0 && given.failed.length === 0) {
    core.notify(given.hasFolder ? w.drops.emptyFolder : w.drops.noFiles, true);
    return;
  }
  const sorted = await filtered(core, given.files);
  if (sorted === null) return;
  const state = to === null ? 'inbox' : 'held';
  const jobs: Described[] = [];
  const failed: NotTaken['failed'] = given.failed.map(({ name, code }) => ({
    name: visibleText(name),
    code,
  }));
  for (const one of sorted.files) {
    const { path } = one;
    const file = await one.open().catch(openError);
    const outcome = typeof file === 'string' ? { code: file } : await give(core, file, source, to);
    const name = visibleText(typeof file === 'string' ? path : file.name);
    if (outcome !== null && 'code' in outcome) failed.push({ name: visibleText(path), code: outcome.code });
    else if (outcome !== null) {
      jobs.push({ id: outcome.job, name, description: null, state, paused: false });
    }
  }
  const notTaken = notTakenText({ refused: sorted.refused, failed });
  if (notTaken !== null) core.notify(notTaken, true);
  if (jobs.length === 0) return;
  const text = to === null ? w.drops.takenToInbox(jobs.length) : w.drops.takenFor(jobs.length);
  core.tell({ text, patient: to?.patient ?? null, way: { kind: 'describe', jobs } });
}
