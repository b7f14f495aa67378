import type { Outside } from './outside.ts';

/** Without faults. In a separate module, since loading `outside.ts` installs the faults in the loading process. */
export const soundOutside: Outside = { locked: [], denied: [], isDiskFull: false, clockAheadMs: 0 };
