import type { Log } from '../ports.ts';

/** Until a host writes a log, what matters stands in the history. */
export const silentLog: Log = { info: () => undefined, warn: () => undefined };
