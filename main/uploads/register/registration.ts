import type { AttachmentId, PatientId, UserId } from '../../../preload/contract/ids.ts';
import type { JobIn, UploadJob } from '../../jobs/job.ts';
import type { ClinicClient } from '../../clinic/client.ts';
import { hashContent } from '../../clinic/storage/content.ts';
import { attachmentDescription } from '../../clinic/cases/destinations.ts';
import type { CallOptions } from '../../clinic/http.ts';
import { storageName } from '../../clinic/storage/multipart.ts';
import { collect } from '../../clinic/pages.ts';
import type { AttachmentRecord } from '../../clinic/schemas.ts';
import type { ServerClock } from '../../clinic/server-clock.ts';
import { ChartdropError } from '../../base/errors.ts';
import { createSequencer } from '../../base/sequencer.ts';
import type { JobStore } from '../../jobs/job-store.ts';
import type { Clock } from '../../base/ports.ts';
import { lookForOwn, lookSince } from './attachment-match.ts';
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
  signal: AbortSignal,
) => Promise<UploadJob>;

/**
 * A create call with a lost answer may still take effect. Only after this many milliseconds by the service's clock does
 * a list without it mean that there is nothing.
 */
const lateCommitMs = 10_000;

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

  const create = async (
    job: JobIn<'stored'> | JobIn<'registering'>,
    uploadUrl: string,
    options: CallOptions,
  ) => {
    // Verifying after a lost answer uses the service's clock, which is unknown right after a start (case 30).
    if (!serverClock.isKnown()) await client.user(options);
    writer.apply(job.id, { kind: 'registration-sent', sentAt: Math.floor(serverClock.now()) });
    const record = await client.createAttachment(
      {
        patientId: job.destination.patient.id,
        uploadUrl,
        description: attachmentDescription(job.description),
      },
      options,
    );
    return writer.apply(job.id, { kind: 'registered', attachmentId: record.id, now: clock.now() });
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

  const look = async (job: JobIn<'registering'>, options: CallOptions): Promise<UploadJob> => {
    const isServed = (id: AttachmentId): boolean => store.servedBy(id) !== null;
    const ours = { user: deps.apiUser(), isServed, now: serverClock.now() };
    const seen = lookForOwn(job, await records(job, options), ours);
    for (const record of seen.candidates.filter((one) => !isRathers(job, one))) {
      // The size may be another file's by chance; the bytes may not.
      if ((await hashContent(client, record, options)) === sentFor(job).sha256) {
        return writer.apply(job.id, { kind: 'registered', attachmentId: record.id, now: clock.now() });
      }
    }
    const sinceSent = serverClock.now() - job.sentAt;
    // Also with candidates: they belong to another job, and ours may be the unprocessed one.
    if (seen.isUndecided && sinceSent > undecidedMs) throw new ChartdropError('attachment-unclear');
    if (seen.isUndecided || sinceSent < lateCommitMs) return lookLater(job);
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

  return (job, signal) =>
    byPatient.run(job.destination.patient.id, () => {
      const options: CallOptions = { priority: 'background', signal };
      return job.state === 'registering' ? look(job, options) : create(job, job.uploadUrl, options);
    });
}
