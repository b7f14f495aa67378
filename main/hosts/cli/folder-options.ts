import { commandLine } from '../../../preload/words/en/command-line.ts';
import { stat } from 'node:fs/promises';
import type { Destination } from '../../../preload/contract/destination.ts';
import { afterFilingSchema } from '../../../preload/contract/job.ts';
import { defaultIgnores, defaultTypes } from '../../../preload/contract/scan-folder-defaults.ts';
import { type Route, type ScanFolder, scanFolderSchema } from '../../../preload/contract/scan-folder.ts';
import { ChartdropError } from '../../base/errors.ts';
import { folderIdOf } from '../../core/preset/folder-id.ts';
import { folderError } from '../../files/folder-errors.ts';
import { pathBytes, pathGivenAs, realPath } from '../../files/name-bytes.ts';

export interface FolderOptions {
  readonly route?: string;
  readonly pattern?: string;
  readonly subfolders: boolean;
  readonly after: string;
  readonly settle?: number;
  readonly method: ScanFolder['watchMethod'];
  readonly shared: ScanFolder['shared'];
  /** Seconds. */
  readonly takeOver: number;
  readonly description?: string;
  readonly name?: string;
}

/**
 * The scan folder that the options describe. Its id is derived from its path, so that a later start finds the same
 * records. Throws `folder-missing`, `folder-denied` or `request-invalid`.
 */
export async function folderOf(path: string, options: FolderOptions, route: Route): Promise<ScanFolder> {
  const real = await realPath(pathGivenAs(path)).catch((thrown: unknown) => {
    throw folderError(thrown);
  });
  if (!(await stat(pathBytes(real))).isDirectory()) throw new ChartdropError('folder-missing');
  const parsed = scanFolderSchema.safeParse({
    id: folderIdOf(real),
    path: real,
    subfolders: options.subfolders,
    types: [...defaultTypes],
    ignore: [...defaultIgnores],
    route,
    afterFiling: afterFilingSchema.parse(options.after),
    watchMethod: options.method,
    settleMs: options.settle === undefined ? null : Math.round(options.settle * 1000),
    shared: options.shared,
    takeOverSeconds: options.takeOver,
    description: options.description ?? null,
    nameTemplate: options.name ?? null,
  });
  if (!parsed.success)
    throw new ChartdropError('request-invalid', {
      detail: commandLine.options.bounds,
    });
  return parsed.data;
}

/** The route of `--route`, or the destination of `--patient` or `--case`. Throws `request-invalid`. */
export function routeOf(options: FolderOptions, destination: Destination | null): Route {
  const { route, pattern } = options;
  if (route === undefined && destination !== null) return { kind: 'fixed', destination };
  if (route === 'inbox' || route === 'page') return { kind: route };
  if (route === 'filename' || route === 'subfolder') {
    if (pattern !== undefined) return { kind: route, pattern };
    throw new ChartdropError('request-invalid', { detail: `--route ${route} needs --pattern` });
  }
  throw new ChartdropError('request-invalid', {
    detail: commandLine.options.route,
  });
}
