import { type App, createApp } from '../../app.ts';
import type { Log } from '../../ports.ts';
import { userAgent } from '../product.ts';
import { systemClock } from '../system-clock.ts';
import type { Session } from './session.ts';

/** Nothing of a command line's run is kept as a log; what matters stands in the history. */
const silentLog: Log = { info: () => undefined, warn: () => undefined };

/** The core on a session's clinic and directory. `holdMs`: nobody can take a file back at a command line, so 0. */
export function createSessionApp(session: Session): App {
  return createApp({
    ...session,
    clock: systemClock,
    log: silentLog,
    random: Math.random,
    apiKey: () => session.apiKey,
    userAgent,
    holdMs: () => 0,
    limits: () => ({ uploads: 4, largeUploads: 2 }),
  });
}
