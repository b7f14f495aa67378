/**
 * The switches that an installed program takes. Chromium, Node and Electron know more than a thousand, and some of them
 * open the window to whoever asks (a debugger's port), switch its protections off or load other code. So this is a list of
 * what is allowed: any other switch is refused.
 */
const allowed = new Set([
  // Ours, at login.
  'hidden',
  // The Windows installer's, when it starts the program after an update.
  'updated',
  'force-run',
  // Windows starts the program so for a click on a notification.
  'embedding',
  'toastactivated',
  // Another data folder, language, size or way to draw: where a person's graphics driver or screen needs it.
  'user-data-dir',
  'lang',
  'disable-gpu',
  'force-device-scale-factor',
  'ozone-platform',
  'ozone-platform-hint',
  // Which of Linux's key stores; a plain one counts as none.
  'password-store',
]);
/** The number of a process, from macOS' Finder. */
const finder = /^psn_\d+_\d+$/;

/**
 * The names of the switches on a command line that an installed program does not take. Chromium reads `--name`, `-name`
 * and, on Windows, `/name`, in any case there; after `--` come arguments.
 */
export function refusedSwitches(argv: readonly string[], platform: NodeJS.Platform): string[] {
  const end = argv.indexOf('--');
  const words = argv.slice(1, end === -1 ? undefined : end);
  const prefix = platform === 'win32' ? /^\s*(?:--?|\/)([^=]+)/ : /^\s*--?([^=]+)/;
  const names = words.flatMap((word) => prefix.exec(word)?.[1]?.trim() ?? []);
  return names.filter((name) => !allowed.has(name.toLowerCase()) && !finder.test(name));
}
