import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { AppEvents } from '../../../main/core/app-events.ts';
import { createProgressBars } from '../../../main/hosts/cli/progress-bars.ts';
import { someBytes, testClinic, uploadBench } from '../../fixtures/upload-bench.ts';

/** A progress display and a fake terminal. */
function scene() {
  const listeners = new Set<AppEvents>();
  const terminal = Object.assign(new PassThrough(), { isTTY: true, columns: 120 });
  return {
    terminal,
    listeners,
    app: {
      listen(events: AppEvents) {
        listeners.add(events);
        return () => listeners.delete(events);
      },
    },
  };
}

describe('progress bars', () => {
  it('show each file’s progress on a terminal, and stay until the end', async () => {
    const { terminal, listeners, app } = scene();
    const bench = await uploadBench(await testClinic());
    const job = await bench.take('letter.pdf', someBytes(4000));
    const bars = createProgressBars(app, { isTerminal: true }, terminal);
    for (const events of listeners) {
      events.onJobChanged?.(job);
      events.onProgress?.(job.id, 1000);
    }
    bench.uploads.start();
    const filed = await bench.reached(job.id, 'filed');
    for (const events of listeners) events.onJobChanged?.(filed);
    bars.stop();
    terminal.end();
    const shown = await text(terminal);
    expect(shown).toMatch(
      / 25 % {2}4\.0 kB {2}waiting {2}letter\.pdf|100 % {2}4\.0 kB {2}filed {2}letter\.pdf/,
    );
    expect(shown).toContain('100 %  4.0 kB  filed  letter.pdf');
    expect(listeners.size).toBe(0);
  });

  it('are not shown without a terminal', async () => {
    const { terminal, listeners, app } = scene();
    createProgressBars(app, { isTerminal: false }, terminal).stop();
    terminal.end();
    expect(await text(terminal)).toBe('');
    expect(listeners.size).toBe(0);
  });
});
