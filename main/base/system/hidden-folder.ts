import { type RunProgram, runOfWindows } from './windows-programs.ts';

/**
 * Hides a folder whose name begins with a dot, as other systems do by that name alone ("attrib", Windows commands). Never
 * rejects: a drive without this attribute shows the folder.
 */
export async function hideFolder(
  path: string,
  { run = runOfWindows, platform = process.platform }: { run?: RunProgram; platform?: string } = {},
): Promise<void> {
  if (platform === 'win32') await run('attrib.exe', ['+H', path]).catch(() => '');
}
