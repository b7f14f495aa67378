import { fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Clock, Decoder } from '../base/ports.ts';
import { bounds } from './bounds.ts';
import { createDecoder, type DecoderProcess } from './decoder.ts';

const isSource = import.meta.url.endsWith('.ts');
/** Beside this module, as source or built. */
const decoderScript = new URL(isSource ? './child.ts' : './decoder.cjs', import.meta.url);
/** What the process may read: its own code. As source that lies all over the repository. */
const ownCode = fileURLToPath(new URL(isSource ? '../../' : './', import.meta.url));

/** PDFium’s code, as its package or the build has it. */
export const readPdfium = (): Promise<Uint8Array> =>
  readFile(
    isSource
      ? fileURLToPath(import.meta.resolve('@hyzyla/pdfium/pdfium.wasm'))
      : new URL('./pdfium.wasm', import.meta.url),
  );

/** Windows starts nothing without this one. */
const environment = (): NodeJS.ProcessEnv => {
  const root = process.env['SystemRoot'];
  return process.platform === 'win32' && root !== undefined ? { SystemRoot: root } : {};
};

/**
 * Starts the decoder process under Node: with an empty environment, without a terminal, and with Node's permission model,
 * which lets it read nothing but its own code, write nothing and start nothing.
 */
export function launchWithNode(script: URL = decoderScript): DecoderProcess {
  const child = fork(script, [], {
    env: environment(),
    execArgv: [
      '--permission',
      '--allow-worker',
      `--allow-fs-read=${ownCode}`,
      `--max-old-space-size=${bounds.heapMegabytes}`,
    ],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  // The one that cannot be started says so by an error alone; a message to one that has ended is lost, which its end tells.
  child.on('error', () => undefined);
  return {
    send: (message) => void child.send(message, () => undefined),
    onMessage: (listener) => void child.on('message', listener),
    onExit(listener) {
      let isTold = false;
      const tell = (): void => {
        if (!isTold) listener();
        isTold = true;
      };
      child.on('exit', tell);
      child.on('error', tell);
    },
    hold(isHeld) {
      if (isHeld) child.ref();
      else child.unref();
      if (isHeld) child.channel?.ref();
      else child.channel?.unref();
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

/** The decoder of the command line and of `serve`. */
export const createNodeDecoder = (clock: Clock): Decoder =>
  createDecoder({ launch: launchWithNode, readPdfium, clock });
