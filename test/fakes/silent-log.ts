import type { Log } from '../../main/base/ports.ts';

/** For tests that are about something else. */
export const silentLog: Log = { info: () => undefined, warn: () => undefined };
