import type { utilityProcess } from 'electron';
import { bounds } from '../../decoder/bounds.ts';
import type { DecoderProcess } from '../../decoder/decoder.ts';

/**
 * Starts the decoder as an Electron utility process, with an empty environment and without a terminal. `script`: the
 * built script beside the program's entry.
 */
export function launchWithElectron(
  { fork }: Pick<typeof utilityProcess, 'fork'>,
  script: string,
): DecoderProcess {
  const child = fork(script, [], {
    env: {},
    execArgv: [`--max-old-space-size=${bounds.heapMegabytes}`],
    serviceName: 'chartdrop-decoder',
    stdio: 'ignore',
  });
  return {
    send: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', listener),
    // Electron ends its utility processes when it ends.
    hold: () => undefined,
    kill: () => void child.kill(),
  };
}
