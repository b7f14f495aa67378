import type { ChartdropError } from '../../base/errors.ts';
import type { Stop } from '../../base/ports.ts';

/** Prints a text line by line: inside a line, a line break would be shown as its code. */
export function printLines(text: string, print: (line: string) => void): void {
  for (const line of text.trimEnd().split('\n')) print(line);
}

/** The input, output and stop signal of a command. */
export interface Io {
  /** Prints a line of the result, for people or programs. */
  out(line: string): void;
  /** Prints a line for people only: errors and progress. */
  err(line: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** True if stderr is a terminal. */
  readonly isTerminal: boolean;
  /** Aborted by Ctrl-C and by the system's request to stop. */
  readonly signal: AbortSignal;
  /** Registers a call for before an uncaught error ends the process. */
  onFault(listener: (error: ChartdropError) => void): Stop;
}
