import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';

/** Creates a folder that only its owner can enter, whatever the umask, or restricts an existing one. */
export function privateFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700);
}

/** Creates an empty file that only its owner can read; others fill it. */
export function privateFile(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
}
