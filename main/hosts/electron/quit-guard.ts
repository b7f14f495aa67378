import type { App } from 'electron';
import { asChartdropError } from '../../base/errors.ts';
import type { Log } from '../../base/ports.ts';

export interface QuitGuard {
  /** For a log-off or shutdown: asks no question and stops uploads cleanly. */
  systemEnds(): void;
  /** True once quitting is decided: windows may then close. */
  isQuitting(): boolean;
}

/** Asks before quitting while files are not filed, then stops all work cleanly. Jobs resume at the next start. */
export function createQuitGuard(deps: {
  app: Pick<App, 'on' | 'quit'>;
  /** The number of files that are not filed yet. */
  unfiled: () => number;
  /** Asks the person; true: quit anyway. The signal closes the question. */
  ask: (unfiled: number, signal: AbortSignal) => Promise<boolean>;
  stop: () => Promise<void>;
  /** Called last, when everything has stopped: Electron's own quit. */
  end: () => void;
  log: Log;
}): QuitGuard {
  const { app } = deps;
  let question = new AbortController();
  let state: 'running' | 'asking' | 'stopping' | 'stopped' = 'running';

  const failed = (thrown: unknown): void => {
    deps.log.warn('not-stopped-cleanly', { code: asChartdropError(thrown).code });
  };
  const stop = (): void => {
    if (state === 'stopping' || state === 'stopped') return;
    state = 'stopping';
    question.abort();
    void deps
      .stop()
      .catch(failed)
      .finally(() => {
        state = 'stopped';
        deps.end();
      });
  };
  const ask = async (unfiled: number): Promise<void> => {
    state = 'asking';
    question = new AbortController();
    const isSure = await deps.ask(unfiled, question.signal).catch((thrown: unknown) => {
      failed(thrown);
      // If the question cannot be shown, quitting must still be possible.
      return true;
    });
    // The system may have ended the program meanwhile.
    if (question.signal.aborted) return;
    state = 'running';
    if (isSure) stop();
  };

  app.on('before-quit', (event) => {
    if (state === 'stopped') return;
    event.preventDefault();
    if (state !== 'running') return;
    const unfiled = deps.unfiled();
    if (unfiled === 0) stop();
    else void ask(unfiled);
  });

  return {
    systemEnds: stop,
    isQuitting: () => state === 'stopping' || state === 'stopped',
  };
}
