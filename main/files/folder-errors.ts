import type { ErrorCode } from '../../preload/contract/errors.ts';
import { ChartdropError } from '../base/errors.ts';
import { fileError, refusalIn } from './file-errors.ts';

const ofFolder: Partial<Record<ErrorCode, ErrorCode>> = {
  'file-missing': 'folder-missing',
  'file-denied': 'folder-denied',
  'file-locked': 'folder-unreadable',
  'file-unreadable': 'folder-unreadable',
};

/** Translates an error of the file system about a folder, like `fileError` for a file. */
export function folderError(thrown: unknown, platform: NodeJS.Platform = process.platform): ChartdropError {
  if (refusalIn(thrown, platform) === 'protected')
    return new ChartdropError('folder-protected', { cause: thrown });
  const error = fileError(thrown, platform);
  const code = ofFolder[error.code];
  return code === undefined ? error : new ChartdropError(code, { cause: thrown });
}
