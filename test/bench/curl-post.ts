import { measureProgram, type ProgramCost } from './measured-process.ts';

interface Presigned {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}
export type CurlCost = Omit<ProgramCost, 'said'>;

/** Posts a file as a presigned post requires, with `curl -F`. */
export async function curlPost(presigned: Presigned, path: string): Promise<CurlCost> {
  const fields = Object.entries(presigned.fields).flatMap(([name, value]) => ['-F', `${name}=${value}`]);
  const quiet = ['-sS', '-o', process.platform === 'win32' ? 'NUL' : '/dev/null', '-w', '%{http_code}'];
  const { said, ...cost } = await measureProgram('curl', [
    ...quiet,
    ...fields,
    '-F',
    `file=@${path}`,
    presigned.url,
  ]);
  if (said !== '201') throw new Error(`curl stored nothing: ${said}`);
  return cost;
}

/**
 * The same, with `openssl dgst -sha256` of the file at once: the assurance that Chartdrop's upload gives. The cost of both,
 * until the later one ends.
 */
export async function curlPostAssured(presigned: Presigned, path: string, sha256: string): Promise<CurlCost> {
  const [posted, hashed] = await Promise.all([
    curlPost(presigned, path),
    measureProgram('openssl', ['dgst', '-sha256', '-r', path]),
  ]);
  if (!hashed.said.startsWith(sha256)) throw new Error(`openssl hashed other bytes: ${hashed.said}`);
  const sum = (one: number | null, other: number | null): number | null =>
    one === null || other === null ? null : one + other;
  return {
    wallMs: Math.max(posted.wallMs, hashed.wallMs),
    cpuMs: sum(posted.cpuMs, hashed.cpuMs),
    peakRss: sum(posted.peakRss, hashed.peakRss),
  };
}
