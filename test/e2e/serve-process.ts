import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { builtProgram } from '../fixtures/built-program.ts';

export interface ServeProcess {
  /** The address with the one-time token. */
  readonly url: string;
  readonly data: string;
  /** Its stderr so far. */
  said(): string;
  stop(): Promise<void>;
}

const quietEnv = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('CHARTDROP_')),
);

/**
 * Starts `chartdrop serve` like a person, on a free port. Throws its output if it ends before it serves.
 */
export async function startServe(
  data: string,
  env: Record<string, string> = {},
  entry = builtProgram,
  args: readonly string[] = [],
): Promise<ServeProcess> {
  const child = spawn(process.execPath, [entry, 'serve', '--data', data, ...args], {
    env: { ...quietEnv, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const lines = createInterface({ input: child.stdout });
  const [url] = (await Promise.race([
    once(lines, 'line'),
    ended.then(() => {
      throw new Error(`serve ended: ${err}`);
    }),
  ])) as [string];
  return {
    url,
    data,
    said: () => err,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
