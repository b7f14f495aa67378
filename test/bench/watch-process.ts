import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Address } from '../demo-clinic/test-clinic.ts';

/** A line of `chartdrop watch --json`. */
export interface TimelineLine {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly file: string;
  readonly state: string;
}

export interface WatchProcess {
  readonly pid: number;
  /** Resolves with all lines once this many files reached a state. Throws if the process ends before, or after `ms`. */
  until(state: string, files: number, ms?: number): Promise<readonly TimelineLine[]>;
  /** Sends Ctrl-C. */
  stop(): Promise<void>;
}

const quietEnv = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('CHARTDROP_')),
);

/** The longest wait of most benchmarks, in milliseconds. */
const longestMs = 180_000;

/** Starts the built `chartdrop watch` on a folder for one patient. Resolves when it watches. */
export async function startWatch(given: {
  clinic: Address;
  folder: string;
  data: string;
  patientId: string;
  /** `REQUESTS/SECONDS`. */
  rate: string;
  after?: 'move' | 'stay';
  /** Whether other PCs watch the folder too. */
  shared?: 'yes' | 'no';
}): Promise<WatchProcess> {
  const { folder, patientId, rate, data, after = 'move', shared = 'no' } = given;
  const options = ['--json', '--patient', patientId, '--rate', rate, '--data', data, '--after', after];
  options.push('--shared', shared);
  const child = spawn(process.execPath, ['dist/main/headless.js', 'watch', folder, ...options], {
    env: { ...quietEnv, CHARTDROP_API_KEY: given.clinic.apiKey, CHARTDROP_API_URL: given.clinic.apiUrl },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  const lines: TimelineLine[] = [];
  const seen = new Map<string, Set<string>>();
  const looks = new Set<() => void>();
  let said = '';
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line = JSON.parse(text) as TimelineLine;
    lines.push(line);
    const files = seen.get(line.state) ?? new Set();
    seen.set(line.state, files.add(line.file));
    for (const look of [...looks]) look();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    for (const look of [...looks]) look();
  });
  /** Its messages, and how many files have reached each state. */
  const soFar = (): string =>
    [said.trim(), ...[...seen].map(([state, files]) => `${state} ${files.size}`)].join(', ');
  const waitFor = (isSo: () => boolean, ms = longestMs): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (!isSo()) return;
        looks.delete(look);
        resolve();
      };
      looks.add(look);
      void ended.then(() => reject(new Error(`chartdrop watch ended: ${soFar()}`)));
      setTimeout(() => reject(new Error(`chartdrop watch got stuck: ${soFar()}`)), ms).unref();
      look();
    });

  await waitFor(() => said.includes('Watching.'));
  return {
    // It has said something, so it has one.
    pid: child.pid ?? 0,
    async until(state, files, ms) {
      await waitFor(() => (seen.get(state)?.size ?? 0) >= files, ms);
      return lines;
    },
    async stop() {
      child.kill('SIGINT');
      await ended;
    },
  };
}
