import type { JobId } from '../../preload/contract/ids.ts';
import { words } from '../../preload/words/current.ts';
import { batches } from './batches.ts';
import type { Core, Way } from './core.svelte.ts';

/** Acts that undo another one, by the ids of its files. */
type UndoAct = 'jobs:takeBack' | 'jobs:undoRefile';

/**
 * A notice's undo for files that are in their undo period now: it is offered as long as that period lasts. null if the
 * settings leave no such period.
 */
export async function undoWithin(
  core: Core,
  act: UndoAct,
  ids: readonly JobId[],
): Promise<{ way: Way; ms: number } | null> {
  const read = await core.attempt('settings:read', null);
  if (read === undefined || read.holdSeconds === 0 || ids.length === 0) return null;
  const run = async (): Promise<void> => {
    let isDone = true;
    for (const some of batches(ids)) {
      if (!core.report(await core.attempt(act, { ids: [...some] }))) isDone = false;
    }
    if (isDone) core.notify(words().desk.undone(ids.length));
  };
  return { way: { kind: 'undo', run }, ms: read.holdSeconds * 1000 };
}
