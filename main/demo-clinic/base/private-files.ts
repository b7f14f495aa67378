import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';

/** Makes a folder that only its owner may enter, whatever the umask is; one that is there already is closed to others. */
export function privateFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700);
}

/** The same for a file that others will write into: it is there, for its owner only. */
export function privateFile(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
}
