import { execFile, spawn } from 'node:child_process';
import { access, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openerOf } from '../../base/system/opener.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Where snaps and flatpaks put their programs' entries. Those programs cannot see hidden folders or /tmp. */
const confined = (home: string): string[] => [
  '/var/lib/snapd/desktop/applications',
  '/var/lib/flatpak/exports/share/applications',
  join(home, '.local/share/flatpak/exports/share/applications'),
];

/** Whether the system's browser cannot read files in the data folder. */
async function isBrowserConfined(env: Env): Promise<boolean> {
  const asked = await promisify(execFile)('xdg-settings', ['get', 'default-web-browser'], {
    env,
    timeout: 5_000,
  }).catch(() => null);
  const entry = asked?.stdout.trim() ?? '';
  // Unknown. The printed address works in any case.
  if (!/^[\w.-]+\.desktop$/.test(entry)) return false;
  const found = await Promise.all(
    confined(env['HOME'] ?? homedir()).map((folder) =>
      access(join(folder, entry)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}

/** A page that leads to the address. Only this user can read it. */
const pageTo = (url: string): string =>
  `<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><title>Chartdrop</title>
<meta http-equiv="refresh" content="0;url=${url}"><a href="${url}">Chartdrop</a>
`;

/** Removes the page that led to a window. Its address is useless after the first visit. */
export const removeWindowPage = (directory: string): Promise<void> =>
  rm(join(directory, 'open-window.html'), { force: true });

/**
 * Opens an address in this user's browser through a page that only this user can read: a command line would show its
 * token to every user of the machine. Returns false if that is impossible; then the printed address must do.
 */
export async function openWindow(
  url: string,
  directory: string,
  env: Env,
  platform = process.platform,
): Promise<boolean> {
  if (platform === 'linux' && (await isBrowserConfined(env))) return false;
  const page = join(directory, 'open-window.html');
  await rm(page, { force: true });
  await writeFile(page, pageTo(url), { mode: 0o600, flag: 'wx' });
  const child = spawn(openerOf(platform), [page], { stdio: 'ignore', detached: true, env });
  child.unref();
  return new Promise((resolve) => {
    child.once('spawn', () => resolve(true));
    child.once('error', () => resolve(false));
  });
}
