import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { utilityProcess } from 'electron';
import type { Decoder } from '../../base/ports.ts';
import { bounds } from '../../decoder/bounds.ts';
import { createDecoder, type DecoderProcess } from '../../decoder/decoder.ts';
import { readOcrFiles } from '../../decoder/ocr/ocr-files.ts';
import { systemClock } from '../system-clock.ts';

/**
 * Starts the decoder as an Electron utility process, with an empty environment and without a terminal. `script`: the
 * built script beside the program's entry.
 */
function launchWithElectron({ fork }: Pick<typeof utilityProcess, 'fork'>, script: string): DecoderProcess {
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

/** The decoder of the desktop program. `directory`: that of the program's entry, which has its script and libraries. */
export function createElectronDecoder(
  process: Pick<typeof utilityProcess, 'fork'>,
  directory: string,
): Decoder {
  const readOwn = (name: string): Promise<Buffer> => readFile(join(directory, name));
  return createDecoder({
    launch: () => launchWithElectron(process, join(directory, 'decoder.cjs')),
    readPdfium: () => readOwn('pdfium.wasm'),
    readOcr: () => readOcrFiles(readOwn),
    readZxing: () => readOwn('zxing.wasm'),
    clock: systemClock,
  });
}
