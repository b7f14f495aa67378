import { hostname, userInfo } from 'node:os';
import type { PcNames } from '../../core/preset/path-variables.ts';

/** This PC's names, by the system's records of accounts. An account without a record has no home here. */
export function readPcNames(): PcNames {
  try {
    // Unlike `homedir`, it does not read the environment.
    const { homedir, username } = userInfo();
    return { home: homedir, user: username, pc: hostname() };
  } catch {
    return { home: '', user: '', pc: hostname() };
  }
}
