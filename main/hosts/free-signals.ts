/**
 * Takes these signals from the libraries that answer them; to be called after all were loaded. What writes files whole
 * (when-exit, by way of conf) tidies up at a signal and raises it again, which on Windows ends the process at once, in the
 * middle of its own end. It tidies up when the process exits as well.
 */
export function freeSignals(process: NodeJS.Process, signals: readonly NodeJS.Signals[]): void {
  for (const signal of signals) process.removeAllListeners(signal);
}
