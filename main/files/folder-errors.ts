import { ChartdropError } from '../base/errors.ts';
import { fileError } from './file-errors.ts';

/** Translates an error of the file system about a folder, like `fileError` for a file. */
export function folderError(thrown: unknown): ChartdropError {
  const error = fileError(thrown);
  if (error.code === 'file-missing') return new ChartdropError('folder-missing', { cause: thrown });
  if (error.code === 'file-denied') return new ChartdropError('folder-denied', { cause: thrown });
  return error;
}
