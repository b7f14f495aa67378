/**
 * Removes the signal handlers of libraries; call it after all are loaded. when-exit (used by conf for atomic writes)
 * raises the signal again after its cleanup, which on Windows ends the process in the middle of our own shutdown. It
 * also cleans up at exit.
 */
export function freeSignals(process: NodeJS.Process, signals: readonly NodeJS.Signals[]): void {
  for (const signal of signals) process.removeAllListeners(signal);
}
