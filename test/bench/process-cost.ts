import { readFileSync } from 'node:fs';

/** Milliseconds, and bytes; of a process since its start. */
export interface ProcessCost {
  readonly cpuMs: number;
  readonly peakRss: number;
}

/** Of a tick of a process's CPU times, in milliseconds: `getconf CLK_TCK` is 100 everywhere. */
export const tickMs = 10;

/** Null where the process has ended, or the system has no /proc. */
export function processCost(pid: number | undefined): ProcessCost | null {
  try {
    // proc(5): user and system time are the 14th and 15th field of `stat`, counted behind the name in brackets.
    const times =
      readFileSync(`/proc/${pid ?? ''}/stat`, 'utf8')
        .split(') ')
        .at(-1)
        ?.split(' ') ?? [];
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid ?? ''}/status`, 'utf8'))?.[1];
    if (peak === undefined) return null;
    return { cpuMs: (Number(times[11]) + Number(times[12])) * tickMs, peakRss: Number(peak) * 1024 };
  } catch {
    return null;
  }
}
