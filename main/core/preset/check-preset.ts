import { isAbsolute, join, resolve, sep } from 'node:path';
import { fieldsOf, type PortableSettings, type PresetFolder } from '../../../preload/contract/preset.ts';
import type { ScanFolder } from '../../../preload/contract/scan-folder.ts';
import type { z } from 'zod';
import { ChartdropError } from '../../base/errors.ts';
import { createRouter } from '../../scans/route/routes.ts';
import { expandPath, type PcNames } from './path-variables.ts';

/** The most characters of fields in an error's detail, which is limited. */
const mostCharacters = 300;

/** The error that names the fields of a file. `file`: the name of the file, without its folder. */
export const invalidSettings = (file: string, fields: readonly string[], cause?: unknown): ChartdropError =>
  new ChartdropError('settings-invalid', {
    detail: [file, fields.join(', ').slice(0, mostCharacters)].filter(Boolean).join(' '),
    cause,
  });

/** The value of a file's text. `file`: as in `invalidSettings`. Throws `settings-invalid` if it is no JSON. */
export function settingsJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw invalidSettings(file, [], thrown);
  }
}

/**
 * Reads the settings of a file, and checks what only this PC can tell: patterns, paths, folders inside each other. Throws
 * `settings-invalid` with the fields.
 */
export function parsePreset<T extends PortableSettings>(
  schema: z.ZodType<T>,
  given: { value: unknown; file: string; pc: PcNames },
): T {
  const parsed = schema.safeParse(given.value);
  if (!parsed.success) throw invalidSettings(given.file, fieldsOf(parsed.error), parsed.error);
  const fields = foldersAtFault(parsed.data.folders ?? [], given.pc);
  if (fields.length > 0) throw invalidSettings(given.file, fields);
  return parsed.data;
}

/** A route by subfolder needs them. */
export const hasSubfolders = ({ subfolders, route }: PresetFolder): boolean =>
  subfolders || route.kind === 'subfolder';

function foldersAtFault(folders: readonly PresetFolder[], pc: PcNames): string[] {
  const places = folders.map((folder) => {
    const path = expandPath(folder.path, pc);
    return path !== null && isAbsolute(path) ? { path, subfolders: hasSubfolders(folder) } : null;
  });
  return folders.flatMap((folder, index) => {
    const place = places[index] ?? null;
    const isTwice = (at: typeof place): boolean => at !== null && place !== null && overlap(at, place);
    const path = place === null || places.slice(0, index).some(isTwice) ? ['path'] : [];
    const faults = patternWorks(folder) ? path : [...path, 'route.pattern'];
    return faults.map((fault) => `folders.${index}.${fault}`);
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

type WatchedPlace = Pick<ScanFolder, 'path' | 'subfolders'>;

/** Overlapping folders would take each file twice. By their paths alone: a folder may not exist yet. */
export function overlap(one: WatchedPlace, other: WatchedPlace): boolean {
  const [here, there] = [comparable(one.path), comparable(other.path)];
  const within = (inner: string, outer: string): boolean => inner.startsWith(join(outer, sep));
  return (
    here === there || (other.subfolders && within(here, there)) || (one.subfolders && within(there, here))
  );
}
