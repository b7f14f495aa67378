import type { AttachmentId, JobId, PatientId, UserId } from '../../../preload/contract/ids.ts';
import type { JobIn, UploadJob } from '../../jobs/job.ts';
import type { ClinicClient } from '../../clinic/client.ts';
import { hashContent } from '../../clinic/storage/content.ts';
import { attachmentDescription } from '../../clinic/cases/destinations.ts';
import type { CallOptions } from '../../clinic/http.ts';
import { saysUnreachable } from '../../clinic/http-errors.ts';
import { storageName } from '../../clinic/storage/multipart.ts';
import { collect } from '../../clinic/pages.ts';
import type { AttachmentRecord } from '../../clinic/schemas.ts';
import type { ServerClock } from '../../clinic/server-clock.ts';
import { asChartdropError, ChartdropError } from '../../base/errors.ts';
import { createSequencer } from '../../base/sequencer.ts';
import type { JobStore } from '../../jobs/store/job-store.ts';
import type { Clock } from '../../base/ports.ts';
import { clockSlackMs, lookForOwn, lookSince } from './attachment-match.ts';
import type { JobWriter } from '../../jobs/job-writer.ts';
import { sentFor } from '../../jobs/sent-file.ts';
import { backoff } from '../../jobs/retry-policy.ts';

export interface RegistrationDeps {
  readonly store: JobStore;
  readonly writer: JobWriter;
  readonly client: ClinicClient;
  readonly serverClock: ServerClock;
  readonly clock: Clock;
  readonly apiUser: () => UserId | null;
  readonly random: () => number;
}

export type Register = (
  job: JobIn<'stored'> | JobIn<'registering'>,
  options: CallOptions,
) => Promise<UploadJob>;

/**
 * A create call with a lost answer may still take effect. Only after this many milliseconds does a list without it mean that
 * there is nothing.
 */
const lateCommitMs = 10_000;

const mostDigests = 1000;

/**
 * After this many milliseconds without an end of processing, by the service's clock, only a person can decide which job
 * it belongs to.
 */
const undecidedMs = 15 * 60_000;

/**
 * The step from `stored` to `processing`: the create call, exactly once as far as the service's records show. If the
 * result of an earlier call is unknown, verifies in the patient's list first, and posts again only with proof that
 * nothing was made. One at a time per patient, so that no job uses another's attachment.
 */
export function createRegistration(deps: RegistrationDeps): Register {
  const { store, writer, client, serverClock, clock } = deps;
  const byPatient = createSequencer<PatientId>();
  /** The attachment whose bytes could not be read at the last look: the next look begins with it. */
  const unread = new Map<JobId, AttachmentRecord>();
  /** When this run sent the last create call of a job, in monotonic milliseconds. */
  const sentHere = new Map<JobId, number>();
  /** Of attachments that were compared and are another job's: their bytes do not change. */
  const digests = new Map<AttachmentId, string>();

  const create = async (
    job: JobIn<'stored'> | JobIn<'registering'>,
    uploadUrl: string,
    options: CallOptions,
  ) => {
    // Verifying after a lost answer uses the service's clock, which is unknown right after a start (case 30).
    if (!serverClock.isKnown()) await client.user(options);
    writer.apply(job.id, { kind: 'registration-sent', sentAt: Math.floor(serverClock.now()) });
    await store.flushed();
    sentHere.set(job.id, clock.monotonic());
    const record = await client.createAttachment(
      {
        patientId: job.destination.patient.id,
        uploadUrl,
        description: attachmentDescription(job.description),
      },
      options,
    );
    sentHere.delete(job.id);
    return writer.apply(job.id, { kind: 'registered', attachmentId: record.id, now: clock.now() });
  };

  /**
   * Milliseconds that have certainly passed since the last create call. The service's clock may have been late by a request when
   * the call was sent, and be right since then.
   */
  const sinceSent = ({ id, sentAt }: JobIn<'registering'>): number => {
    const byService = serverClock.now() - sentAt;
    const here = sentHere.get(id);
    return here === undefined ? byService - clockSlackMs : Math.min(byService, clock.monotonic() - here);
  };

  const lookLater = (job: JobIn<'registering'>): UploadJob =>
    writer.apply(job.id, {
      kind: 'outcome-unknown',
      notBefore: clock.now() + backoff(Math.min(job.tries, 4), deps.random()),
      error: job.waiting,
    });

  const records = (job: JobIn<'registering'>, options: CallOptions): Promise<AttachmentRecord[]> =>
    collect(
      client.attachmentsOfPatient(
        job.destination.patient.id,
        {
          filters: [
            {
              field: 'created_at',
              operator: '>=',
              value: `${new Date(lookSince(job)).toISOString().slice(0, 19)}Z`,
            },
            { field: 'archived_at', operator: '*' },
          ],
        },
        options,
      ),
    );

  /**
   * True for the attachment of another job's lost call: a job with the same bytes for the same patient, whose name it
   * has, while this job has another name. A name changed by the service decides nothing.
   */
  const isRathers = (job: JobIn<'registering'>, record: AttachmentRecord): boolean => {
    const { sha256 } = job.file;
    const named = (one: Parameters<typeof sentFor>[0]): boolean =>
      storageName(sentFor(one).name) === record.filename;
    if (sha256 === null || named(job)) return false;
    return store
      .withContent(sha256)
      .some(
        (other) =>
          other.state === 'registering' &&
          other.destination.patient.id === job.destination.patient.id &&
          named(other),
      );
  };

  /** Compares the bytes: the size may be another file's by chance. */
  const isOurs = async (
    job: JobIn<'registering'>,
    record: AttachmentRecord,
    options: CallOptions,
  ): Promise<boolean> => {
    try {
      const digest = digests.get(record.id) ?? (await hashContent(client, record, options));
      if (digests.size >= mostDigests) digests.clear();
      digests.set(record.id, digest);
      return digest === sentFor(job).sha256;
    } catch (thrown) {
      if (saysUnreachable.has(asChartdropError(thrown).code)) unread.set(job.id, record);
      throw thrown;
    }
  };

  const registered = (job: JobIn<'registering'>, { id }: AttachmentRecord): UploadJob => {
    digests.delete(id);
    sentHere.delete(job.id);
    return writer.apply(job.id, { kind: 'registered', attachmentId: id, now: clock.now() });
  };

  const look = async (job: JobIn<'registering'>, options: CallOptions): Promise<UploadJob> => {
    const isServed = (id: AttachmentId): boolean => store.servedBy(id) !== null;
    const before = unread.get(job.id);
    unread.delete(job.id);
    if (before !== undefined && !isServed(before.id) && (await isOurs(job, before, options)))
      return registered(job, before);
    const ours = { user: deps.apiUser(), isServed, now: serverClock.now() };
    const seen = lookForOwn(job, await records(job, options), ours);
    for (const record of seen.candidates.filter((one) => !isRathers(job, one))) {
      if (await isOurs(job, record, options)) return registered(job, record);
    }
    const passed = sinceSent(job);
    // Also with candidates: they belong to another job, and ours may be the unprocessed one.
    if (seen.isUndecided && passed > undecidedMs) throw new ChartdropError('attachment-unclear');
    if (seen.isUndecided || passed < lateCommitMs) return lookLater(job);
    // Refused before, without a record: the stored bytes are gone, or were another PC's.
    if (job.waiting?.code === 'record-refused' || job.uploadUrl === null) {
      return writer.apply(job.id, { kind: 'upload-lost', now: clock.now() });
    }
    return createAgain(job, job.uploadUrl, options);
  };

  const createAgain = async (
    job: JobIn<'registering'>,
    uploadUrl: string,
    options: CallOptions,
  ): Promise<UploadJob> => {
    try {
      return await create(job, uploadUrl, options);
    } catch (thrown) {
      if (!(thrown instanceof ChartdropError) || thrown.code !== 'record-refused') throw thrown;
      // The upload URL may be refused because the first call succeeded: verify again.
      return writer.apply(job.id, {
        kind: 'outcome-unknown',
        notBefore: clock.now(),
        error: thrown.toDto(),
      });
    }
  };

  return (job, options) =>
    byPatient.run(job.destination.patient.id, () =>
      job.state === 'registering' ? look(job, options) : create(job, job.uploadUrl, options),
    );
}
