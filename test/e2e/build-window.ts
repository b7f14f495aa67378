import { build } from 'vite';

/** Builds the window once for all tests, so that they see what the sources say now. */
export default async function buildWindow(): Promise<void> {
  await build({ mode: 'renderer', logLevel: 'warn' });
}
