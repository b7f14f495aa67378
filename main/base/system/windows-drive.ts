import { win32 } from 'node:path';
import { type RunProgram, runPowerShell } from './windows-programs.ts';

/** The kind of a drive with a letter. `other`: a CD, a RAM disk, or one that Windows did not describe. */
export type WindowsDrive = 'fixed' | 'removable' | 'network' | 'other';

/** `DriveType` of the class Win32_LogicalDisk (WMI documentation). */
const types: Readonly<Record<string, WindowsDrive>> = { 2: 'removable', 3: 'fixed', 4: 'network' };

/** `D:` of a path on a drive with a letter, or null. */
export const letterOf = (path: string): string | null =>
  /^(?:\\\\\?\\)?([a-z]:)/i.exec(win32.normalize(path))?.[1]?.toUpperCase() ?? null;

/** Asks Windows for the kind of a drive such as `D:`. Never rejects. */
export async function driveOf(letter: string, run?: RunProgram): Promise<WindowsDrive> {
  const script = '(Get-CimInstance Win32_LogicalDisk -Filter "DeviceID=\'$env:CHARTDROP_DRIVE\'").DriveType';
  const told = await runPowerShell(script, { CHARTDROP_DRIVE: letter }, run).catch(() => '');
  return types[told.trim()] ?? 'other';
}
