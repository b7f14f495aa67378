import { createHash } from 'node:crypto';
import { type FolderId, folderIdSchema } from '../../../preload/contract/ids.ts';

/** The id of a folder that no person added, from its path, so that a later start finds the same records. */
export function folderIdOf(path: string): FolderId {
  const hex = createHash('sha256').update(path).digest('hex');
  // A name-based UUID, version 8: RFC 9562, 5.8.
  const uuid = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  return folderIdSchema.parse(uuid);
}
