/**
 * The switches that an installed program accepts. Chromium, Node and Electron have more than a thousand; some open a
 * debugger's port, disable protections or load other code. Every switch that is not listed is refused.
 */
const allowed = new Set([
  // Chartdrop's switch for a start at login.
  'hidden',
  // Used by the Windows installer to start the program after an update.
  'updated',
  'force-run',
  // Used by Windows to start the program for a click on a notification.
  'embedding',
  'toastactivated',
  // For a different data folder, language, scale or rendering, which a graphics driver or screen may need.
  'user-data-dir',
  'lang',
  'disable-gpu',
  'force-device-scale-factor',
  'ozone-platform',
  'ozone-platform-hint',
  // Chooses the key store on Linux; a plain one counts as none.
  'password-store',
]);
/** A process number, added by macOS' Finder. */
const finder = /^psn_\d+_\d+$/;

/**
 * The names of switches on the command line that are not accepted. Chromium reads `--name`, `-name` and, on Windows,
 * `/name`, ignoring case there. After `--` come arguments.
 */
export function refusedSwitches(argv: readonly string[], platform: NodeJS.Platform): string[] {
  const end = argv.indexOf('--');
  const words = argv.slice(1, end === -1 ? undefined : end);
  const prefix = platform === 'win32' ? /^\s*(?:--?|\/)([^=]+)/ : /^\s*--?([^=]+)/;
  const names = words.flatMap((word) => prefix.exec(word)?.[1]?.trim() ?? []);
  return names.filter((name) => !allowed.has(name.toLowerCase()) && !finder.test(name));
}
