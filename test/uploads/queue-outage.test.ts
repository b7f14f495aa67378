import { describe, expect, it } from 'vitest';
import { ChartdropError } from '../../main/base/errors.ts';
import type { Side } from '../../main/uploads/queue/outage.ts';
import type { ErrorCode } from '../../preload/contract/errors.ts';
import { large, queueScene as scene, silence } from './queue-scene.ts';

describe('an outage (case 50)', () => {
  const refused = () => Promise.reject(new ChartdropError('network-unreachable'));
  const answers = () => Promise.resolve();

  /** Four uploads that failed together, and the three trials after them. */
  async function outage(code: ErrorCode = 'network-unreachable', side: Side = 'clinic') {
    const all = await scene();
    const { queue, add, runs, line, turn, clock } = all;
    line.probe = refused;
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) await add(name);
    queue.start();
    await turn();
    for (const run of runs) run.end(code, { side });
    await turn();
    for (let trial = 4; trial < 7; trial += 1) {
      expect(runs).toHaveLength(trial + 1);
      runs.at(-1)?.end(code, { side });
      await clock.advanceAsync(1000);
    }
    const tried = runs.length;
    const after = () => runs.slice(tried).map(({ name }) => name);
    return { ...all, tried, after };
  }

  it('is raised once by uploads that fail together: three more are tried, one by one, and then no other', async () => {
    const { tried, after, clock, queue, probes } = await outage();
    expect(tried).toBe(7);
    await clock.advanceAsync(10_000);
    expect(after()).toEqual([]);
    expect(probes.length).toBeGreaterThan(3);
    expect(queue.isProbing()).toBe(true);
    await queue.stop();
  });

  it.each([4, 15, 30, 120, 3600])(
    'of %d s is over within 4 s of its end, for all at once',
    async (seconds) => {
      const { queue, line, clock, after, history } = await outage();
      await clock.advanceAsync(seconds * 1000);
      expect(after()).toEqual([]);
      expect(history.jobs.count('queued')).toBe(7);
      line.probe = answers;
      await clock.advanceAsync(4000);
      expect(after()).toHaveLength(4);
      expect(line.overs).toBe(1);
      expect(queue.isProbing()).toBe(false);
      await queue.stop();
      expect(clock.pending()).toBe(0);
    },
  );

  it('writes nothing for hours, and probes every three seconds', async () => {
    const { queue, clock, probes, history } = await outage();
    const written = () => history.audit.entries({ limit: 1000 }).length;
    const before = written();
    await clock.advanceAsync(3_600_000);
    expect(written()).toBe(before);
    expect(probes.length).toBeGreaterThan(1100);
    expect(probes.length).toBeLessThan(1300);
    await queue.stop();
  });

  it('with silent connections is over too: the next probe does not wait for the last', async () => {
    const { queue, line, clock, after, probes } = await outage();
    line.probe = silence;
    await clock.advanceAsync(60_000);
    expect(probes.length).toBeGreaterThanOrEqual(20);
    line.probe = answers;
    await clock.advanceAsync(3000);
    expect(after()).toHaveLength(4);
    await queue.stop();
    expect(clock.pending()).toBe(0);
  });

  it('is not one if another upload is answered: the others continue', async () => {
    const { queue, add, runs, started, turn } = await scene();
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) await add(name);
    queue.start();
    await turn();
    runs[0]?.end('network-unreachable');
    await turn();
    runs[1]?.told.answered('clinic', 'reached');
    await turn();
    expect(started()).toEqual(['a', 'b', 'c', 'd', 'e']);
    await queue.stop();
  });

  it('of a service that refuses its work is over once one upload passes, whatever the probe says', async () => {
    const { queue, line, clock, after, runs, turn } = await outage('service-error');
    line.probe = answers;
    await clock.advanceAsync(3000);
    expect(after()).toHaveLength(1);
    runs.at(-1)?.end('service-error');
    await clock.advanceAsync(6000);
    expect(after()).toHaveLength(2);
    expect(line.overs).toBe(0);
    runs.at(-1)?.end();
    await turn();
    expect(line.overs).toBe(1);
    expect(after()).toHaveLength(6);
    await queue.stop();
  });

  it('that the probe does not show is tried ever less often, after a minute of quick trials', async () => {
    const { queue, line, clock, runs } = await outage('storage-error', 'storage');
    line.probe = answers;
    const at: number[] = [];
    for (let count = runs.length; at.length < 30;) {
      await clock.advanceAsync(250);
      if (runs.length === count) continue;
      count = runs.length;
      at.push(clock.monotonic());
      runs.at(-1)?.end('storage-error', { side: 'storage' });
    }
    const gaps = at.slice(1).map((moment, index) => moment - (at[index] ?? 0));
    expect(Math.max(...gaps.slice(0, 15))).toBeLessThan(5000);
    expect(Math.max(...gaps)).toBeGreaterThan(59_000);
    await queue.stop();
  });

  it('of the storage alone lets stored files be registered', async () => {
    const { queue, add, started, probes, turn } = await outage('network-unreachable', 'storage');
    await add('stored', { state: 'stored' });
    queue.wake();
    await turn();
    expect(started().at(-1)).toBe('stored');
    expect(probes.every(({ side }) => side === 'storage')).toBe(true);
    await queue.stop();
  });

  it('on a line without any answer is found by a probe, and its dead connections are given up', async () => {
    const { queue, line, clock, runs, add, history } = await scene();
    const ids = [await add('a'), await add('b')];
    queue.start();
    await clock.advanceAsync(0);
    for (const run of runs) run.told.awaits('clinic');
    line.probe = silence;
    await clock.advanceAsync(5000);
    expect(queue.isProbing()).toBe(true);
    await clock.advanceAsync(30_000);
    expect(runs).toHaveLength(2);
    line.probe = answers;
    await clock.advanceAsync(3000);
    // Both were interrupted, and have started over.
    expect(runs.map(({ id }) => id)).toEqual([...ids, ...ids]);
    expect(ids.map((id) => history.jobs.get(id)?.state)).toEqual(['uploading', 'uploading']);
    await queue.stop();
    expect(clock.pending()).toBe(0);
  });

  it('is not made of a slow service: each upload is interrupted once, and then may wait', async () => {
    const { queue, line, clock, runs, add } = await scene();
    await add('a');
    line.probe = answers;
    queue.start();
    await clock.advanceAsync(0);
    for (let at = 0; at < 2; at += 1) {
      runs.at(-1)?.told.awaits('storage');
      await clock.advanceAsync(20_000);
    }
    expect(runs).toHaveLength(2);
    expect(queue.running()).toHaveLength(1);
    expect(queue.isProbing()).toBe(false);
    await queue.stop();
  });

  it('is not suspected while bytes move, nor of a large file that the storage takes long for', async () => {
    const { queue, clock, runs, add, probes } = await scene();
    await add('small');
    await add('large', { size: large });
    queue.start();
    await clock.advanceAsync(0);
    for (let at = 0; at < 20; at += 1) {
      runs[0]?.told.awaits('storage');
      if (at === 0) runs[1]?.told.awaits('storage');
      await clock.advanceAsync(4000);
    }
    expect(probes).toEqual([]);
    await queue.stop();
  });

  it('that only other calls notice is probed too', async () => {
    const { queue, line, clock, probes } = await scene();
    line.probe = refused;
    queue.start();
    queue.suspect(new ChartdropError('record-refused'));
    expect(queue.isProbing()).toBe(false);
    queue.suspect(new ChartdropError('network-timeout'));
    await clock.advanceAsync(0);
    expect(probes).toHaveLength(1);
    line.probe = answers;
    await clock.advanceAsync(1000);
    expect(line.overs).toBe(1);
    await queue.stop();
    expect(clock.pending()).toBe(0);
  });
});
