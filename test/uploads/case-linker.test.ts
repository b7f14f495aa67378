import { describe, expect, it } from 'vitest';
import { ChartdropError } from '../../main/base/errors.ts';
import { createCaseLinker } from '../../main/uploads/register/case-linker.ts';
import { attachmentIdSchema, type CaseId, caseIdSchema } from '../../preload/contract/ids.ts';
import type { JobIn, UploadJob } from '../../main/jobs/job.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { caseLists } from '../fixtures/case-lists.ts';
import { jobRows, rowOf, somebody } from '../fixtures/job-rows.ts';

const knee = caseIdSchema.parse('1968645883121642999');
const back = caseIdSchema.parse('1968645883121643000');
const idOf = (n: number) => attachmentIdSchema.parse(String(1_968_645_883_121_700_000n + BigInt(n)));
const caseOf = (id: CaseId) => ({
  kind: 'case' as const,
  patient: somebody.patient,
  case: { id, name: id === knee ? 'Knee 2026' : 'Back 2025' },
});

async function scene() {
  const clock = createFakeClock();
  const rows = await jobRows(clock);
  const service = caseLists();
  const errors: string[] = [];
  const linker = createCaseLinker({
    store: rows.history.jobs,
    writer: rows.writer,
    client: service.client,
    clock,
    random: () => 0.5,
    onError: ({ code }) => errors.push(code),
  });
  let made = 0;
  /** A job whose attachment has just been processed. */
  const linking = async (id: CaseId = knee): Promise<JobIn<'linking'>> => {
    made += 1;
    const job = {
      ...(await rowOf(`/scans/${made}.pdf`)),
      state: 'linking' as const,
      destination: caseOf(id),
      attachmentId: idOf(made),
      since: clock.now(),
      before: null,
      notBefore: clock.now(),
      waiting: null,
      tries: 0,
    };
    rows.writer.add([job]);
    linker.nudge();
    return job;
  };
  const onItsWay = async () => {
    const job: UploadJob = {
      ...(await rowOf(`/scans/way-${(made += 1)}.pdf`)),
      state: 'queued',
      destination: caseOf(knee),
      notBefore: 0,
      waiting: null,
      tries: 0,
    };
    rows.writer.add([job]);
    return job;
  };
  const now = (job: { id: UploadJob['id'] }) => rows.history.jobs.get(job.id);
  return { ...rows, clock, service, errors, linker, linking, onItsWay, now };
}

describe('a file that goes to a case (case 53)', () => {
  it('is filed once the case lists it, and checked again a minute later', async () => {
    const { clock, service, linking, now } = await scene();
    service.edit(knee, [idOf(900)]);
    const job = await linking();
    await clock.advanceAsync(1000);
    expect(now(job)).toMatchObject({ state: 'filed', inCase: 'listed', destination: caseOf(knee) });
    expect(service.list(knee)).toEqual([idOf(900), job.attachmentId]);
    expect(service.calls).toHaveLength(3);
    await clock.advanceAsync(58_000);
    expect(service.calls).toHaveLength(3);
    await clock.advanceAsync(3_000);
    expect(service.calls).toHaveLength(4);
    expect(now(job)).toMatchObject({ state: 'filed', lookAgainAt: null });
    await clock.advanceAsync(600_000);
    expect(service.calls).toHaveLength(4);
    expect(clock.pending()).toBe(0);
  });

  it('is added again if another writer overwrote the list within the minute', async () => {
    const { clock, service, linking, now, history } = await scene();
    const job = await linking();
    await clock.advanceAsync(1000);
    service.edit(knee, [idOf(901)]);
    await clock.advanceAsync(62_000);
    expect(service.list(knee)).toEqual([idOf(901), job.attachmentId]);
    expect(now(job)).toMatchObject({ state: 'filed', inCase: 'listed' });
    const kinds = history.audit.entries({ limit: 20 }).map(({ kind }) => kind);
    expect(kinds).toContain('job-link-lost');
    await clock.advanceAsync(62_000);
    expect(now(job)).toMatchObject({ lookAgainAt: null });
  });

  it('is added again by the next write to its case, before its own minute is over', async () => {
    const { clock, service, linking } = await scene();
    const first = await linking();
    await clock.advanceAsync(1000);
    service.edit(knee, []);
    const second = await linking();
    await clock.advanceAsync(1000);
    expect(new Set(service.list(knee))).toEqual(new Set([first.attachmentId, second.attachmentId]));
  });

  it('is not added again once a person archived it or moved it to another patient', async () => {
    const { clock, service, linking, now, writer } = await scene();
    const jobs = [await linking(), await linking()] as const;
    await clock.advanceAsync(1000);
    writer.apply(jobs[0].id, { kind: 'archived', now: clock.now() });
    writer.apply(jobs[1].id, { kind: 'refiled', by: jobs[0].id });
    service.edit(knee, []);
    await clock.advanceAsync(62_000);
    expect(service.list(knee)).toEqual([]);
    expect(jobs.map(now)).toMatchObject([{ lookAgainAt: null }, { lookAgainAt: null }]);
  });

  it('is written together with all that wait for the case, and waits briefly for active ones', async () => {
    const { clock, service, linking, onItsWay, now, writer } = await scene();
    const way = await onItsWay();
    const jobs = [];
    for (let count = 0; count < 100; count += 1) jobs.push(await linking());
    await clock.advanceAsync(10_000);
    expect(service.calls).toHaveLength(0);
    writer.apply(way.id, { kind: 'taken-back' });
    const other = await linking(back);
    await clock.advanceAsync(1000);
    expect(jobs.map((job) => now(job)?.state)).toEqual(jobs.map(() => 'filed'));
    expect(now(other)?.state).toBe('filed');
    expect(service.count('write')).toBe(2);
    await clock.advanceAsync(120_000);
    // Read, write, read, and one check of each case.
    expect(service.calls).toHaveLength(8);
  });

  it('waits no longer than 20 s for others', async () => {
    const { clock, linking, onItsWay, now } = await scene();
    await onItsWay();
    const job = await linking();
    await clock.advanceAsync(19_000);
    expect(now(job)?.state).toBe('linking');
    await clock.advanceAsync(2_000);
    expect(now(job)?.state).toBe('filed');
  });

  it('is failed alone, with its place, when the service refuses it among others', async () => {
    const { clock, service, linking, now, writer, linker } = await scene();
    const jobs = [await linking(), await linking(), await linking()] as const;
    service.refused.add(jobs[1].attachmentId);
    await clock.advanceAsync(1000);
    expect(jobs.map(now)).toMatchObject([
      { state: 'filed' },
      { state: 'failed', failedStep: { at: 'linking' }, error: { code: 'case-link-refused' } },
      { state: 'filed' },
    ]);
    service.refused.clear();
    writer.apply(jobs[1].id, { kind: 'retried', now: clock.now() });
    linker.nudge();
    await clock.advanceAsync(1000);
    expect(now(jobs[1])?.state).toBe('filed');
  });

  it.each(['permission-denied', 'record-not-found'] as const)(
    'says %s if its case may not be written',
    async (code) => {
      const { clock, service, linking, now } = await scene();
      service.hooks.beforeWrite = () => {
        throw new ChartdropError(code);
      };
      const job = await linking();
      await clock.advanceAsync(1000);
      const told = code === 'record-not-found' ? 'case-link-refused' : code;
      expect(now(job)).toMatchObject({
        state: 'failed',
        failedStep: { at: 'linking' },
        error: { code: told },
      });
    },
  );

  it('resumes after an outage, and reports it once', async () => {
    const { clock, service, linking, linker, now, errors, history } = await scene();
    let isDown = true;
    service.hooks.beforeRead = () => {
      if (isDown) throw new ChartdropError('service-error');
    };
    const job = await linking();
    for (let at = 0; at < 60; at += 1) await clock.advanceAsync(10_000);
    expect(now(job)).toMatchObject({ state: 'linking', waiting: { code: 'service-error' } });
    expect(errors.length).toBeGreaterThan(5);
    expect(errors.length).toBeLessThan(25);
    expect(history.audit.entries({ limit: 50 })).toHaveLength(2);
    isDown = false;
    linker.resume();
    await clock.advanceAsync(1000);
    expect(now(job)?.state).toBe('filed');
  });

  it('stops when told to, and resumes from its rows', async () => {
    const { clock, service, linking, linker, now } = await scene();
    const job = await linking();
    await linker.stop();
    linker.nudge();
    await clock.advanceAsync(60_000);
    expect(service.calls).toHaveLength(0);
    expect(now(job)?.state).toBe('linking');
  });

  it('is linked after the clock was turned back, whatever else waits for the patient (case 30)', async () => {
    const { clock, linking, onItsWay, now } = await scene();
    await onItsWay();
    const job = await linking();
    clock.jump(-3_600_000);
    await clock.advanceAsync(120_000);
    expect(now(job)?.state).toBe('filed');
  });

  it('waits out no backoff that was set before the clock was turned back (case 30)', async () => {
    const { clock, service, linking, now } = await scene();
    let isDown = true;
    service.hooks.beforeRead = () => {
      if (isDown) throw new ChartdropError('service-error');
    };
    const job = await linking();
    await clock.advanceAsync(1000);
    isDown = false;
    clock.jump(-3_600_000);
    await clock.advanceAsync(180_000);
    expect(now(job)?.state).toBe('filed');
  });

  it('is not blocked by an earlier one that the service refuses', async () => {
    const { clock, service, linking, now } = await scene();
    const first = await linking();
    await clock.advanceAsync(1000);
    // A person removed and deleted it within the minute: the service refuses it from now on.
    service.edit(knee, []);
    service.refused.add(first.attachmentId);
    const second = await linking();
    await clock.advanceAsync(2000);
    expect(now(second)).toMatchObject({ state: 'filed', inCase: 'listed' });
    expect(service.list(knee)).toEqual([second.attachmentId]);
  });

  it('is not added again if a person moves it to another patient while its case is read', async () => {
    const { clock, service, linking, now, writer } = await scene();
    const [job, other] = [await linking(), await linking()];
    await clock.advanceAsync(1000);
    service.edit(knee, [other.attachmentId]);
    let isFirst = true;
    service.hooks.beforeRead = () => {
      if (isFirst) writer.apply(job.id, { kind: 'refiled', by: other.id });
      isFirst = false;
    };
    await clock.advanceAsync(120_000);
    expect(service.list(knee)).toEqual([other.attachmentId]);
    expect(now(job)).toMatchObject({ state: 'filed', replacedBy: other.id, lookAgainAt: null });
  });

  it('continues after the database could not be read for a moment (case 13)', async () => {
    const { clock, linking, now, history, errors } = await scene();
    const inState = history.jobs.inState.bind(history.jobs);
    let isBusy = true;
    history.jobs.inState = (state) => {
      if (isBusy) throw new Error('database is locked');
      return inState(state);
    };
    const job = await linking();
    await clock.advanceAsync(1000);
    isBusy = false;
    await clock.advanceAsync(60_000);
    expect(now(job)?.state).toBe('filed');
    expect(errors).toContain('unexpected');
  });
});
