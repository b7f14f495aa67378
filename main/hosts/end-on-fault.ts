import { asChartdropError, type ChartdropError } from '../base/errors.ts';
import type { Stop } from '../base/ports.ts';

/**
 * Ends the program on an uncaught error, after reporting it. Jobs resume from the database; a program that continued
 * after such an error could report `filed` wrongly.
 */
export function endOnFault(
  faults: Pick<NodeJS.EventEmitter, 'on' | 'off'>,
  end: (error: ChartdropError) => void,
): Stop {
  const onFault = (thrown: unknown): void => end(asChartdropError(thrown));
  // Node throws an unhandled rejection as an exception; Electron only warns.
  for (const name of ['uncaughtException', 'unhandledRejection']) faults.on(name, onFault);
  return () => {
    for (const name of ['uncaughtException', 'unhandledRejection']) faults.off(name, onFault);
  };
}
