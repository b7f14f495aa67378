import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { UpdatesOff } from '../../../../preload/contract/updates.ts';
import type { Preset } from '../../../../preload/contract/preset.ts';

export interface Installation {
  readonly isPackaged: boolean;
  readonly platform: NodeJS.Platform;
  /** The program's executable. */
  readonly executable: string;
  /** The folder that contains the archive. */
  readonly resources: string;
  /** `APPIMAGE` from the environment of an AppImage. */
  readonly appImage: string | undefined;
}

/** Why this installation must not update itself, or null if it may. */
export function whyNotSelfUpdating(given: Installation, preset: Pick<Preset, 'updates'>): UpdatesOff | null {
  if (!given.isPackaged) return 'development';
  if (preset.updates === 'off') return 'preset';
  if (!isOwnInstaller(given)) return 'managed';
  const file = join(given.resources, 'app-update.yml');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (!hasServer(text)) return 'no-server';
  return given.platform === 'win32' && !namesPublisher(text) ? 'unsigned' : null;
}

/**
 * NSIS leaves an uninstaller beside the program, an MSI does not. Of Linux' packages only an AppImage updates itself.
 */
function isOwnInstaller({ platform, executable, appImage }: Installation): boolean {
  if (platform === 'win32') return existsSync(join(dirname(executable), 'Uninstall Chartdrop.exe'));
  return platform === 'darwin' || appImage !== undefined;
}

/**
 * A package built without an update address has one below `.example` (RFC 2606). Only HTTPS is accepted, since
 * otherwise an attacker on the network could replace the update and its list of hashes.
 */
function hasServer(text: string): boolean {
  const urls = [...text.matchAll(/^\s*["']?url["']?\s*:\s*(\S+)/gm)].map((match) => match[1] ?? '');
  const url = urls.length === 1 ? URL.parse(urls[0] ?? '') : null;
  return url?.protocol === 'https:' && !url.hostname.endsWith('.example');
}

/**
 * On Windows electron-updater compares an update's signature with `publisherName`, and accepts any update without that
 * name (`verifySignature` in its `NsisUpdater.js` returns null, which means valid). electron-builder writes the name
 * when it signs.
 */
const namesPublisher = (text: string): boolean =>
  /^publisherName: *(?:[^\s#[]\S*|\[ *[^\s\]]+.*\]|\n *- *\S+)/m.test(text);
