import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Milliseconds, and bytes. */
export interface CurlCost {
  readonly wallMs: number;
  /** Sampled, so a little less than it was; null where the system does not tell. */
  readonly cpuMs: number | null;
  readonly peakRss: number | null;
}

/** Milliseconds between two looks at the process, and of a tick of its CPU times: `getconf CLK_TCK` is 100 everywhere. */
const sampleMs = 10;
const tickMs = 10;

/** Posts a file as a presigned post wants it with `curl -F`. */
export async function curlPost(
  presigned: { url: string; fields: Record<string, string> },
  path: string,
): Promise<CurlCost> {
  const fields = Object.entries(presigned.fields).flatMap(([name, value]) => ['-F', `${name}=${value}`]);
  const quiet = ['-sS', '-o', process.platform === 'win32' ? 'NUL' : '/dev/null', '-w', '%{http_code}'];
  const startedAt = performance.now();
  const child = spawn('curl', [...quiet, ...fields, '-F', `file=@${path}`, presigned.url]);
  let cost: Omit<CurlCost, 'wallMs'> = { cpuMs: null, peakRss: null };
  const sampling = setInterval(() => (cost = sample(child.pid) ?? cost), sampleMs);
  try {
    const said = await new Promise<string>((resolve, reject) => {
      let out = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (out += text));
      child.on('error', reject);
      child.on('close', () => resolve(out));
    });
    if (said !== '201') throw new Error(`curl stored nothing: ${said}`);
    return { wallMs: performance.now() - startedAt, ...cost };
  } finally {
    clearInterval(sampling);
  }
}

/** proc(5): user and system time are the 14th and 15th field of `stat`, counted behind the name in brackets. */
function sample(pid: number | undefined): Omit<CurlCost, 'wallMs'> | null {
  try {
    const times =
      readFileSync(`/proc/${pid ?? ''}/stat`, 'utf8')
        .split(') ')
        .at(-1)
        ?.split(' ') ?? [];
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid ?? ''}/status`, 'utf8'))?.[1];
    if (peak === undefined) return null;
    return { cpuMs: (Number(times[11]) + Number(times[12])) * tickMs, peakRss: Number(peak) * 1024 };
  } catch {
    // It has ended, or this system has no /proc.
    return null;
  }
}
