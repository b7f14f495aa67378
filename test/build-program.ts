import { build } from 'vite';

/** Builds the program once per test run, so that tests see the current sources and no file changes while they run. */
export default async function buildProgram(): Promise<void> {
  for (const mode of ['renderer', 'main', 'decoder', 'preload']) await build({ mode, logLevel: 'warn' });
}
