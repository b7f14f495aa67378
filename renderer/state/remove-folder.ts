import type { ScanFolder } from '../../preload/contract/scan-folder-defaults.ts';
import { words } from '../../preload/words/current.ts';
import type { Core } from './core.svelte.ts';

/** Milliseconds that the undo is offered: a removal is often noticed by the scan that does not appear. */
const offeredMs = 60_000;

/** Stops watching a scan folder at once, and offers to put it back as it was. */
export async function removeFolder(core: Core, { id, path }: Pick<ScanFolder, 'id' | 'path'>): Promise<void> {
  if ((await core.attempt('folders:remove', { id })) === undefined) return;
  const topic = `folder ${id}`;
  const run = async (): Promise<void> => {
    if ((await core.attempt('folders:restore', { id })) === undefined) return;
    core.tell({ text: words().settings.folderRestored(path), topic });
  };
  const way = { kind: 'undo', run } as const;
  core.tell({ text: words().settings.folderRemoved(path), topic, way, ms: offeredMs });
}
