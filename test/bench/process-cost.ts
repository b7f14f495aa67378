import { readdirSync, readFileSync } from 'node:fs';

/** Milliseconds, and bytes; of a process since its start. */
export interface ProcessCost {
  readonly cpuMs: number;
  readonly peakRss: number;
}

/** Milliseconds per tick of a process' CPU times: `getconf CLK_TCK` is 100 everywhere. */
export const tickMs = 10;

/** A number of a `status` file of /proc: bytes are in kB there. NaN without it. Throws if the process has ended. */
const statusNumber = (path: string, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${path}/status`, 'utf8'))?.[1]);

/** null if the process has ended or the system has no /proc. */
export function processCost(pid: number | undefined): ProcessCost | null {
  try {
    // proc(5): user and system time are fields 14 and 15 of `stat`, counted after the name in parentheses.
    const times =
      readFileSync(`/proc/${pid ?? ''}/stat`, 'utf8')
        .split(') ')
        .at(-1)
        ?.split(' ') ?? [];
    const peak = statusNumber(String(pid), 'VmHWM');
    if (Number.isNaN(peak)) return null;
    return { cpuMs: (Number(times[11]) + Number(times[12])) * tickMs, peakRss: peak * 1024 };
  } catch {
    return null;
  }
}

/**
 * The most memory of this process, in bytes. Not the system's `maxRSS` where there is another number: on Linux a process
 * begins with that of the one that started it (getrusage(2) survives exec).
 */
export const ownPeakRss = (): number =>
  processCost(process.pid)?.peakRss ?? process.resourceUsage().maxRSS * 1024;

/** Bytes, and a count since its start, of a process now. */
export interface ProcessState {
  readonly rss: number;
  /** How often one of its threads went to sleep, so how often one was woken up. */
  readonly wakeUps: number;
}

/** Throws if the process has ended or the system has no /proc. */
export function processState(pid: number): ProcessState {
  // proc(5): each thread has its own counts.
  const sleeps = readdirSync(`/proc/${pid}/task`).map((thread) =>
    statusNumber(`${pid}/task/${thread}`, 'voluntary_ctxt_switches'),
  );
  return {
    rss: statusNumber(String(pid), 'VmRSS') * 1024,
    wakeUps: sleeps.reduce((sum, one) => sum + one, 0),
  };
}
