import { spawn } from 'node:child_process';
import { processCost, tickMs } from './process-cost.ts';

/** Milliseconds, and bytes, of a program that was started and has ended. */
export interface ProgramCost {
  readonly wallMs: number;
  /** Sampled, so slightly too low; null if the system does not report it. */
  readonly cpuMs: number | null;
  readonly peakRss: number | null;
  /** Everything that it printed. */
  readonly said: string;
}

/** Runs a program to its end. */
export async function measureProgram(command: string, args: readonly string[]): Promise<ProgramCost> {
  const startedAt = performance.now();
  const child = spawn(command, args);
  let cost: Pick<ProgramCost, 'cpuMs' | 'peakRss'> = { cpuMs: null, peakRss: null };
  const sampling = setInterval(() => (cost = processCost(child.pid) ?? cost), tickMs);
  try {
    const said = await new Promise<string>((resolve, reject) => {
      let out = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (out += text));
      child.on('error', reject);
      child.on('close', () => resolve(out));
    });
    return { wallMs: performance.now() - startedAt, ...cost, said };
  } finally {
    clearInterval(sampling);
  }
}
