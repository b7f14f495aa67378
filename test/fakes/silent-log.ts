import type { Log } from '../../main/base/ports.ts';

/** For tests of other subjects. */
export const silentLog: Log = { info: () => undefined, warn: () => undefined };
