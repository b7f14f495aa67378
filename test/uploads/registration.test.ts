import { describe, expect, it } from 'vitest';
import type { AttachmentRecord } from '../../main/clinic/schemas.ts';
import type { ClinicClient } from '../../main/clinic/client.ts';
import { ChartdropError } from '../../main/base/errors.ts';
import { createRegistration } from '../../main/uploads/register/registration.ts';
import { attachmentIdSchema, userIdSchema } from '../../preload/contract/ids.ts';
import type { JobIn } from '../../main/jobs/job.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { jobRows, rowOf, somebody } from '../fixtures/job-rows.ts';

const background = { priority: 'background', signal: new AbortController().signal } as const;

/** A job whose create call was lost at `sentAt`. The service lists its attachment only after `lagMs`. */
async function scene(given: { lagMs: number; again: ChartdropError }) {
  /** The service's clock as this PC knows it is late by this. */
  let lateMs = 0;
  let creates = 0;
  const clock = createFakeClock();
  const rows = await jobRows(clock);
  const sentAt = clock.now();
  const job: JobIn<'registering'> = {
    ...(await rowOf('/scans/letter.pdf')),
    state: 'registering',
    destination: somebody,
    uploadUrl: 'https://storage.example/tmp/letter.pdf',
    sentAt,
    mustVerify: true,
    notBefore: 0,
    waiting: null,
    tries: 0,
  };
  rows.writer.add([job]);
  const own: AttachmentRecord = {
    id: attachmentIdSchema.parse('1968645883121718999'),
    created_at: sentAt + 1000,
    updated_at: sentAt + 1000,
    archived_at: null,
    pinned_at: null,
    processed_at: null,
    processing_completed: false,
    content_type: null,
    description: null,
    filename: null,
    size: null,
    content: null,
    patient: somebody.patient.id,
    user: userIdSchema.parse('1968645883121642000'),
  };
  const client: Pick<ClinicClient, 'attachmentsOfPatient' | 'createAttachment'> = {
    async *attachmentsOfPatient(_, { filters }) {
      await Promise.resolve();
      const since = filters?.find(({ field }) => field === 'created_at');
      const from = since !== undefined && 'value' in since ? Date.parse(String(since.value)) : 0;
      const isListed = clock.now() >= sentAt + given.lagMs && own.created_at >= from;
      const rows = isListed ? [own] : [];
      yield { rows, total: rows.length, more: false, odd: 0 };
    },
    createAttachment() {
      creates += 1;
      return Promise.reject(given.again);
    },
  };
  const register = createRegistration({
    store: rows.history.jobs,
    writer: rows.writer,
    client: client as ClinicClient,
    serverClock: {
      now: () => clock.now() - lateMs,
      isKnown: () => true,
      learn: () => undefined,
      until: () => 0,
    },
    clock,
    apiUser: () => own.user,
    random: () => 0.5,
  });
  const present = () => {
    const found = rows.history.jobs.get(job.id);
    if (found?.state !== 'registering') throw new Error(`it is ${found?.state ?? 'gone'}`);
    return found;
  };
  return {
    ...{ ...rows, clock, register, present, job },
    creates: () => creates,
    setLate: (ms: number) => void (lateMs = ms),
  };
}

describe('a create call that was sent again over a list without the first one’s', () => {
  it('still searches for the first call’s attachment when the second is refused', async () => {
    const refused = new ChartdropError('record-refused', { detail: 'upload_url is invalid' });
    const { clock, register, present } = await scene({ lagMs: 20_000, again: refused });
    clock.advance(16_000);
    await register(present(), background);
    clock.advance(14_000);
    // The service is still processing it: the job waits and uploads nothing again.
    await register(present(), background);
    expect(present()).toMatchObject({ mustVerify: true });
  });

  it('still searches for the first call’s attachment when the second had no working key', async () => {
    const { clock, register, present, writer, job } = await scene({
      lagMs: 20_000,
      again: new ChartdropError('key-rejected'),
    });
    clock.advance(16_000);
    await expect(register(present(), background)).rejects.toMatchObject({
      code: 'key-rejected',
    });
    writer.apply(job.id, { kind: 'outcome-unknown', notBefore: clock.now(), error: null });
    clock.advance(14_000);
    await register(present(), background);
    expect(present()).toMatchObject({ mustVerify: true });
  });
});

it('a clock of the service that was late when the call was sent does not shorten the wait for a late commit', async () => {
  const { clock, register, present, writer, job, creates, setLate } = await scene({
    lagMs: 60_000,
    again: new ChartdropError('network-timeout'),
  });
  clock.advance(20_000);
  // The first answer after a start came late, as on a busy machine.
  setLate(4000);
  await expect(register(present(), background)).rejects.toMatchObject({ code: 'network-timeout' });
  expect(creates()).toBe(1);
  writer.apply(job.id, { kind: 'outcome-unknown', notBefore: clock.now(), error: null });
  setLate(0);
  clock.advance(7000);
  await register(present(), background);
  expect(creates()).toBe(1);
  clock.advance(3000);
  await expect(register(present(), background)).rejects.toMatchObject({ code: 'network-timeout' });
  expect(creates()).toBe(2);
});

it('a call of an earlier run has the slack of the clocks in addition', async () => {
  const { clock, register, present, creates } = await scene({
    lagMs: 60_000,
    again: new ChartdropError('network-timeout'),
  });
  clock.advance(14_000);
  await register(present(), background);
  expect(creates()).toBe(0);
  clock.advance(1000);
  await expect(register(present(), background)).rejects.toMatchObject({ code: 'network-timeout' });
  expect(creates()).toBe(1);
});
