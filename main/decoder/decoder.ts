import { setImmediate as nextTurn } from 'node:timers/promises';
import { ChartdropError } from '../base/errors.ts';
import type { Clock, Decoder, Stop } from '../base/ports.ts';
import { createLimiter } from '../base/limiter.ts';
import { bounds } from './bounds.ts';
import {
  type DecoderAnswer,
  type DecoderRequest,
  type FromDecoder,
  fromDecoderSchema,
  type Refusal,
  type ToDecoder,
} from './protocol.ts';

/** A decoder process, as a host starts it. */
export interface DecoderProcess {
  send(message: ToDecoder): void;
  /** Called with all that it says. */
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, however it ended, also where it never started. */
  onExit(listener: () => void): void;
  /** Whether the program stays alive for it: only while somebody waits for an answer. */
  hold(isHeld: boolean): void;
  kill(): void;
}

export interface DecoderDeps {
  /** Starts a process; nothing of the program's environment goes with it. */
  readonly launch: () => DecoderProcess;
  /** PDFium's code. */
  readonly readPdfium: () => Promise<Uint8Array>;
  readonly clock: Clock;
  /** In place of those of `bounds`. */
  readonly limits?: Partial<Record<'requestMs' | 'idleMs' | 'restingBytes', number>>;
}

const errorOf: Record<Refusal, 'preview-damaged' | 'preview-too-large' | 'preview-protected'> = {
  damaged: 'preview-damaged',
  'too-large': 'preview-too-large',
  protected: 'preview-protected',
};

/** Waiting: photos of uploads, of which four go at a time; pages, of which a window asks for one at a time. */
const waiting = { most: 64, whenFull: () => new ChartdropError('preview-busy') };
/** Pages for which a file is read, or handed over, at once: each may take twice `fileBytes` of the program's memory. */
const filesAtOnce = 2;

/**
 * The program's side of the decoder process. It is started for the first file and ends when nobody wants anything of it;
 * one request at a time. A request that kills the process rejects; the next one gets a new process.
 */
export function createDecoder(deps: DecoderDeps): Decoder {
  const { clock } = deps;
  const limits = { ...bounds, ...deps.limits };
  const requests = createLimiter(1, waiting);
  const files = createLimiter(filesAtOnce, waiting);
  const end = new AbortController();
  let current: Running | null = null;
  /** The file of which the process can draw more pages. */
  let held: string | null = null;
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
    started.process.onExit(() => {
      if (current === started) retire();
    });
    return (current = started);
  };

  const ask = async (request: DecoderRequest, signal: AbortSignal): Promise<DecoderAnswer> => {
    const over = AbortSignal.any([signal, end.signal]);
    if (over.aborted) throw new ChartdropError('aborted');
    stopIdle();
    try {
      const { answer, resident } = await (await ready()).ask(request, { over, clock, ms: limits.requestMs });
      held = request.kind === 'page' ? request.file : null;
      // After a refusal a library may be in any state.
      if (answer.kind === 'refused' || resident > limits.restingBytes) retire();
      else stopIdle = clock.after(limits.idleMs, retire);
      if (answer.kind === 'refused') throw new ChartdropError(errorOf[answer.why]);
      return answer;
    } catch (thrown) {
      retire();
      throw thrown;
    }
  };

  return {
    page: ({ file, read, page, width }, signal) =>
      files.run(async () => {
        let bytes = held === file ? null : await read();
        for (;;) {
          const given = bytes;
          const task = async (): Promise<DecoderAnswer | null> =>
            given === null && held !== file
              ? null
              : ask({ kind: 'page', file, bytes: given, page, width }, signal);
          const answer = await requests.run(task, { isUrgent: true });
          if (answer?.kind === 'page') return { png: answer.png, page: answer.page, pages: answer.pages };
          if (answer !== null) throw new ChartdropError('preview-stopped');
          // Another file took its place meanwhile.
          bytes = await read();
        }
      }),
    photo: (bytes, signal) =>
      requests.run(async () => {
        const answer = await ask({ kind: 'photo', bytes }, signal);
        if (answer.kind !== 'photo') throw new ChartdropError('preview-stopped');
        return answer.jpeg === null ? null : Buffer.from(answer.jpeg);
      }),
    async stop() {
      end.abort();
      retire();
      await nextTurn();
    },
  };
}

interface Running {
  readonly process: DecoderProcess;
  /** Throws `preview-stopped` where the process ends or takes longer, `aborted`; the process is then of no more use. */
  ask(request: DecoderRequest, given: { over: AbortSignal; clock: Clock; ms: number }): Promise<FromDecoder>;
}

function run(process: DecoderProcess, pdfium: Uint8Array): Running {
  let last = 0;
  let onAnswer: (message: FromDecoder) => void = () => undefined;
  let onEnd: () => void = () => undefined;
  process.onMessage((message) => {
    const read = fromDecoderSchema.safeParse(message);
    // What it says beside an answer, or nonsense, is nothing that anybody waits for.
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
