import type { App } from 'electron';
import { asChartdropError } from '../../base/errors.ts';
import type { Log } from '../../base/ports.ts';

export interface QuitGuard {
  /** The system logs off or shuts down: nobody is asked, and what is under way breaks off cleanly. */
  systemEnds(): void;
  /** True once it is decided: windows may then really close. */
  isQuitting(): boolean;
}

/**
 * Between the wish to quit and the end: a question while files are not filed yet, then everything under way is broken off
 * cleanly, and the rows say where to go on at the next start.
 */
export function createQuitGuard(deps: {
  app: Pick<App, 'on' | 'quit'>;
  /** How many files are still on their way. */
  unfiled: () => number;
  /** Asks the person; true: quit all the same. The question goes when the signal comes. */
  ask: (unfiled: number, signal: AbortSignal) => Promise<boolean>;
  stop: () => Promise<void>;
  /** The last step, once everything has stopped; it leads to Electron's own quit. */
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
      // A question that cannot be put must not make the program one that cannot be quit.
      return true;
    });
    // The system may have ended it meanwhile.
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
