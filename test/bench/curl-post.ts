import { spawn } from 'node:child_process';
import { processCost, tickMs } from './process-cost.ts';

/** Milliseconds, and bytes. */
export interface CurlCost {
  readonly wallMs: number;
  /** Sampled, so slightly too low; null if the system does not report it. */
  readonly cpuMs: number | null;
  readonly peakRss: number | null;
}

/** Posts a file as a presigned post requires, with `curl -F`. */
export async function curlPost(
  presigned: { url: string; fields: Record<string, string> },
  path: string,
): Promise<CurlCost> {
  const fields = Object.entries(presigned.fields).flatMap(([name, value]) => ['-F', `${name}=${value}`]);
  const quiet = ['-sS', '-o', process.platform === 'win32' ? 'NUL' : '/dev/null', '-w', '%{http_code}'];
  const startedAt = performance.now();
  const child = spawn('curl', [...quiet, ...fields, '-F', `file=@${path}`, presigned.url]);
  let cost: Omit<CurlCost, 'wallMs'> = { cpuMs: null, peakRss: null };
  const sampling = setInterval(() => (cost = processCost(child.pid) ?? cost), tickMs);
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
