import type { JobId } from '../../preload/contract/ids.ts';
import { ChartdropError } from '../base/errors.ts';
import type { JobIn } from '../jobs/job.ts';
import type { JobStore } from '../jobs/store/job-store.ts';
import type { JobWriter } from '../jobs/job-writer.ts';
import { canHappen } from '../jobs/transitions.ts';

type Rows = { store: Pick<JobStore, 'get'>; writer: JobWriter };

/** The filed file that a job replaces, or null. */
function firstOf(store: Rows['store'], id: JobId): JobIn<'filed'> | null {
  const replaces = store.get(id)?.replaces ?? null;
  const first = replaces === null ? null : store.get(replaces.jobId);
  return first?.state === 'filed' ? first : null;
}

/**
 * Frees the filed file that a job was to replace, before the job ends without being filed. A kill after it leaves the move
 * as it was: the first attachment is archived only once the job is filed.
 */
export function leaveMove({ store, writer }: Rows, id: JobId): void {
  const first = firstOf(store, id);
  if (first?.replacedBy === id) writer.apply(first.id, { kind: 'refile-undone' });
}

/** The job replaces its filed file again. Throws `transition-refused` if another job does so now. */
export function resumeMove({ store, writer }: Rows, id: JobId): void {
  const first = firstOf(store, id);
  if (first === null || first.replacedBy === id) return;
  if (first.replacedBy !== null || first.archivedAt !== null) throw new ChartdropError('transition-refused');
  writer.apply(first.id, { kind: 'refiled', by: id });
}

/**
 * Ends a move before its upload: the file stays with its first patient. Throws `transition-refused` if the job is no filed
 * one that is being moved, or its file is being uploaded.
 */
export function undoMove({ store, writer }: Rows, id: JobId, now: number): void {
  const first = store.get(id);
  const moving = first?.state === 'filed' && first.replacedBy !== null ? store.get(first.replacedBy) : null;
  if (moving === null) throw new ChartdropError('transition-refused');
  const isUnderWay = canHappen(moving.state, 'taken-back');
  const { state } = isUnderWay ? writer.apply(moving.id, { kind: 'taken-back' }) : moving;
  if (state !== 'inbox') throw new ChartdropError('transition-refused');
  leaveMove({ store, writer }, moving.id);
  writer.apply(moving.id, { kind: 'dismissed', now });
}
