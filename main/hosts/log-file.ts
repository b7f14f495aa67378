import { appendFileSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock, Stop } from '../base/ports.ts';
import { type Log, logEvents, type LogFields, logFieldsSchema } from '../base/log.ts';
import { errnoOf } from '../files/file-errors.ts';

export interface LogFile extends Log {
  readonly path: string;
  /** The last lines, oldest first. */
  tail(lines: number): string[];
  /** Writes pending lines, when the program ends. */
  flush(): void;
}

/** The most lines kept while the disk accepts none. Beyond that the oldest are dropped and counted. */
const mostWaiting = 10_000;
/** Milliseconds until a line is written: in a busy minute, one write for each line would take a fiftieth of the program's time. */
const waitMs = { info: 100, warn: 0 } as const;

/**
 * Writes a log to `chartdrop.log`, at most `maxBytes` bytes. Older logs are `chartdrop.1.log` and so on, `files` in
 * total. Writes only what matches the closed sets of `main/base/log.ts`, checked at run time. A full disk stops
 * nothing: the next line states how many were lost.
 */
export function createLogFile(given: {
  directory: string;
  clock: Clock;
  maxBytes?: number;
  files?: number;
}): LogFile {
  const { directory, clock, maxBytes = 1_000_000, files = 5 } = given;
  const nameOf = (index: number): string =>
    join(directory, index === 0 ? 'chartdrop.log' : `chartdrop.${index}.log`);
  const path = nameOf(0);
  let waiting: string[] = [];
  let lost = 0;
  let scheduled: { readonly ms: number; readonly stop: Stop } | null = null;

  const rotate = (): void => {
    if (sizeOf(path) < maxBytes) return;
    for (let index = files - 1; index > 0; index -= 1) moveIfThere(nameOf(index - 1), nameOf(index));
  };

  const append = (text: string): void => {
    const add = (): true => {
      appendFileSync(path, text, { mode: 0o600 });
      return true;
    };
    if (ifThere(add) !== null) return;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    add();
  };

  const flush = (): void => {
    scheduled?.stop();
    scheduled = null;
    if (waiting.length === 0) return;
    try {
      rotate();
      const before = lost === 0 ? '' : lineOf(clock.now(), 'warn', 'log-lines-lost', { count: lost });
      append(before + waiting.join(''));
      lost = 0;
    } catch (thrown) {
      // The file system's error, reported with the next line that can be written.
      if (errnoOf(thrown) === undefined) throw thrown;
      lost += waiting.length;
    }
    waiting = [];
  };

  const write = (level: 'info' | 'warn', event: string, fields: LogFields): void => {
    if (waiting.length < mostWaiting) waiting.push(lineOf(clock.now(), level, event, fields));
    else lost += 1;
    const ms = waitMs[level];
    if (scheduled !== null && scheduled.ms <= ms) return;
    scheduled?.stop();
    scheduled = { ms, stop: clock.after(ms, flush) };
  };

  return {
    path,
    info: (event, fields = {}) => write('info', event, fields),
    warn: (event, fields = {}) => write('warn', event, fields),
    tail(lines) {
      flush();
      const all = [nameOf(1), path].flatMap((name) => readIfThere(name).split('\n'));
      return all.filter((line) => line !== '').slice(-lines);
    },
    flush,
  };
}

/** An event as a line of JSON, or a line that reports an invalid event. */
function lineOf(now: number, level: string, event: string, fields: LogFields): string {
  const known = (logEvents as readonly string[]).includes(event);
  const parsed = logFieldsSchema.safeParse(fields);
  const what = known && parsed.success ? { event, ...parsed.data } : { event: 'not-loggable' };
  return `${JSON.stringify({ at: new Date(now).toISOString(), level, ...what })}\n`;
}

/** Returns null if the file is missing. */
function ifThere<T>(ask: () => T): T | null {
  try {
    return ask();
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return null;
    throw thrown;
  }
}
const sizeOf = (path: string): number => ifThere(() => statSync(path).size) ?? 0;
const readIfThere = (path: string): string => ifThere(() => readFileSync(path, 'utf8')) ?? '';
// Another Chartdrop with the same data may have rotated the log.
const moveIfThere = (from: string, to: string): void => void ifThere(() => renameSync(from, to));
