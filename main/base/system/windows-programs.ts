import { execFile } from 'node:child_process';
import { win32 } from 'node:path';
import { promisify } from 'node:util';

/** Runs one of Windows' own programs and returns its output. Rejects if it is missing or ends with an error. */
export type RunProgram = (
  name: string,
  args: readonly string[],
  env?: Readonly<Record<string, string>>,
) => Promise<string>;

/** Longer than PowerShell takes to start on a slow PC. Milliseconds. */
const patienceMs = 15_000;

/**
 * Runs a program below `System32`, by its full path: a search could find one in the working folder. Gets no
 * `PSModulePath`, since that of a newer PowerShell breaks the one of Windows.
 */
export const runOfWindows: RunProgram = async (name, args, env = {}) => {
  const root = process.env['SystemRoot'] ?? 'C:\\Windows';
  const { stdout } = await promisify(execFile)(win32.join(root, 'System32', name), [...args], {
    env: { SystemRoot: root, ...env },
    encoding: 'utf8',
    timeout: patienceMs,
    windowsHide: true,
  });
  return stdout;
};

/** The output of a PowerShell script. Values reach it by the environment, so that none is part of a command. */
export const runPowerShell = (
  script: string,
  env: Readonly<Record<string, string>>,
  run: RunProgram = runOfWindows,
): Promise<string> =>
  run(
    'WindowsPowerShell\\v1.0\\powershell.exe',
    ['-NoProfile', '-NonInteractive', '-Command', `$ErrorActionPreference = 1; ${script}`],
    env,
  );
