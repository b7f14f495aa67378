import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

/** The first is Chromium without what a window on a screen needs: the same engine with a third less work. */
const usual = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
/** Another process may be installing packages: how many seconds to wait for its lock. */
const lockSeconds = 300;

/** The browser that `CHROMIUM` names, existing or not; null if it is not set. */
export function namedChromium(): string | null {
  const named = process.env['CHROMIUM'];
  return named === undefined || named === '' ? null : named;
}

/** The browser for the end-to-end tests: `CHROMIUM`, an installed one, or Playwright's own; null if there is none. */
export function findChromium(): string | null {
  const named = namedChromium();
  if (named !== null) return existsSync(named) ? named : null;
  const onPath = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'chromium'));
  return [...usual, ...onPath, chromium.executablePath()].find((path) => existsSync(path)) ?? null;
}

/** Whether the system's packages include one and may be installed: Debian and relatives, as root. */
export const canInstallChromium = (): boolean => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

/** Installs the headless one, or the whole one where the system has no such package. Returns null, or the last message of the failed installer. */
export function installChromium(): string | null {
  const apt = (...args: string[]) =>
    spawnSync('apt-get', ['-o', `DPkg::Lock::Timeout=${lockSeconds}`, '-y', '-qq', ...args], {
      encoding: 'utf8',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  // Lists that cannot be updated, because another process does so, may be good enough.
  apt('update');
  if (apt('install', 'chromium-headless-shell').status === 0) return null;
  const { status, stderr } = apt('install', 'chromium');
  return status === 0 ? null : (stderr.trim().split('\n').at(-1) ?? '');
}
