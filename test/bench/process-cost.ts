import { readFileSync } from 'node:fs';

/** Milliseconds, and bytes; of a process since its start. */
export interface ProcessCost {
  readonly cpuMs: number;
  readonly peakRss: number;
}

/** Milliseconds per tick of a process' CPU times: `getconf CLK_TCK` is 100 everywhere. */
export const tickMs = 10;

/** null if the process has ended or the system has no /proc. */
export function processCost(pid: number | undefined): ProcessCost | null {
  try {
    // proc(5): user and system time are fields 14 and 15 of `stat`, counted after the name in parentheses.
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
