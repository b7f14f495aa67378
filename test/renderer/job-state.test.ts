import { fireEvent, screen } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { caseIdSchema } from '../../preload/contract/ids.ts';
import { inboxReasonSchema, jobStates } from '../../preload/contract/job.ts';
import type { Destination } from '../../preload/contract/destination.ts';
import type { JobView } from '../../preload/contract/views.ts';
import JobActs from '../../renderer/components/JobActs.svelte';
import JobState from '../../renderer/components/JobState.svelte';
import Notices from '../../renderer/components/Notices.svelte';
import { en } from '../../preload/words/en.ts';
import { errorDto, jane, jobRow, statusOf, toJane, wei } from '../fixtures/views.ts';
import { ok } from '../fakes/fake-bridge.ts';
import { show } from './show.ts';

const words = (job: Partial<JobView>): string => {
  show(JobState, { job: jobRow(job) });
  return document.body.textContent.replace(/\s+/g, ' ').trim();
};

describe('a job’s state in words', () => {
  it.each([
    ['queued', {}, 'waiting'],
    ['stored', {}, 'stored'],
    ['registering', {}, 'registering'],
    ['processing', {}, 'processing'],
    ['filed', {}, 'filed'],
    ['filed', { archived: true }, 'filed archived since then'],
    ['linking', {}, 'adding to the case'],
    ['processing', { slowSince: 1 }, 'Cliniko has not finished this file yet. It is in the chart.'],
    ['dismissed', {}, 'ignored'],
    ['queued', { paused: true }, 'Paused'],
    ['uploading', { paused: true }, 'Paused'],
    ['uploading', {}, 'Uploading 0%'],
    ['uploading', { progress: { sent: 250_000, perSecond: 0 } }, 'Uploading 25%'],
    ['uploading', { progress: { sent: 500_000, perSecond: 125_000 } }, 'Uploading 50% 125 kB/s 4 sec'],
    ['uploading', { progress: { sent: 2_000_000, perSecond: 1 } }, 'Uploading 100% 1 byte/s 1 sec'],
    ['uploading', { size: 0 }, 'Uploading 0%'],
    [
      'failed',
      { error: errorDto('record-refused', 'too large') },
      'Failed: Cliniko refused this record: too large',
    ],
  ] as const)('%s %j', (state, more, text) => {
    expect(words({ ...more, state })).toBe(text);
  });

  it.each(jobStates)('has words: %s', (state) => {
    expect(words({ state }).length).toBeGreaterThan(3);
  });

  it.each(inboxReasonSchema.options)('says why it waits in the inbox: %s', (reason) => {
    expect(words({ state: 'inbox', reason })).toBe(en.reasons[reason]);
  });

  it('says why it waits and until when, and counts down', async () => {
    vi.useFakeTimers();
    try {
      const until = Date.now() + 65_000;
      const { core } = show(JobState, { job: jobRow({ error: errorDto('network-timeout'), until }) });
      const why = screen.getByRole('button', { name: 'Waits for the network' });
      await fireEvent.click(why);
      expect(core.notices.at(-1)?.text).toBe(
        'letter.pdf: Cliniko does not answer. Chartdrop retries automatically.',
      );
      expect(document.body.textContent).toMatch(/Retries in 1:05/);
      await vi.advanceTimersByTimeAsync(10_000);
      expect(document.body.textContent).toMatch(/Retries in 0:55/);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(document.body.textContent).not.toContain('Again');
    } finally {
      vi.useRealTimers();
    }
  });

  it('counts the undo period down to zero, never below', async () => {
    vi.useFakeTimers();
    try {
      show(JobState, { job: jobRow({ state: 'held', until: Date.now() + 3000 }) });
      expect(screen.getByText('Uploads in 0:03')).toBeTruthy();
      await vi.advanceTimersByTimeAsync(9000);
      expect(screen.getByText('Uploads in 0:00')).toBeTruthy();
    } finally {
      vi.useRealTimers();
    }
  });

  it('uses the newer progress from the core', async () => {
    const job = jobRow({ state: 'uploading', progress: { sent: 100_000, perSecond: 0 } });
    const { bridge } = show(JobState, { job });
    expect(screen.getByText('10%')).toBeTruthy();
    bridge.tell('progress:changed', [{ id: job.id, sent: 900_000, perSecond: 50_000 }]);
    expect(await screen.findByText('90%')).toBeTruthy();
  });

  it('shows a long failure completely when it is pressed', async () => {
    const text = 'x'.repeat(300);
    const { core } = show(JobState, {
      job: jobRow({ state: 'failed', error: errorDto('record-refused', text) }),
    });
    await fireEvent.click(screen.getByRole('button', { name: /^Failed/ }));
    expect(core.notices.at(-1)).toMatchObject({ isError: true });
    expect(core.notices.at(-1)?.text).toContain(text);
  });
});

describe('a letter that is in the chart, but not in its case', () => {
  const inKnee: Destination = {
    kind: 'case',
    patient: jane,
    case: { id: caseIdSchema.parse('7'), name: 'Knee 2026' },
  };
  const unlinked = jobRow({
    state: 'failed',
    destination: inKnee,
    failedIn: 'linking',
    error: errorDto('permission-denied', 'You may not change cases.'),
    acts: ['retry', 'acceptUnlinked'],
  });

  it('says where it is and why, and is not called lost', () => {
    words(unlinked);
    const said = screen.getByRole('button');
    const text = said.textContent;
    expect(said.title).toMatch(/In the chart, but not in the case Knee 2026\. .*You may not change cases\./);
    expect(text).not.toContain('Failed');
  });

  it('is kept without the case, or tried again, by a press', async () => {
    const { bridge } = show(
      JobActs,
      {
        jobs: [unlinked],
        mayDecide: () => true,
        onAsk: () => undefined,
      },
      { 'jobs:acceptUnlinked': ({ ids }) => ok(ids.map((id) => ({ id, error: null }))) },
    );
    await fireEvent.click(screen.getByRole('button', { name: 'Keep without case: letter.pdf' }));
    expect(bridge.asked).toEqual([{ name: 'jobs:acceptUnlinked', input: { ids: [unlinked.id] } }]);
    expect(screen.getByRole('button', { name: 'Retry letter.pdf' })).toBeTruthy();
  });

  it('fails like any other file where it never reached the chart', () => {
    expect(words({ ...unlinked, failedIn: 'uploading' })).toMatch(/^Failed: /);
  });
});

describe('notices', () => {
  it('are announced politely and can be closed; a notice disappears, an error stays until it is closed', async () => {
    vi.useFakeTimers();
    try {
      const { core } = show(Notices, {});
      const log = screen.getByRole('log', { name: 'Notices' });
      expect(log.getAttribute('aria-live')).toBe('polite');
      core.notify('Saved.');
      core.notify('The folder is missing.', true);
      await vi.advanceTimersByTimeAsync(0);
      expect(log.textContent).toMatch(/Saved\..*The folder is missing\./s);
      const [close] = screen.getAllByRole('button', { name: 'Close notice' });
      if (close === undefined) throw new Error('nothing to close');
      await fireEvent.click(close);
      expect(log.textContent).not.toContain('Saved.');
      core.notify('Saved again.');
      await vi.advanceTimersByTimeAsync(60_000);
      // An error stays until a person closes it.
      expect(log.textContent.trim()).toBe('The folder is missing.');
      await fireEvent.click(screen.getByRole('button', { name: 'Close notice' }));
      expect(log.textContent.trim()).toBe('');
    } finally {
      vi.useRealTimers();
    }
  });

  it('never pile up: the oldest is removed', async () => {
    const { core } = show(Notices, {});
    core.notify('The folder is missing.', true);
    for (let at = 1; at <= 9; at += 1) core.notify(`notice ${at}`);
    expect(await screen.findAllByRole('button', { name: 'Close notice' })).toHaveLength(6);
    expect(screen.getByText('notice 9')).toBeTruthy();
    expect(screen.getByText('The folder is missing.')).toBeTruthy();
  });

  it('name a patient by two identifiers, and end when they are no longer true', async () => {
    const { core, bridge } = show(Notices, {});
    const armed = (destination: Destination | null) =>
      bridge.tell('status:changed', statusOf({ active: { destination, remainingMs: null } }));
    armed(toJane);
    core.tell({ text: 'Scans now go to', patient: jane, topic: 'selected' });
    expect((await screen.findByText('Jane Citizen')).closest('p')?.textContent).toMatch(
      /1980.*#1968645883121643170/s,
    );
    armed(toJane);
    expect(core.notices).toHaveLength(1);
    core.tell({ text: 'Scans now go to', patient: wei, topic: 'selected' });
    expect(core.notices.map(({ patient }) => patient?.name)).toEqual(['Wei Li']);
    armed(null);
    expect(core.notices).toEqual([]);
  });
});
