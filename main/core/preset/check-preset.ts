import { isAbsolute, resolve, sep } from 'node:path';
import { fieldsOf, type PortableSettings, type PresetFolder } from '../../../preload/contract/preset.ts';
import type { z } from 'zod';
import { ChartdropError } from '../../base/errors.ts';
import { createRouter } from '../../scans/route/routes.ts';
import { expandPath, type PcNames } from './path-variables.ts';

/** The most characters of fields in an error's detail, which is limited. */
const mostCharacters = 300;

/** The error that names the fields of a file. `file`: the name of the file, without its folder. */
const invalid = (file: string, fields: readonly string[], cause?: unknown): ChartdropError =>
  new ChartdropError('settings-invalid', {
    detail: [file, fields.join(', ').slice(0, mostCharacters)].filter(Boolean).join(' '),
    cause,
  });

/**
 * Reads the settings of a file, and checks what only this PC can tell: patterns, paths, folders inside each other. Throws
 * `settings-invalid` with the fields.
 */
export function parsePreset<T extends PortableSettings>(
  schema: z.ZodType<T>,
  given: { value: unknown; file: string; pc: PcNames },
): T {
  const parsed = schema.safeParse(given.value);
  if (!parsed.success) throw invalid(given.file, fieldsOf(parsed.error), parsed.error);
  const fields = foldersAtFault(parsed.data.folders ?? [], given.pc);
  if (fields.length > 0) throw invalid(given.file, fields);
  return parsed.data;
}

function foldersAtFault(folders: readonly PresetFolder[], pc: PcNames): string[] {
  const paths = folders.map(({ path }) => expandPath(path, pc));
  return folders.flatMap((folder, index) => {
    const path = paths[index] ?? null;
    const faults = [
      path === null || !isAbsolute(path) ? 'path' : null,
      patternWorks(folder) ? null : 'route.pattern',
      path !== null && folders.some((other, at) => at < index && overlap(folder, path, other, paths[at]))
        ? 'path'
        : null,
    ];
    return [...new Set(faults)].flatMap((fault) => (fault === null ? [] : [`folders.${index}.${fault}`]));
  });
}

function patternWorks({ route }: PresetFolder): boolean {
  try {
    createRouter(route);
    return true;
  } catch (thrown) {
    if (thrown instanceof ChartdropError && thrown.code === 'pattern-invalid') return false;
    throw thrown;
  }
}

/** Paths of folders for comparison: Windows ignores case. */
export const comparable = (path: string, platform: NodeJS.Platform = process.platform): string =>
  platform === 'win32' ? resolve(path).toLowerCase() : resolve(path);

/** Overlapping folders would take each file twice. */
function overlap(
  folder: PresetFolder,
  path: string,
  other: PresetFolder,
  otherPath: string | null | undefined,
): boolean {
  if (otherPath == null) return false;
  const [here, there] = [comparable(path), comparable(otherPath)];
  const within = (inner: string, outer: string): boolean =>
    inner.startsWith(outer.replace(/[\\/]$/, '') + sep);
  return (
    here === there ||
    (hasSubfolders(other) && within(here, there)) ||
    (hasSubfolders(folder) && within(there, here))
  );
}

/** A route by subfolder needs them. */
export const hasSubfolders = ({ subfolders, route }: PresetFolder): boolean =>
  subfolders || route.kind === 'subfolder';
