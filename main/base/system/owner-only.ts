import { win32 } from 'node:path';
import { type RunProgram, runOfWindows } from './windows-programs.ts';

/**
 * Windows ignores POSIX modes. A folder inside the user's profile is closed to others by the list of that profile; one
 * elsewhere, such as `D:\data`, inherits one that lets every user of the PC read ("Users: Read" on a new drive).
 */

/** Whether a folder is inside one of the profile's folders, by name. */
export function isInProfile(path: string, env: NodeJS.ProcessEnv): boolean {
  const fold = (text: string): string => win32.resolve(text).toLowerCase();
  return ['USERPROFILE', 'LOCALAPPDATA', 'APPDATA'].some((name) => {
    const folder = env[name];
    return folder !== undefined && folder !== '' && fold(path).startsWith(`${fold(folder)}\\`);
  });
}

/**
 * Gives the folder and what is in it to this user, the system (S-1-5-18) and administrators (S-1-5-32-544), and takes
 * inherited rights away. Names accounts by their ids, since names are translated ("icacls", Windows commands;
 * "Well-known SIDs"). Rejects if Windows refuses: another user's folder, or FAT and exFAT, which have no lists.
 */
export async function restrictToOwner(path: string, run: RunProgram = runOfWindows): Promise<void> {
  const told = await run('whoami.exe', ['/user', '/fo', 'csv', '/nh']);
  const sid = /S-1-[\d-]+/.exec(told)?.[0];
  // An old `whoami` knows no ids.
  const user = sid === undefined ? told.trim() : `*${sid}`;
  if (user === '') throw new Error('Windows did not name the user');
  const full = [user, '*S-1-5-18', '*S-1-5-32-544'].flatMap((who) => ['/grant:r', `${who}:(OI)(CI)F`]);
  await run('icacls.exe', [path, '/inheritance:r', ...full]);
}
