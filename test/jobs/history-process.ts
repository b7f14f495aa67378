import { fork } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import type { Access } from '../../main/jobs/history.ts';
import type { ErrorCode } from '../../preload/contract/errors.ts';

export interface ToChild {
  readonly directory: string;
  readonly dataKey: string;
  readonly access: Access;
  /** Number of entries to record. */
  readonly times: number;
  readonly giveUpRoot: boolean;
}
export interface FromChild {
  /** The code of the error, or null if all succeeded. */
  readonly code: ErrorCode | null;
}

export interface HistoryProcess {
  /** Opens the history in the process and keeps it open. */
  open(given: Partial<ToChild> & Pick<ToChild, 'directory' | 'dataKey'>): Promise<ErrorCode | null>;
  /** `SIGKILL`, like a power cut. Resolves when the process has ended. */
  kill(): Promise<void>;
}

/** Starts another process for histories; killed after the test. */
export function startHistoryProcess(): HistoryProcess {
  const child = fork(new URL('history-child.ts', import.meta.url));
  const gone = once(child, 'exit');
  const kill = async () => {
    child.kill('SIGKILL');
    await gone;
  };
  onTestFinished(kill);
  return {
    kill,
    async open(given) {
      const answered = once(child, 'message') as Promise<[FromChild]>;
      child.send({ access: 'work', times: 0, giveUpRoot: false, ...given } satisfies ToChild);
      const died = gone.then(() => Promise.reject(new Error('the process is gone')));
      const [{ code }] = await Promise.race([answered, died]);
      return code;
    },
  };
}
