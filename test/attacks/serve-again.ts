import { startServe } from '../e2e/serve-process.ts';

/** The new address that a second start on the same data prints. */
export async function runServe(data: string): Promise<string> {
  const again = await startServe(data, {}, 'dist/main/headless.js');
  await again.stop();
  return again.url;
}
