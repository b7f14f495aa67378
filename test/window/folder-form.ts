import type { Handle } from '../../preload/contract/handle.ts';
import type { RequestInput } from '../../preload/contract/requests.ts';
import { defaultIgnores, defaultTypes } from '../../preload/contract/scan-folder-defaults.ts';

type Fields = RequestInput<'folders:save'>['folder'];

/** The form of a new scan folder as the window sends it. */
export const folderForm = (chosen: Handle, given: Partial<Fields> = {}) => ({
  folder: {
    id: null,
    subfolders: false,
    types: [...defaultTypes],
    ignore: [...defaultIgnores],
    route: { kind: 'active' } as const,
    afterFiling: 'move' as const,
    watchMethod: 'auto' as const,
    settleMs: null,
    shared: 'no' as const,
    takeOverSeconds: 120,
    description: null,
    nameTemplate: null,
    ...given,
  },
  chosen,
  takeExisting: false,
});
