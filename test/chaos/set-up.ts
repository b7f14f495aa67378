import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RequestInput } from '../../preload/contract/requests.ts';
import { defaultIgnores, defaultTypes } from '../../preload/contract/scan-folder-defaults.ts';
import type { ScanFolder } from '../../preload/contract/scan-folder.ts';
import { preferencesSchema } from '../../preload/contract/settings.ts';

import type { Narrowing } from './histories.ts';

export type FolderInput = RequestInput<'folders:save'>['folder'];

/** Milliseconds that a file must stay unchanged in these folders. */
export const settleMs = 1000;

/** A scan folder in the form that the window saves. */
export const folderInput = (
  route: FolderInput['route'],
  afterFiling: FolderInput['afterFiling'],
): FolderInput => ({
  id: null,
  subfolders: false,
  types: [...defaultTypes],
  ignore: [...defaultIgnores],
  route,
  afterFiling,
  watchMethod: 'auto',
  settleMs,
  shared: 'auto',
  takeOverSeconds: 5,
  description: null,
  nameTemplate: null,
});

/** Folder settings that exclude more files; the path is set beside it. */
export const narrowed = (folder: ScanFolder, out: ReadonlySet<Narrowing>): ScanFolder => ({
  ...folder,
  subfolders: !out.has('subfolders'),
  types: defaultTypes.filter((type) => type !== 'txt' || !out.has('types')),
  ignore: [...defaultIgnores, ...(out.has('ignores') ? ['*kept back*'] : [])],
});

/** The data directory before the first start, without a rate limit, which is not under test here. */
export async function writeSettings(data: string, given: { holdSeconds: number }): Promise<void> {
  const preferences = preferencesSchema.parse({ ...given, heicPhotos: 'jpeg', requestsPerMinute: 100_000 });
  await rm(data, { recursive: true, force: true });
  await mkdir(data, { recursive: true });
  await writeFile(join(data, 'settings.json'), JSON.stringify({ settings: { clinic: null, preferences } }));
}
