import { X509Certificate } from 'node:crypto';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { z } from 'zod';
import { preferencesSchema } from '../../../preload/contract/settings.ts';
import { ChartdropError } from '../../base/errors.ts';
import type { GuardRefusal } from '../../base/log.ts';
import { type Guard, type GuardedFile, readGuardedFile } from './guarded-file.ts';

/** What whoever manages many PCs sets for all of them, in one file. A word that it does not know is refused. */
export const presetSchema = z.strictObject({
  /** Whether the program looks for updates and installs them by itself. */
  updates: z.enum(['on', 'off']).default('on'),
  /** With what a PC begins; what a person changes there stays changed. */
  preferences: z.strictObject(preferencesSchema.shape).default(preferencesSchema.parse({})),
  /**
   * A file with certificates (PEM) of authorities to trust beside the system's: the packaged program does not read
   * `NODE_EXTRA_CA_CERTS`, nor anything else by which somebody could change it from outside.
   */
  authorityFile: z.string().nullable().default(null),
});
export type Preset = z.infer<typeof presetSchema>;

/** Where a system keeps what its manager sets for all users. */
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

/** Where a preset may lie, the first one first, and whose word it is. */
export interface PresetPlace {
  readonly path: string;
  readonly guard: Guard;
}

/**
 * The preset of the first of these places that holds one, or the defaults. One that others than an administrator could
 * have written is passed over, and told. Throws `settings-invalid`, naming the file's fields, for one that cannot be
 * used: a manager's word must never be passed over silently (case 10).
 */
export function readPreset(
  places: readonly PresetPlace[],
  onRefused: (why: GuardRefusal, path: string) => void,
): Preset {
  let text = '{}';
  for (const { path, guard } of places) {
    const found = readIfThere(path, guard);
    if (found.kind === 'refused') onRefused(found.why, path);
    if (found.kind !== 'read') continue;
    text = textOf(found.bytes);
    break;
  }
  const parsed = presetSchema.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => ['preset.json', ...issue.path].join(' '));
  throw new ChartdropError('settings-invalid', {
    detail: fields.join(', '),
    cause: z.prettifyError(parsed.error),
  });
}

function readIfThere(path: string, guard: Guard): GuardedFile {
  try {
    return readGuardedFile(path, guard);
  } catch (thrown) {
    throw new ChartdropError('settings-invalid', { cause: thrown, detail: 'preset.json' });
  }
}

/** Windows' own editors put a byte order mark before a text, and some write UTF-16. */
function textOf(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw new ChartdropError('settings-invalid', { cause: thrown, detail: 'preset.json' });
  }
}

const certificates = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * The certificates of the preset's authorities, in PEM. Whoever writes this file reads what goes to the clinic, so it must
 * be an administrator's, or lie beside the program in `resources`. Throws `settings-invalid` for one that is not, cannot
 * be read or holds no certificate: without them every connection would fail, for a reason that nobody finds.
 */
export function readAuthorities(
  { authorityFile }: Pick<Preset, 'authorityFile'>,
  resources: string,
): string[] {
  if (authorityFile === null) return [];
  try {
    const below = relative(resources, resolve(authorityFile));
    // On Windows another drive is an absolute path from here.
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
