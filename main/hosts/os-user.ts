import { userInfo } from 'node:os';

/** The system's user name, for the history. Empty for accounts without a name, as in some containers. */
export function osUserName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
