import type { Outside } from './outside.ts';

/** Nothing is broken. In a module of its own: to load `outside.ts` breaks the process that loads it. */
export const soundOutside: Outside = { locked: [], isDiskFull: false, clockAheadMs: 0 };
