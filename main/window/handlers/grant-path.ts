import { stat } from 'node:fs/promises';
import { basename, isAbsolute } from 'node:path';
import { z } from 'zod';
import type { Handle } from '../../../preload/contract/handle.ts';
import { asChartdropError } from '../../base/errors.ts';
import { pathBytes, pathGivenAs } from '../../files/name-bytes.ts';
import { usualFilter } from './given-entries.ts';
import type { Handles } from '../caller.ts';

const pathSchema = z.string().min(1).max(4096).refine(isAbsolute);

/**
 * A handle for a drop, by the path that the preload found; null for kinds that are sent as bytes instead. Only files of
 * the usual types and folders: a compromised window process could name no others.
 */
export async function grantPath(handles: Handles, given: unknown): Promise<Handle | null> {
  const text = pathSchema.safeParse(given).data;
  const path = text === undefined ? null : pathOf(text);
  if (path === null) return null;
  const found = await stat(pathBytes(path)).catch(() => null);
  if (found?.isDirectory() === true) return handles.grant('file', path);
  // A missing file has no bytes either: taking it reports the error.
  const isFile = found === null || found.isFile();
  return isFile && usualFilter.accepts(basename(path)).kind === 'accepted'
    ? handles.grant('file', path)
    : null;
}

/** The path for the text that Electron gives, which replaces bytes that are not UTF-8. null: several files have that text. */
function pathOf(text: string): string | null {
  try {
    return pathGivenAs(text);
  } catch (thrown) {
    if (asChartdropError(thrown).code === 'file-name-unknown') return null;
    throw thrown;
  }
}
