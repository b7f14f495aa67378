import { startServe } from '../e2e/serve-process.ts';

/** A fresh address of the program that runs on this data: what a second start prints. */
export async function runServe(data: string): Promise<string> {
  const again = await startServe(data, {}, 'dist/main/headless.js');
  await again.stop();
  return again.url;
}
