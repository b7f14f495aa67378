import { asChartdropError, type ChartdropError } from '../base/errors.ts';
import type { Stop } from '../base/ports.ts';

/**
 * What nobody caught ends the program: told first, in whatever way the host has. The rows say where every job goes on; a
 * program that carries on after such a fault could say `filed` of what is not.
 */
export function endOnFault(
  faults: Pick<NodeJS.EventEmitter, 'on' | 'off'>,
  end: (error: ChartdropError) => void,
): Stop {
  const onFault = (thrown: unknown): void => end(asChartdropError(thrown));
  // Node raises a rejection that nobody handles as an exception; Electron only warns of it.
  for (const name of ['uncaughtException', 'unhandledRejection']) faults.on(name, onFault);
  return () => {
    for (const name of ['uncaughtException', 'unhandledRejection']) faults.off(name, onFault);
  };
}
