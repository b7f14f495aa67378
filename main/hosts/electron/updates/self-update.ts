import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { UpdatesOff } from '../../../../preload/contract/updates.ts';
import type { Preset } from '../../preset/preset.ts';

export interface Installation {
  readonly isPackaged: boolean;
  readonly platform: NodeJS.Platform;
  /** The program's own file. */
  readonly executable: string;
  /** The folder of what lies beside the archive. */
  readonly resources: string;
  /** `APPIMAGE`, which such a program finds in its environment. */
  readonly appImage: string | undefined;
}

/** Why this installation must not update itself, or null where it may. */
export function whyNotSelfUpdating(given: Installation, preset: Pick<Preset, 'updates'>): UpdatesOff | null {
  if (!given.isPackaged) return 'development';
  if (preset.updates === 'off') return 'preset';
  if (!isOwnInstaller(given)) return 'managed';
  const file = join(given.resources, 'app-update.yml');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (!hasServer(text)) return 'no-server';
  return given.platform === 'win32' && !namesPublisher(text) ? 'unsigned' : null;
}

/** NSIS leaves its uninstaller beside the program, an MSI does not; of Linux's packages only an AppImage is its own. */
function isOwnInstaller({ platform, executable, appImage }: Installation): boolean {
  if (platform === 'win32') return existsSync(join(dirname(executable), 'Uninstall Chartdrop.exe'));
  return platform === 'darwin' || appImage !== undefined;
}

/**
 * A package that was built without an address holds one below `.example`, which is nobody's (RFC 2606). What comes by
 * anything but HTTPS could come from anybody on the way, the list of hashes too.
 */
function hasServer(text: string): boolean {
  const urls = [...text.matchAll(/^\s*["']?url["']?\s*:\s*(\S+)/gm)].map((match) => match[1] ?? '');
  const url = urls.length === 1 ? URL.parse(urls[0] ?? '') : null;
  return url?.protocol === 'https:' && !url.hostname.endsWith('.example');
}

/**
 * On Windows electron-updater compares an update's signature with `publisherName`, and checks none where there is no such
 * name (`verifySignature` in its `NsisUpdater.js` then answers null, which means valid). electron-builder writes the name
 * where it signs.
 */
const namesPublisher = (text: string): boolean =>
  /^publisherName: *(?:[^\s#[]\S*|\[ *[^\s\]]+.*\]|\n *- *\S+)/m.test(text);
