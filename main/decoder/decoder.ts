import { setImmediate as nextTurn } from 'node:timers/promises';
import { ChartdropError } from '../base/errors.ts';
import type { Clock, Decoder, Stop } from '../base/ports.ts';
import { createLimiter } from '../base/limiter.ts';
import { bounds } from './bounds.ts';
import type { OcrFiles } from './ocr/ocr-files.ts';
import {
  type DecoderAnswer,
  type DecoderRequest,
  type FromDecoder,
  fromDecoderSchema,
  type Refusal,
  type ToDecoder,
} from './protocol.ts';

/** A decoder process as a host starts it. */
export interface DecoderProcess {
  send(message: ToDecoder): void;
  /** Called with each message of the process. */
  onMessage(listener: (message: unknown) => void): void;
  /** Called once when the process ends, even if it never started. */
  onExit(listener: () => void): void;
  /** Whether the process keeps the program alive: only while a request waits for its answer. */
  hold(isHeld: boolean): void;
  kill(): void;
}

export interface DecoderDeps {
  /** Starts a process without the program's environment. */
  readonly launch: () => DecoderProcess;
  /** PDFium's code. */
  readonly readPdfium: () => Promise<Uint8Array>;
  /** The code and the data of OCR, read before the first scan of a process. */
  readonly readOcr: () => Promise<OcrFiles>;
  /** ZXing's code, read before the first codes of a process. */
  readonly readZxing: () => Promise<Uint8Array>;
  readonly clock: Clock;
  /** Replaces the limits in `bounds`. */
  readonly limits?: Partial<Record<'requestMs' | 'idleMs' | 'restingBytes', number>>;
}

const errorOf: Record<Refusal, 'preview-damaged' | 'preview-too-large' | 'preview-protected'> = {
  damaged: 'preview-damaged',
  'too-large': 'preview-too-large',
  protected: 'preview-protected',
};

/**
 * Requests that may wait: photos of uploads, four of which run at once, and pages, which a window requests one at a
 * time.
 */
const waiting = { most: 64, whenFull: () => new ChartdropError('preview-busy') };
/** Pages whose file may be read or handed over at once. Each may use twice `fileBytes` of the program's memory. */
const filesAtOnce = 2;

/**
 * The decoder with its three processes, each started when it is needed. OCR and codes have separate ones, since no page for a
 * person should wait for them, nor a stack for OCR.
 */
export function createDecoder(deps: DecoderDeps): Decoder {
  const pages = createProcess(deps);
  const scans = createProcess(deps);
  const stacks = createProcess(deps);
  return {
    ...pages,
    scan: (given, signal) => scans.scan(given, signal),
    codes: (given, signal) => stacks.codes(given, signal),
    part: (given, signal) => stacks.part(given, signal),
    document: (given, signal) => stacks.document(given, signal),
    async stop() {
      await Promise.all([pages.stop(), scans.stop(), stacks.stop()]);
    },
  };
}

/**
 * Controls a decoder process. It starts with the first request and ends when idle; one request runs at a time. A
 * request that kills the process rejects, and the next one starts a new process.
 */
function createProcess(deps: DecoderDeps): Decoder {
  const { clock } = deps;
  const limits = { ...bounds, ...deps.limits };
  const requests = createLimiter(1, waiting);
  const files = createLimiter(filesAtOnce, waiting);
  const end = new AbortController();
  let current: Running | null = null;
  /** The file whose further pages the process can draw. */
  let held: string | null = null;
  /** The libraries whose code was sent to the process. */
  const sent = new Set<DecoderRequest['kind']>();
  let stopIdle: Stop = () => undefined;

  const retire = (): void => {
    stopIdle();
    current?.process.kill();
    current = null;
    held = null;
  };
  const ready = async (): Promise<Running> => {
    if (current !== null) return current;
    const pdfium = await deps.readPdfium();
    if (end.signal.aborted) throw new ChartdropError('aborted');
    const started = run(deps.launch(), pdfium);
    sent.clear();
    started.process.onExit(() => {
      if (current === started) retire();
    });
    return (current = started);
  };

  const requestMs = ({ kind }: DecoderRequest): number => {
    if (kind === 'scan') return bounds.scanMs;
    if (kind === 'document') return bounds.documentMs;
    return kind === 'lines' || kind === 'count' ? bounds.readRequestMs : limits.requestMs;
  };

  const ask = async (request: DecoderRequest, signal: AbortSignal): Promise<DecoderAnswer> => {
    const over = AbortSignal.any([signal, end.signal]);
    if (over.aborted) throw new ChartdropError('aborted');
    stopIdle();
    try {
      const running = await ready();
      if (!sent.has(request.kind)) {
        if (request.kind === 'scan') running.process.send({ kind: 'ocr', files: await deps.readOcr() });
        if (request.kind === 'codes') running.process.send({ kind: 'zxing', wasm: await deps.readZxing() });
        sent.add(request.kind);
      }
      const ms = requestMs(request);
      const { answer, resident } = await running.ask(request, { over, clock, ms });
      if ('file' in request) held = request.file;
      else if (request.kind === 'photo' || request.kind === 'document') held = null;
      // After a refusal a library may be in an invalid state.
      if (answer.kind === 'refused' || resident > limits.restingBytes) retire();
      else stopIdle = clock.after(limits.idleMs, retire);
      if (answer.kind === 'refused') throw new ChartdropError(errorOf[answer.why]);
      return answer;
    } catch (thrown) {
      retire();
      throw thrown;
    }
  };

  /** Asks about a file, whose bytes are read and sent only if the process does not hold them. */
  const askAbout = (
    { file, read }: { file: string; read: () => Promise<Uint8Array> },
    requestOf: (bytes: Uint8Array | null) => DecoderRequest,
    signal: AbortSignal,
  ): Promise<DecoderAnswer> =>
    files.run(async () => {
      let bytes = held === file ? null : await read();
      for (;;) {
        const given = bytes;
        const task = async (): Promise<DecoderAnswer | null> =>
          given === null && held !== file ? null : ask(requestOf(given), signal);
        const answer = await requests.run(task, { isUrgent: true });
        if (answer !== null) return answer;
        // The process loaded another file meanwhile.
        bytes = await read();
      }
    });

  return {
    async page({ page, width, ...given }, signal) {
      const { file } = given;
      const answer = await askAbout(given, (bytes) => ({ kind: 'page', file, bytes, page, width }), signal);
      const drawn = answerOf(answer, 'page');
      return { png: drawn.png, page: drawn.page, pages: drawn.pages };
    },
    async codes({ page, ...given }, signal) {
      const { file } = given;
      const answer = await askAbout(given, (bytes) => ({ kind: 'codes', file, bytes, page }), signal);
      const read = answerOf(answer, 'codes');
      return { codes: read.codes, isBlank: read.isBlank, page: read.page, pages: read.pages };
    },
    async part({ pages, ...given }, signal) {
      const { file } = given;
      const answer = await askAbout(given, (bytes) => ({ kind: 'part', file, bytes, pages }), signal);
      return answerOf(answer, 'part').bytes;
    },
    document: ({ files: given, pages }, signal) =>
      requests.run(
        async () => answerOf(await ask({ kind: 'document', files: given, pages }, signal), 'document').bytes,
      ),
    photo: (bytes, signal) =>
      requests.run(async () => {
        const { jpeg } = answerOf(await ask({ kind: 'photo', bytes }, signal), 'photo');
        return jpeg === null ? null : Buffer.from(jpeg);
      }),
    lines: ({ of, bytes }, signal) =>
      requests.run(async () => answerOf(await ask({ kind: 'lines', of, bytes }, signal), 'lines').lines),
    count: (bytes, signal) =>
      requests.run(async () => answerOf(await ask({ kind: 'count', bytes }, signal), 'count').pages),
    scan: (given, signal) =>
      requests.run(async () => answerOf(await ask({ kind: 'scan', ...given }, signal), 'lines').lines),
    async stop() {
      end.abort();
      retire();
      await nextTurn();
    },
  };
}

/** Throws `preview-stopped` for an answer to another question. */
function answerOf<K extends DecoderAnswer['kind']>(
  answer: DecoderAnswer,
  kind: K,
): Extract<DecoderAnswer, { kind: K }> {
  if (answer.kind !== kind) throw new ChartdropError('preview-stopped');
  return answer as Extract<DecoderAnswer, { kind: K }>;
}

interface Running {
  readonly process: DecoderProcess;
  /**
   * Throws `preview-stopped` if the process ends or exceeds its time, or `aborted`. The process cannot be used
   * afterwards.
   */
  ask(request: DecoderRequest, given: { over: AbortSignal; clock: Clock; ms: number }): Promise<FromDecoder>;
}

function run(process: DecoderProcess, pdfium: Uint8Array): Running {
  let last = 0;
  let onAnswer: (message: FromDecoder) => void = () => undefined;
  let onEnd: () => void = () => undefined;
  process.onMessage((message) => {
    const read = fromDecoderSchema.safeParse(message);
    // Messages other than an answer are ignored.
    if (read.success && read.data.id === last) onAnswer(read.data);
  });
  let isOver = false;
  process.onExit(() => {
    isOver = true;
    onEnd();
  });
  process.send({ kind: 'start', pdfium });
  return {
    process,
    async ask(request, { over, clock, ms }) {
      const id = (last += 1);
      process.hold(true);
      let clear: Stop = () => undefined;
      try {
        return await new Promise<FromDecoder>((resolve, reject) => {
          const stopped = (): void => reject(new ChartdropError('preview-stopped'));
          const aborted = (): void => reject(new ChartdropError('aborted'));
          const stopClock = clock.after(ms, stopped);
          over.addEventListener('abort', aborted);
          clear = () => {
            stopClock();
            over.removeEventListener('abort', aborted);
          };
          [onAnswer, onEnd] = [resolve, stopped];
          if (over.aborted) aborted();
          else if (isOver) stopped();
          else process.send({ kind: 'ask', id, request });
        });
      } finally {
        clear();
        [onAnswer, onEnd] = [() => undefined, () => undefined];
        process.hold(false);
      }
    },
  };
}
