import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { JobId } from '../../../preload/contract/ids.ts';
import { words } from '../../../preload/words/current.ts';
import type { App } from '../../core/app.ts';
import { sentFor } from '../../jobs/sent-file.ts';
import type { Io } from './io.ts';
import { sizeText } from './plain-text.ts';
import { terminalLine } from './terminal-text.ts';

/** Shows a bar for each active upload if stderr is a terminal. */
export function createProgressBars(
  app: Pick<App, 'listen'>,
  io: Pick<Io, 'isTerminal'>,
  stream: NodeJS.WritableStream = process.stderr,
): { stop(): void } {
  if (!io.isTerminal) return { stop: () => undefined };
  const format = '{bar} {percentage} %  {size}  {state}  {file}';
  const all = new MultiBar(
    { format, stream, hideCursor: true, clearOnComplete: false },
    Presets.shades_classic,
  );
  const bars = new Map<JobId, SingleBar>();
  const unlisten = app.listen({
    onJobChanged(job) {
      const { size } = sentFor(job);
      const shown = {
        file: terminalLine(job.file.name),
        size: sizeText(size),
        state: words().states[job.state],
      };
      const bar = bars.get(job.id) ?? all.create(size, 0, shown);
      bars.set(job.id, bar);
      // The size changes when a photo is converted to JPEG.
      bar.setTotal(size);
      bar.update(shown);
      if (job.state === 'filed') bar.update(size, shown);
    },
    onProgress: (id, sent) => bars.get(id)?.update(sent),
  });
  return {
    stop() {
      unlisten();
      all.stop();
    },
  };
}
