import { lstatSync } from 'node:fs';
import { join } from 'node:path';

/** The system's replacement for bytes that are not UTF-8. */
const replacement = '\ufffd';

/** Whether a listed name is not UTF-8, so that no path leads to its file. Some real names contain the replacement. */
export function isNotText(directory: string, name: string): boolean {
  if (!name.includes(replacement)) return false;
  try {
    return lstatSync(join(directory, name), { throwIfNoEntry: false }) === undefined;
  } catch {
    // It exists; a closer look says what hinders.
    return false;
  }
}
