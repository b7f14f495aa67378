import { letterOf } from './windows-drive.ts';
import { type RunProgram, runPowerShell } from './windows-programs.ts';

/**
 * Whether Windows keeps what is moved to the recycle bin. Without a bin the same call deletes a file for good without
 * a question: on network drives and USB sticks, where a person or a policy has switched the bin off, and for a file larger
 * than the bin. The keys are those of Explorer's dialog, "Properties of Recycle Bin"; `MaxCapacity` is in megabytes.
 */
const script = `
  $drive = $env:CHARTDROP_DRIVE
  $type = (Get-CimInstance Win32_LogicalDisk -Filter "DeviceID='$drive'").DriveType
  $volume = (Get-CimInstance Win32_Volume -Filter "DriveLetter='$drive'").DeviceID -replace '^.*Volume(\\{.*\\}).*$', '$1'
  $of = { param($key) Get-ItemProperty -ErrorAction SilentlyContinue "$key" }
  $bin = & $of "HKCU:\\Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\BitBucket\\Volume\\$volume"
  $rules = 'HKCU:', 'HKLM:' | % { (& $of "$_\\Software\\Microsoft\\Windows\\CurrentVersion\\Policies\\Explorer").NoRecycleFiles }
  "$type,$([int]$bin.NukeOnDelete),$([int]($rules -contains 1)),$([int]$bin.MaxCapacity)"`;

const fixed = '3';
const megabyte = 1024 * 1024;

/** Whether a file of `size` bytes can be taken back after it is deleted. No if Windows does not say so. */
export async function keepsDeleted(path: string, size: number, run?: RunProgram): Promise<boolean> {
  const letter = letterOf(path);
  if (letter === null) return false;
  const told = await runPowerShell(script, { CHARTDROP_DRIVE: letter }, run).catch(() => '');
  const [type, isOff, isForbidden, capacity] = told.trim().split(',');
  if (type !== fixed || isOff !== '0' || isForbidden !== '0') return false;
  const most = Number(capacity);
  // 0: Windows' limit is unchanged, a twentieth of the drive or more.
  return most === 0 || size < most * megabyte;
}
