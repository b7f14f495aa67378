import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { UpdatesOff } from '../../../preload/contract/updates.ts';
import type { Preset } from '../preset.ts';

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
  return hasServer(join(given.resources, 'app-update.yml')) ? null : 'no-server';
}

/** NSIS leaves its uninstaller beside the program, an MSI does not; of Linux's packages only an AppImage is its own. */
function isOwnInstaller({ platform, executable, appImage }: Installation): boolean {
  if (platform === 'win32') return existsSync(join(dirname(executable), 'Uninstall Chartdrop.exe'));
  return platform === 'darwin' || appImage !== undefined;
}

/** A package that was built without an address holds one below `.example`, which is nobody's (RFC 2606). */
function hasServer(file: string): boolean {
  if (!existsSync(file)) return false;
  const url = /^url: *(\S+)/m.exec(readFileSync(file, 'utf8'))?.[1];
  return url !== undefined && URL.canParse(url) && !new URL(url).hostname.endsWith('.example');
}
