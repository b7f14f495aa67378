import type { ChartdropError } from '../../base/errors.ts';
import type { Stop } from '../../base/ports.ts';

/** The process around a command: what it reads, where it writes, and the word to stop. */
export interface Io {
  /** A line of the result, for people or for a program that reads on. */
  out(line: string): void;
  /** A line for people only: errors and what goes on. */
  err(line: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** True where a terminal listens on stderr. */
  readonly isTerminal: boolean;
  /** Aborted by Ctrl-C and by the system's request to end. */
  readonly signal: AbortSignal;
  /** Calls before a fault that nobody caught ends the process. */
  onFault(listener: (error: ChartdropError) => void): Stop;
}
