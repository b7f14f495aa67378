import { X509Certificate } from 'node:crypto';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { type Preset, presetSchema } from '../../../preload/contract/preset.ts';
import { ChartdropError } from '../../base/errors.ts';
import type { GuardRefusal } from '../../base/log.ts';
import { parsePreset, settingsJson } from '../../core/preset/check-preset.ts';
import { settingsText } from '../../core/preset/read-settings-file.ts';
import type { PcNames } from '../../core/preset/path-variables.ts';
import { readPcNames } from './pc-names.ts';
import { type Guard, type GuardedFile, readGuardedFile } from './guarded-file.ts';

/** The system's folder for settings of all users. */
export function systemPresetFile(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  switch (platform) {
    case 'win32':
      return join(env['ProgramData'] ?? 'C:\\ProgramData', 'Chartdrop', 'preset.json');
    case 'darwin':
      return '/Library/Application Support/Chartdrop/preset.json';
    default:
      return '/etc/chartdrop/preset.json';
  }
}

/** The possible places of a preset, in order, and the required author of each. */
export interface PresetPlace {
  readonly path: string;
  readonly guard: Guard;
}

/**
 * Reads the preset from the first place that has one, or returns the defaults. Skips and logs a file that someone other
 * than an administrator could have written. Throws `settings-invalid` with the fields of an invalid file: an
 * administrator's setting must not be ignored silently (case 10).
 */
export function readPreset(
  places: readonly PresetPlace[],
  onRefused: (why: GuardRefusal, path: string) => void,
  pc: PcNames = readPcNames(),
): Preset {
  let text = '{}';
  for (const { path, guard } of places) {
    const found = readIfThere(path, guard);
    if (found.kind === 'refused') onRefused(found.why, path);
    if (found.kind !== 'read') continue;
    text = settingsText(found.bytes);
    break;
  }
  return parsePreset(presetSchema, { value: settingsJson(text, 'preset.json'), file: 'preset.json', pc });
}

function readIfThere(path: string, guard: Guard): GuardedFile {
  try {
    return readGuardedFile(path, guard);
  } catch (thrown) {
    throw new ChartdropError('settings-invalid', { cause: thrown, detail: 'preset.json' });
  }
}

const certificates = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * The certificates of the preset's authorities, in PEM. Their author can read the traffic to the clinic, so the file
 * must belong to an administrator or be in the program's `resources`. Throws `settings-invalid` if it does not, cannot
 * be read or has no certificate: every connection would fail without a visible reason.
 */
export function readAuthorities(
  { authorityFile }: Pick<Preset, 'authorityFile'>,
  resources: string,
): string[] {
  if (authorityFile === null) return [];
  try {
    const below = relative(resources, resolve(authorityFile));
    // On Windows, a path on another drive is absolute here.
    const isPacked = !below.startsWith('..') && !isAbsolute(below);
    const file = readGuardedFile(authorityFile, isPacked ? 'program' : 'administrator');
    if (file.kind === 'refused') throw new Error(`Others than an administrator could write it: ${file.why}.`);
    const text = file.kind === 'none' ? '' : file.bytes.toString('utf8');
    const found = text.match(certificates) ?? [];
    if (found.length === 0) throw new Error('The file holds no certificate.');
    for (const pem of found) new X509Certificate(pem);
    return found;
  } catch (thrown) {
    throw new ChartdropError('settings-invalid', { cause: thrown, detail: 'preset.json authorityFile' });
  }
}
