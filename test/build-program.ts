import { build } from 'vite';

/** Builds the program once for all tests of a run, so that they see what the sources say now and nobody builds under them. */
export default async function buildProgram(): Promise<void> {
  for (const mode of ['renderer', 'main', 'decoder', 'preload']) await build({ mode, logLevel: 'warn' });
}
