import { userInfo } from 'node:os';

/** Who runs this, for the history. An account may have no name, as in containers that run under a number alone. */
export function osUserName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
