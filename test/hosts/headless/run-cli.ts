import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { builtProgram } from '../../fixtures/built-program.ts';

export interface CliResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunningCli {
  readonly process: ChildProcess;
  readonly result: Promise<CliResult>;
  /** Resolves with the first matching line of stdout, past or future. */
  line(fits: (line: string) => boolean): Promise<string>;
  kill(signal: NodeJS.Signals): Promise<CliResult>;
  /** Its stderr so far. */
  stderr(): string;
}

const quietEnv = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('CHARTDROP_')),
);

const isWindows = process.platform === 'win32';
const listening = isWindows
  ? ['--import', new URL('../../fixtures/signal-by-message.mjs', import.meta.url).href]
  : [];

/** Starts `chartdrop`, or another `entry`, as a separate process that ends with the test at the latest. */
export function startCli(
  args: readonly string[],
  env: Record<string, string> = {},
  entry = builtProgram,
): RunningCli {
  const child = spawn(process.execPath, [...listening, entry, ...args], {
    env: { ...quietEnv, ...env },
    stdio: ['ignore', 'pipe', 'pipe', ...(isWindows ? (['ipc'] as const) : [])],
  });
  if (child.stdout === null || child.stderr === null) throw new Error('the program has no output');
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  let err = '';
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    for (const look of [...waiting]) look();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const result = new Promise<CliResult>((resolve, reject) => {
    child.on('close', (code) => {
      const out = lines.join('\n');
      // No test has a name with a line break: the program gave several lines as one.
      if (`${out}${err}`.includes('\\u000a')) reject(new Error(`a line shows its line breaks: ${out}${err}`));
      else resolve({ code, out, err });
    });
  });
  const kill = (signal: NodeJS.Signals): Promise<CliResult> => {
    if (isWindows && signal !== 'SIGKILL' && child.connected) child.send({ signal });
    else child.kill(signal);
    return result;
  };
  onTestFinished(async () => {
    await kill('SIGKILL');
  });
  return {
    process: child,
    result,
    kill,
    stderr: () => err,
    line: (fits) =>
      new Promise((resolve, reject) => {
        let looked = 0;
        const look = (): void => {
          const found = lines.slice(looked).find(fits);
          looked = lines.length;
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        void result.then(({ err: said }) => reject(new Error(`it ended before that line: ${said}`)));
        look();
      }),
  };
}

/** Runs `chartdrop`, or another `entry`, until it ends. */
export const runCli = (...given: Parameters<typeof startCli>): Promise<CliResult> =>
  startCli(...given).result;
