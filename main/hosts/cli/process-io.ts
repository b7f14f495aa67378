import { words } from '../../../preload/words/current.ts';
import type { ChartdropError } from '../../base/errors.ts';
import { stopSignals } from '../../base/system/stop-signals.ts';
import { endOnFault } from '../end-on-fault.ts';
import { freeSignals } from '../free-signals.ts';
import { takeSecrets } from '../take-secrets.ts';
import { errnoOf } from '../../files/file-errors.ts';
import type { Io } from './io.ts';
import { terminalLine } from './terminal-text.ts';

/** The input and output of the real process. Ctrl-C and the system's request to stop abort its signal. */
export function processIo(): Io {
  const env = takeSecrets(process.env);
  const stopping = new AbortController();
  const signals = stopSignals();
  freeSignals(process, signals);
  for (const signal of signals) {
    // Only once: a second Ctrl-C kills a command that does not stop.
    process.once(signal, () => stopping.abort());
  }
  const listeners = new Set<(error: ChartdropError) => void>();
  endOnFault(process, (error) => {
    listeners.forEach((listener) => listener(error));
    process.stderr.write(`chartdrop: ${words().faults.unexpected}\n`);
    process.exit(1);
  });
  return {
    out: lineWriter(process.stdout),
    err: lineWriter(process.stderr),
    env,
    isTerminal: process.stderr.isTTY,
    signal: stopping.signal,
    onFault(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Writes lines until the reader ends: after `| head -1` the command continues. */
function lineWriter(stream: NodeJS.WriteStream): (line: string) => void {
  let isRead = true;
  stream.on('error', (thrown: unknown) => {
    if (errnoOf(thrown) !== 'EPIPE') throw thrown;
    isRead = false;
  });
  return (line) => {
    if (isRead) stream.write(`${terminalLine(line)}\n`);
  };
}
