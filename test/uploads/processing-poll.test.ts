import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClinicClient } from '../../main/clinic/client.ts';
import type { AttachmentRecord } from '../../main/clinic/schemas.ts';
import { ChartdropError } from '../../main/base/errors.ts';
import { type OtherUploads, pollDelay } from '../../main/uploads/register/poll-delay.ts';
import { createProcessingPoll } from '../../main/uploads/register/processing-poll.ts';
import { attachmentIdSchema } from '../../preload/contract/ids.ts';
import type { JobIn, UploadJob } from '../../main/jobs/job.ts';
import { directNetwork } from '../fakes/direct-network.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { jobRows, rowOf, somebody } from '../fixtures/job-rows.ts';

const minute = { limit: 200, windowMs: 60_000, blockedForMs: 0 };

describe('the time to the next poll', () => {
  it('doubles from a quarter of a second to 15 s while nothing is processed', () => {
    const usage = { ...minute, used: 0 };
    const delays = [0, 1, 2, 5, 100].map((idle) =>
      pollDelay({ idle, onlySlow: false, isRestLeft: false, uploads: 'none', sinceLast: 0, usage }),
    );
    expect(delays).toEqual([250, 500, 1000, 8000, 15_000]);
  });

  it('costs at most 2 % of the budget while uploads need it (design 3.4)', () => {
    fc.assert(
      fc.property(
        fc.nat(20),
        fc.integer({ min: 50, max: 100_000 }),
        fc.integer({ min: 1000, max: 600_000 }),
        (idle, limit, windowMs) => {
          const usage = { used: limit, limit, windowMs, blockedForMs: 0 };
          const pollsPerWindow =
            windowMs /
            pollDelay({ idle, onlySlow: false, isRestLeft: false, uploads: 'waiting', sinceLast: 0, usage });
          expect(pollsPerWindow).toBeLessThanOrEqual(Math.max(1, limit * 0.02));
        },
      ),
    );
  });

  it('is short again when the budget has room, or nothing waits for it', () => {
    const [full, half] = [
      { ...minute, used: 200 },
      { ...minute, used: 100 },
    ];
    expect(
      pollDelay({
        idle: 0,
        onlySlow: false,
        isRestLeft: false,
        uploads: 'waiting',
        sinceLast: 0,
        usage: half,
      }),
    ).toBe(1500);
    expect(
      pollDelay({ idle: 0, onlySlow: false, isRestLeft: false, uploads: 'none', sinceLast: 0, usage: half }),
    ).toBe(250);
    // The running ones will be processed too.
    expect(
      pollDelay({
        idle: 0,
        onlySlow: false,
        isRestLeft: false,
        uploads: 'running',
        sinceLast: 0,
        usage: full,
      }),
    ).toBe(1500);
    expect(
      pollDelay({
        idle: 0,
        onlySlow: false,
        isRestLeft: false,
        uploads: 'running',
        sinceLast: 0,
        usage: half,
      }),
    ).toBe(1500);
    expect(
      pollDelay({ idle: 0, onlySlow: false, isRestLeft: false, uploads: 'none', sinceLast: 0, usage: full }),
    ).toBe(1500);
    expect(
      pollDelay({
        idle: 0,
        onlySlow: false,
        isRestLeft: false,
        uploads: 'waiting',
        sinceLast: 0,
        usage: full,
      }),
    ).toBe(30_000);
    // With a tiny limit, still once per window.
    const tiny = { used: 10, limit: 10, windowMs: 60_000, blockedForMs: 0 };
    expect(
      pollDelay({
        idle: 0,
        onlySlow: false,
        isRestLeft: false,
        uploads: 'waiting',
        sinceLast: 0,
        usage: tiny,
      }),
    ).toBe(60_000);
  });
});

describe('the last files of a burst', () => {
  it('are polled when the uploads stand still for want of calls, not half a minute later', () => {
    const usage = { ...minute, used: 199 };
    const late = { idle: 0, onlySlow: false, isRestLeft: false, uploads: 'waiting', usage } as const;
    expect(pollDelay({ ...late, sinceLast: 40_000 })).toBe(1500);
    expect(pollDelay({ ...late, sinceLast: 10_000 })).toBe(20_000);
    // Uploads still start: what they bring is seen with the next poll.
    expect(pollDelay({ ...late, sinceLast: 40_000, usage: { ...minute, used: 150 } })).toBe(30_000);
  });
});

/** Jobs that the service is processing, and a scripted service. */
async function scene(count: number) {
  const clock = createFakeClock();
  const rows = await jobRows(clock);
  const jobs: JobIn<'processing'>[] = [];
  for (let at = 0; at < count; at += 1) {
    jobs.push({
      ...(await rowOf(`/scans/${at}.pdf`)),
      state: 'processing',
      destination: somebody,
      attachmentId: attachmentIdSchema.parse(String(10_000 + at)),
      since: clock.now(),
      slowSince: null,
    });
  }
  rows.writer.add(jobs);
  const asked: string[][] = [];
  const errors: string[] = [];
  const given = {
    odd: 0,
    /** Calls of the limit. */
    used: 0,
    uploads: 'none' as OtherUploads,
    /** Milliseconds by which the service's clock is ahead of ours. */
    serverAhead: 0,
    ofPatient: (): AttachmentRecord[] => [],
    records: (ids: readonly string[]): AttachmentRecord[] => ids.map(recordOf),
  };
  const attachments: ClinicClient['attachments'] = async function* ({ filters }) {
    const filter = filters?.find(({ field }) => field === 'id');
    const ids = filter !== undefined && 'value' in filter ? [filter.value].flat().map(String) : [];
    asked.push(ids);
    const records = given.records(ids);
    yield { rows: records, total: records.length, more: false, odd: given.odd };
  };
  const poll = createProcessingPoll({
    store: rows.history.jobs,
    writer: rows.writer,
    client: {
      attachments,
      async *attachmentsOfPatient() {
        const rows = given.ofPatient();
        yield { rows, total: rows.length, more: false, odd: 0 };
      },
      network: directNetwork,
      contentLocation: () => Promise.reject(new ChartdropError('record-not-found')),
    },
    serverClock: { now: () => clock.now() + given.serverAhead },
    budget: { usage: () => ({ ...minute, used: given.used }) },
    clock,
    uploads: () => given.uploads,
    onError: ({ code }) => errors.push(code),
  });
  return {
    ...rows,
    clock,
    jobs,
    asked,
    errors,
    given,
    poll,
    state: (job: UploadJob) => rows.history.jobs.get(job.id)?.state,
  };
}

const recordOf = (id: string): AttachmentRecord => ({
  id: attachmentIdSchema.parse(id),
  created_at: 1,
  updated_at: 1,
  archived_at: null,
  pinned_at: null,
  processed_at: 1,
  processing_completed: true,
  content_type: null,
  description: null,
  filename: 'x.pdf',
  size: 12,
  content: null,
  patient: somebody.patient.id,
  user: null,
});

const endless = { processing_completed: false, processed_at: null };

describe('the poll of attachments in processing', () => {
  it('asks for all waiting ones in one call, files them, and then is silent', async () => {
    const { poll, clock, asked, history } = await scene(3);
    poll.nudge();
    poll.nudge();
    await clock.advanceAsync(250);
    expect(asked).toEqual([['10000', '10001', '10002']]);
    expect(history.jobs.count('filed')).toBe(3);
    expect(clock.pending()).toBe(0);
    poll.nudge();
    expect(clock.pending()).toBe(0);
  });

  it('that may come at once waits as among others if others came meanwhile, though not for ever', async () => {
    const { poll, clock, asked, given } = await scene(3);
    poll.nudge();
    given.uploads = 'running';
    await clock.advanceAsync(1_000);
    // For a moment there was none again.
    given.uploads = 'none';
    poll.nudge();
    given.uploads = 'running';
    await clock.advanceAsync(499);
    expect(asked).toEqual([]);
    await clock.advanceAsync(1);
    expect(asked).toHaveLength(1);
  });

  it('asks for more than a call names at once, one call after the other, while they are filed', async () => {
    const { poll, clock, asked, history } = await scene(250);
    poll.nudge();
    for (const ms of [250, 1, 1]) await clock.advanceAsync(ms);
    expect(asked.map((ids) => ids.length)).toEqual([100, 100, 50]);
    expect(new Set(asked.flat()).size).toBe(250);
    expect(history.jobs.count('filed')).toBe(250);
    expect(clock.pending()).toBe(0);
  });

  it('waits ever longer if the clinic fails after the first hundred', async () => {
    const { poll, clock, asked, given, errors } = await scene(250);
    const answer = given.records;
    given.records = (ids) => {
      if (asked.length > 1) throw new ChartdropError('service-error');
      return answer(ids);
    };
    poll.nudge();
    await clock.advanceAsync(250);
    for (let ms = 0; ms < 400; ms += 1) await clock.advanceAsync(1);
    expect([asked.length, errors]).toEqual([2, ['service-error']]);
  });

  it('waits as ever if the first hundred bring nothing, or calls are scarce', async () => {
    const idle = await scene(250);
    idle.given.records = (ids) => ids.map((id) => ({ ...recordOf(id), ...endless }));
    idle.poll.nudge();
    await idle.clock.advanceAsync(700);
    expect(idle.asked).toHaveLength(1);

    const scarce = await scene(250);
    scarce.given.used = 150;
    scarce.given.uploads = 'waiting';
    scarce.poll.nudge();
    await scarce.clock.advanceAsync(30_000);
    expect(scarce.asked).toHaveLength(1);
  });

  it('checks hundreds in rotation, so that endless ones do not hide the others', async () => {
    const { poll, clock, asked, given, history } = await scene(250);
    // The first hundred and fifty are never processed.
    given.records = (ids) =>
      ids.map(recordOf).map((record) => ({ ...record, processing_completed: Number(record.id) >= 10_150 }));
    poll.nudge();
    for (let at = 0; at < 12; at += 1) await clock.advanceAsync(15_000);
    expect(asked.every((ids) => ids.length <= 100)).toBe(true);
    expect(history.jobs.count('filed')).toBe(100);
    expect(new Set(asked.flat()).size).toBe(250);
  });

  it('checks all in rotation, even if the oldest is the last that was registered', async () => {
    const { poll, clock, asked, given, jobs, writer, history } = await scene(250);
    // It waited for its key or folder while later ones continued: the hundredth in order, the last in the clinic.
    const [late] = jobs.slice(249);
    if (late === undefined) throw new Error('no job');
    writer.edit(late.id, { rank: ((jobs[98]?.rank ?? 0) + (jobs[99]?.rank ?? 0)) / 2 });
    given.records = (ids) =>
      ids.map(recordOf).map((record) => ({
        ...record,
        processing_completed: Number(record.id) >= 10_100 && record.id !== late.attachmentId,
      }));
    poll.nudge();
    for (let at = 0; at < 20; at += 1) await clock.advanceAsync(15_000);
    expect(new Set(asked.flat()).size).toBe(250);
    expect(history.jobs.count('filed')).toBe(149);
  });

  it('treats one as gone only when it was missing five times', async () => {
    const { poll, clock, jobs, given, state, history } = await scene(1);
    const [job] = jobs;
    if (job === undefined) throw new Error('no job');
    let missing = 4;
    given.records = (ids) =>
      missing-- > 0 ? [] : ids.map((id) => ({ ...recordOf(id), processing_completed: false }));
    poll.nudge();
    for (let at = 0; at < 5; at += 1) await clock.advanceAsync(15_000);
    expect(state(job)).toBe('processing');
    missing = 5;
    for (let at = 0; at < 5; at += 1) await clock.advanceAsync(15_000);
    expect(history.jobs.get(job.id)).toMatchObject({
      state: 'failed',
      error: { code: 'attachment-missing' },
    });
  });

  it('fails a wrong one at once (case 12)', async () => {
    const { poll, clock, given, history } = await scene(2);
    given.records = (ids) => ids.map((id) => ({ ...recordOf(id), size: 13 }));
    poll.nudge();
    await clock.advanceAsync(250);
    expect(history.jobs.count('failed')).toBe(2);
  });

  it('reports once after ten minutes, asks a person after a day, and polls seldom meanwhile (case 51)', async () => {
    const { poll, clock, asked, given, history, jobs } = await scene(1);
    const [job] = jobs;
    if (job === undefined) throw new Error('no job');
    const startedAt = clock.now();
    given.records = (ids) => ids.map((id) => ({ ...recordOf(id), ...endless, created_at: startedAt }));
    const now = () => history.jobs.get(job.id);
    poll.nudge();
    for (let at = 0; at < 39; at += 1) await clock.advanceAsync(15_000);
    expect(now()).toMatchObject({ state: 'processing', slowSince: null });
    for (let at = 0; at < 4; at += 1) await clock.advanceAsync(15_000);
    const told = now();
    expect(told).toMatchObject({ state: 'processing', slowSince: expect.any(Number) as number });
    for (let at = 0; at < 60 * 23; at += 1) await clock.advanceAsync(60_000);
    expect(now()).toEqual(told);
    for (let at = 0; at < 60; at += 1) await clock.advanceAsync(60_000);
    expect(now()).toMatchObject({ state: 'failed', error: { code: 'attachment-not-processed' } });
    // 40 in the first ten minutes, then one every five minutes.
    expect(asked.length).toBeLessThan(60 + 24 * 12);
    expect(history.audit.entries({ limit: 200 }).length).toBe(3);
  });

  it('allows a whole day again when a person retries, and trusts no clock that jumped (case 30)', async () => {
    const { poll, clock, given, history, jobs, writer } = await scene(1);
    const [job] = jobs;
    if (job === undefined) throw new Error('no job');
    const day = 24 * 60 * 60_000;
    const createdAt = clock.now();
    given.records = (ids) => ids.map((id) => ({ ...recordOf(id), ...endless, created_at: createdAt }));
    // This PC's clock is set a week ahead; the service knows that a minute passed.
    given.serverAhead = -7 * day;
    clock.jump(7 * day);
    poll.nudge();
    await clock.advanceAsync(60_000);
    expect(history.jobs.get(job.id)).toMatchObject({ state: 'processing', slowSince: null });
    given.serverAhead = 0;
    await clock.advanceAsync(300_000);
    expect(history.jobs.get(job.id)).toMatchObject({ state: 'failed' });
    writer.apply(job.id, { kind: 'retried', now: clock.now() });
    poll.nudge();
    await clock.advanceAsync(60_000);
    expect(history.jobs.get(job.id)).toMatchObject({ state: 'processing' });
  });

  it('does not let one unusual record delay the others', async () => {
    const { poll, clock, given, history } = await scene(100);
    given.records = (ids) =>
      ids
        .map(recordOf)
        .map((record, at) =>
          at === 3 ? { ...record, processing_completed: null, processed_at: null } : record,
        );
    poll.nudge();
    await clock.advanceAsync(250);
    expect(history.jobs.count('filed')).toBe(99);
    expect(history.jobs.count('processing')).toBe(1);
  });

  describe('in a burst that uses up the calls', () => {
    /** Registers one more file. */
    const register = async ({ writer }: Awaited<ReturnType<typeof scene>>, at: number): Promise<void> => {
      const attachmentId = attachmentIdSchema.parse(String(20_000 + at));
      const job = await rowOf(`/scans/later-${at}.pdf`);
      const rest = { destination: somebody, attachmentId, since: 0, slowSince: null };
      writer.add([{ ...job, state: 'processing', ...rest }]);
    };

    it('waits until no more files are registered, and then asks for all of them in one call', async () => {
      const burst = await scene(1);
      const { poll, clock, asked, given } = burst;
      Object.assign(given, { used: 150, uploads: 'running' });
      poll.nudge();
      for (let at = 0; at < 5; at += 1) {
        await clock.advanceAsync(1500);
        expect(asked).toEqual([]);
        await register(burst, at);
        poll.nudge();
      }
      await clock.advanceAsync(3000);
      expect(asked.map((ids) => ids.length)).toEqual([6]);
    });

    it('waits at most as long as polls under load do, and not for a burst that leaves calls free', async () => {
      const burst = await scene(1);
      const { poll, clock, asked, given } = burst;
      Object.assign(given, { used: 150, uploads: 'waiting' });
      poll.nudge();
      await clock.advanceAsync(30_000);
      for (let at = 0; asked.length === 0; at += 1) {
        await register(burst, at);
        poll.nudge();
        await clock.advanceAsync(1500);
        expect(at).toBeLessThan(25);
      }
      given.used = 50;
      await register(burst, 100);
      poll.nudge();
      await clock.advanceAsync(1500);
      expect(asked).toHaveLength(2);
    });
  });

  it('never treats an unreadable row as gone', async () => {
    const { poll, clock, given, history } = await scene(1);
    given.odd = 1;
    given.records = () => [];
    poll.nudge();
    for (let at = 0; at < 10; at += 1) await clock.advanceAsync(15_000);
    expect(history.jobs.count('processing')).toBe(1);
  });

  it('verifies a record without patient by the patient’s own list', async () => {
    const { poll, clock, given, history } = await scene(1);
    given.records = (ids) => ids.map((id) => ({ ...recordOf(id), patient: null }));
    poll.nudge();
    for (let at = 0; at < 4; at += 1) await clock.advanceAsync(1000 * 2 ** at);
    expect(history.jobs.count('processing')).toBe(1);
    given.ofPatient = () => [recordOf('10000')];
    await clock.advanceAsync(15_000);
    expect(history.jobs.count('filed')).toBe(1);
  });

  it('never files a record without size whose bytes it cannot read', async () => {
    const { poll, clock, given, history, errors } = await scene(2);
    given.records = (ids) => ids.map((id, at) => ({ ...recordOf(id), size: at === 0 ? null : 12 }));
    given.ofPatient = () => [{ ...recordOf('10000'), size: null, content: 'https://api.example/content' }];
    poll.nudge();
    await clock.advanceAsync(250);
    expect(history.jobs.count('filed')).toBe(1);
    expect(history.jobs.count('processing')).toBe(1);
    expect(errors).toEqual(['record-not-found']);
  });

  it('continues after errors, ever less often, and reports them', async () => {
    const { poll, clock, given, errors, history } = await scene(1);
    const { records } = given;
    given.records = () => {
      throw new ChartdropError('service-error');
    };
    poll.nudge();
    await clock.advanceAsync(250);
    expect(errors).toEqual(['service-error']);
    expect(clock.untilNext()).toBe(500);
    given.records = records;
    await clock.advanceAsync(500);
    expect(history.jobs.count('filed')).toBe(1);
  });

  it('continues after the database could not be read for a moment (case 13)', async () => {
    const { poll, clock, given, history, errors } = await scene(1);
    let isDone = false;
    given.records = (ids) => ids.map((id) => ({ ...recordOf(id), processing_completed: isDone }));
    const count = history.jobs.count.bind(history.jobs);
    poll.nudge();
    history.jobs.count = () => {
      throw new Error('database is locked');
    };
    await clock.advanceAsync(1000);
    history.jobs.count = count;
    isDone = true;
    await clock.advanceAsync(60_000);
    expect(history.jobs.count('filed')).toBe(1);
    expect(errors).toEqual(['unexpected']);
  });

  it('ends when stopped', async () => {
    const { poll, clock, asked } = await scene(1);
    poll.nudge();
    await poll.stop();
    poll.nudge();
    await clock.advanceAsync(60_000);
    expect(asked).toEqual([]);
    expect(clock.pending()).toBe(0);
  });
});
