import { fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Clock, Decoder } from '../base/ports.ts';
import { bounds } from './bounds.ts';
import { createDecoder, type DecoderProcess } from './decoder.ts';
import { type OcrFileName, type OcrFiles, readOcrFiles } from './ocr/ocr-files.ts';

const isSource = import.meta.url.endsWith('.ts');
/** In this module's folder, as source or built. */
const decoderScript = new URL(isSource ? './child.ts' : './decoder.cjs', import.meta.url);
/** The files that the process may read: its code. As source that is the complete repository. */
const ownCode = fileURLToPath(new URL(isSource ? '../../' : './', import.meta.url));

/** PDFium's code, from its package or the build. */
export const readPdfium = (): Promise<Uint8Array> =>
  readFile(
    isSource
      ? fileURLToPath(import.meta.resolve('@hyzyla/pdfium/pdfium.wasm'))
      : new URL('./pdfium.wasm', import.meta.url),
  );

/** The packages that have the files of OCR. The `best_int` data is as good as the largest, at a third of its size. */
const ocrPackages: Readonly<Record<OcrFileName, () => string>> = {
  'ocr.wasm': () => import.meta.resolve('tesseract.js-core/tesseract-core-simd-lstm.wasm'),
  'ocr-eng.gz': () => import.meta.resolve('@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz'),
  'ocr-deu.gz': () => import.meta.resolve('@tesseract.js-data/deu/4.0.0_best_int/deu.traineddata.gz'),
  'ocr-fra.gz': () => import.meta.resolve('@tesseract.js-data/fra/4.0.0_best_int/fra.traineddata.gz'),
};

/** The files of OCR, from their packages or the build. */
export const readOcr = (): Promise<OcrFiles> =>
  readOcrFiles((name) =>
    readFile(isSource ? fileURLToPath(ocrPackages[name]()) : new URL(`./${name}`, import.meta.url)),
  );

/** ZXing's code, from its package or the build. */
export const readZxing = (): Promise<Uint8Array> =>
  readFile(
    isSource
      ? fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'))
      : new URL('./zxing.wasm', import.meta.url),
  );

/** Windows cannot start a process without this variable. */
const environment = (): NodeJS.ProcessEnv => {
  const root = process.env['SystemRoot'];
  return process.platform === 'win32' && root !== undefined ? { SystemRoot: root } : {};
};

/**
 * Starts the decoder process under Node with an empty environment, without a terminal, and with Node's permission
 * model: it can read only its code, write no file and start no process.
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
  // A process that cannot start emits only an error. A message to an ended process is lost, and its exit event
  // reports that.
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

/** The decoder for the command line and `serve`. */
export const createNodeDecoder = (clock: Clock): Decoder =>
  createDecoder({ launch: launchWithNode, readPdfium, readOcr, readZxing, clock });
