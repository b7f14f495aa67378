import type { Fault } from '../../main/demo-clinic/faults/faults.ts';
import type { UploadJob } from '../../main/jobs/job.ts';
import type { AuditEntry } from '../../preload/contract/history.ts';
import { createAwaitJob } from './await-job.ts';
import type { HistoryAct, HistoryKind } from './histories.ts';
import type { Scene } from './scene.ts';
import { type CastPatient, keyOf, targetOf } from './target.ts';
import type { Watcher } from './watcher.ts';

/** Acts of the people at the desk. */
export type DeskAct = Extract<HistoryAct, { kind: 'move' | 'change-person' }>;

export function createDeskActs(given: {
  scene: Scene;
  watchers: readonly Watcher[];
  patients: readonly CastPatient[];
  count: (kind: HistoryKind) => void;
  /** A person's act; see stage.ts. */
  act: (watcher: Watcher, work: () => Promise<unknown>) => Promise<void>;
  choose: (watcher: Watcher, work: () => Promise<unknown>) => Promise<void>;
  addFault: (fault: Fault) => Promise<unknown>;
  readEntries: (watcher: Watcher) => Promise<readonly AuditEntry[]>;
  trouble: (text: string) => void;
}): (act: DeskAct) => Promise<void> {
  const { scene, watchers, patients, count, act } = given;

  const awaitJob = createAwaitJob(watchers);
  const mayMove = (job: UploadJob): boolean =>
    job.state === 'filed' && job.replaces === null && job.replacedBy === null && job.archivedAt === null;

  const move = async ({ file, patient, answer }: Extract<DeskAct, { kind: 'move' }>): Promise<void> => {
    const version = scene.book.latest(file);
    if (version === null) return;
    const found = await awaitJob((job) => job.file.sha256 === version.sha256 && mayMove(job));
    if (found?.job.state !== 'filed') return;
    const { job, watcher } = found;
    const targets = patients.map(({ id }) => ({ patientId: id, caseId: null }));
    const here = keyOf(targetOf(job.destination));
    const target = [...targets.slice(patient), ...targets].find((one) => keyOf(one) !== here);
    if (target === undefined) return;
    const fault = answer === 'refused' ? { status: 403 } : 'drop-after';
    await given.addFault({ step: 'archive', act: fault, times: 1 });
    // Recorded first, since it may be filed there from now on.
    version.allowed.add(keyOf(target));
    await act(watcher, async () => {
      await watcher.program.ask('jobs:refile', { ids: [job.id], ...target });
      count(answer === 'refused' ? 'moved-refused' : 'moved-lost');
    });
  };

  const changePerson = async (one: Extract<DeskAct, { kind: 'change-person' }>): Promise<void> => {
    const [first] = watchers;
    const patient = patients[one.patient];
    if (first === undefined || patient === undefined || !first.program.isUp()) return;
    const done = { isSelected: false };
    await given.choose(first, async () => {
      await first.program.ask('person:tell', { name: one.name });
      await first.program.ask('destination:arm', { patientId: patient.id, caseId: null });
      done.isSelected = true;
    });
    if (!done.isSelected) return;
    const selected = (await given.readEntries(first)).findLast(({ kind }) => kind === 'destination-armed');
    if (selected?.detail?.['person'] !== one.name)
      given.trouble('a selection is not with the person who made it');
    count('person-changed');
  };

  return (one) => (one.kind === 'move' ? move(one) : changePerson(one));
}
