import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClinicClient } from '../../main/clinic/client.ts';
import type { AttachmentRecord } from '../../main/clinic/schemas.ts';
import { createServerClock } from '../../main/clinic/server-clock.ts';
import { ChartdropError } from '../../main/base/errors.ts';
import { createOutgoing } from '../../main/uploads/queue/outgoing.ts';
import { createPhotoConverter } from '../../main/uploads/photos/photo-converter.ts';
import { createRegistration } from '../../main/uploads/register/registration.ts';
import { createRunJob } from '../../main/uploads/queue/run-job.ts';
import { attachmentIdSchema, jobIdSchema, type PatientId, userIdSchema } from '../../preload/contract/ids.ts';
import type { JobIn, UploadJob } from '../../main/jobs/job.ts';
import { unheardRun } from '../fakes/unheard-run.ts';
import { directNetwork } from '../fakes/direct-network.ts';
import { createFakeClock, type FakeClock } from '../fakes/fake-clock.ts';
import { stubServer } from '../clinic/stub-server.ts';
import { type JobRows, jobRows, rowOf } from '../fixtures/job-rows.ts';
import { testDecoder } from '../fixtures/test-decoder.ts';
import { patient } from '../scans/people.ts';

const us = userIdSchema.parse('7');
const colleague = userIdSchema.parse('8');
const charts = [
  patient('1968645883121642782', 'Jane Citizen', '1980-02-03'),
  patient('1968645883121642783', 'Li Wei', '1975-09-09'),
] as const;
/** All of the same length, so only the bytes differ. */
const contents = ['letter A', 'letter B'] as const;
const names = ['scan.pdf', 'letter.pdf'] as const;
const sha256 = (content: string): string => createHash('sha256').update(content).digest('hex');
const minute = 60_000;

const chart = fc.constantFrom(...charts);
const content = fc.constantFrom(...contents);
const name = fc.constantFrom(...names);
/** When the service reports name and size; null: never. */
const processingMs = fc.constantFrom(0, 0, 400, 3_000, 40_000);

const ourFile = fc.record({
  chart,
  content,
  name,
  processingMs,
  /** The result of each create call; later ones succeed. */
  creates: fc.array(fc.constantFrom('lost-before', 'lost-after', 'late', 'fault', 'limited'), {
    maxLength: 3,
  }),
  lateMs: fc.integer({ min: 1, max: 9_000 }),
});
/** An upload by a person or another program to the same charts. */
const handUpload = fc.record({
  atMs: fc.integer({ min: -10 * minute, max: 40_000 }),
  chart,
  content,
  name,
  user: fc.constantFrom(us, colleague),
  description: fc.constantFrom(null, '', 'by hand'),
  processingMs: fc.oneof({ weight: 5, arbitrary: processingMs }, { weight: 1, arbitrary: fc.constant(null) }),
});
const world = fc.record({
  files: fc.array(ourFile, { minLength: 1, maxLength: 4, size: 'max' }),
  byHand: fc.array(handUpload, { maxLength: 4, size: 'max' }),
  /** A person archives all attachments with a name at that moment. */
  archives: fc.array(fc.record({ atMs: fc.nat(20_000), name }), { maxLength: 2 }),
  /** The service changes names: `A & B.pdf` becomes `A___B.pdf`. */
  cleansNames: fc.boolean(),
  lostLists: fc.nat(3),
  skewMs: fc.integer({ min: -20 * minute, max: 20 * minute }),
  /** After a start the create call may be the first call of all. */
  knowsTime: fc.boolean(),
});
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

/** Two late commits in the same second: the other one, which is not ours, is processed first. */
const neighbourFirst: World = {
  files: [
    {
      chart: charts[1],
      content: 'letter A',
      name: 'scan.pdf',
      processingMs: 40_000,
      creates: ['late'],
      lateMs: 3644,
    },
    {
      chart: charts[1],
      content: 'letter B',
      name: 'scan.pdf',
      processingMs: 3000,
      creates: ['late'],
      lateMs: 4005,
    },
  ],
  byHand: [],
  archives: [],
  cleansNames: false,
  lostLists: 1,
  skewMs: 91_920,
  knowsTime: true,
};

interface Held {
  record: AttachmentRecord;
  readonly content: string;
  /** The job whose create call made it. */
  readonly madeFor: string | null;
}

let lastId = 1968645883121718000n;

/** The service's records as seen from outside: whole seconds, late commits, temporary objects that expire. */
function service(given: World, clock: FakeClock, origin: string) {
  const held: Held[] = [];
  const uploads = new Map<
    string,
    { job: string; file: World['files'][number]; gone: boolean; calls: number }
  >();
  const begun = clock.now();
  const serverClock = createServerClock(clock);
  let lostLists = given.lostLists;
  const now = (): number => clock.now() + given.skewMs;
  const answers = (): void => serverClock.learn(new Date(now()).toUTCString());
  if (given.knowsTime) answers();

  const make = (made: {
    at: number;
    patient: PatientId;
    content: string;
    name: string;
    user: typeof us;
    description: string | null;
    processingMs: number | null;
    madeFor: string | null;
  }): Held => {
    const second = Math.floor(made.at / 1000) * 1000;
    const record: AttachmentRecord = {
      id: attachmentIdSchema.parse(String((lastId += 1n))),
      created_at: second,
      updated_at: second,
      archived_at: null,
      pinned_at: null,
      processed_at: null,
      processing_completed: false,
      content_type: null,
      description: made.description,
      filename: null,
      size: null,
      content: null,
      patient: made.patient,
      user: made.user,
    };
    const entry: Held = { record, content: made.content, madeFor: made.madeFor };
    held.push(entry);
    const process = (): void => {
      entry.record = {
        ...entry.record,
        processing_completed: true,
        processed_at: second,
        filename: given.cleansNames ? made.name.replace(/[^a-z]/g, '_') : made.name,
        size: made.content.length,
        content: `${origin}/${encodeURIComponent(made.content)}`,
      };
      for (const upload of uploads.values()) if (upload.job === made.madeFor) upload.gone = true;
    };
    if (made.processingMs === 0) process();
    else if (made.processingMs !== null) clock.after(made.processingMs, process);
    return entry;
  };

  for (const hand of given.byHand) {
    const upload = () =>
      void make({
        ...hand,
        at: begun + hand.atMs + given.skewMs,
        patient: hand.chart.patient.id,
        madeFor: null,
      });
    if (hand.atMs <= 0) upload();
    else clock.after(hand.atMs, upload);
  }
  for (const archive of given.archives) {
    clock.after(archive.atMs, () => {
      for (const entry of held) {
        if (entry.record.filename === archive.name) entry.record = { ...entry.record, archived_at: now() };
      }
    });
  }

  const refuse = (): never => {
    throw new ChartdropError('network-timeout');
  };
  const unused = (): never => {
    throw new Error('not a call of the registration');
  };
  const client: ClinicClient = {
    network: directNetwork,
    user: () => {
      answers();
      return Promise.resolve({ id: us, first_name: '', last_name: '', role: null });
    },
    publicSettings: unused,
    patients: unused,
    patient: unused,
    cases: unused,
    case: unused,
    attachments: unused,
    attachmentsOfCase: unused,
    attachmentIdsOfCase: unused,
    setAttachmentsOfCase: unused,
    users: unused,
    practitioners: unused,
    businesses: unused,
    individualAppointments: unused,
    groupAppointments: unused,
    attachmentPage: unused,
    attachment: unused,
    presignedPost: unused,
    archiveAttachment: unused,
    contentLocation: (url) => Promise.resolve(url),
    async *attachmentsOfPatient(id, query) {
      await Promise.resolve();
      if (lostLists > 0) {
        lostLists -= 1;
        refuse();
      }
      answers();
      const from = query.filters?.find(({ field }) => field === 'created_at');
      const since = Date.parse(from !== undefined && 'value' in from ? String(from.value) : '');
      const rows = held
        .map(({ record }) => record)
        .filter((one) => one.patient === id && one.created_at >= since);
      yield { rows, total: rows.length, more: false, odd: 0 };
    },
    async createAttachment({ patientId, uploadUrl, description }) {
      await Promise.resolve();
      const upload = uploads.get(uploadUrl);
      if (upload === undefined) throw new Error('an upload that nobody made');
      const { file, job } = upload;
      const fate = file.creates[upload.calls];
      upload.calls += 1;
      if (fate === 'lost-before') refuse();
      if (fate === 'fault') throw new ChartdropError('service-error');
      answers();
      if (fate === 'limited') throw new ChartdropError('rate-limited', { retryAt: now() + 2_000 });
      if (upload.gone) throw new ChartdropError('record-refused', { detail: 'upload_url is invalid' });
      const commit = (): Held =>
        make({ ...file, at: now(), patient: patientId, user: us, description, madeFor: job });
      if (fate === 'late') {
        clock.after(file.lateMs, commit);
        refuse();
      }
      const { record } = commit();
      return fate === 'lost-after' ? refuse() : record;
    },
  };
  let stored = 0;
  return {
    held,
    client,
    serverClock,
    store(job: string, file: World['files'][number]): string {
      const url = `https://b.example/tmp/${(stored += 1)}`;
      const calls = [...uploads.values()]
        .filter((one) => one.job === job)
        .reduce((n, one) => n + one.calls, 0);
      uploads.set(url, { job, file, gone: false, calls });
      return url;
    },
  };
}

/** Runs all jobs like the queue, on a real database, until none continues without help. */
async function reconcile(given: World, desk: { rows: JobRows; clock: FakeClock; origin: string }) {
  const { clock, origin } = desk;
  const { history, writer } = desk.rows;
  const clinic = service(given, clock, origin);
  const deps = { store: history.jobs, writer, client: clinic.client, serverClock: clinic.serverClock, clock };
  const register = createRegistration({ ...deps, apiUser: () => us, random: () => 0.5 });
  const run = createRunJob({
    ...deps,
    outgoing: createOutgoing({ writer, photos: createPhotoConverter(testDecoder), heicPhotos: () => 'keep' }),
    copies: { proven: () => Promise.resolve(null) },
    register,
    random: () => 0.5,
    mayGoOn: () => Promise.resolve(),
    onStorage: () => undefined,
    onProgress: () => undefined,
  });
  const base = await rowOf('/scans/scan.pdf');
  const files = new Map<string, World['files'][number]>();
  for (const file of given.files) {
    const id = jobIdSchema.parse(crypto.randomUUID());
    files.set(id, file);
    const job: JobIn<'stored'> = {
      ...base,
      id,
      file: {
        path: `/scans/${id}/${file.name}`,
        name: file.name,
        fingerprint: { ...base.file.fingerprint, size: file.content.length },
        sha256: sha256(file.content),
      },
      state: 'stored',
      destination: file.chart,
      uploadUrl: clinic.store(id, file),
      notBefore: 0,
      waiting: null,
      tries: 0,
    };
    writer.add([job]);
  }
  const all = (): UploadJob[] => [...files.keys()].flatMap((id) => history.jobs.get(id as JobId) ?? []);
  const { signal } = new AbortController();
  for (const endsAt = clock.monotonic() + 60 * minute; clock.monotonic() < endsAt;) {
    const going = all().filter((job) => job.state !== 'processing' && job.state !== 'failed');
    if (going.length === 0) break;
    for (const job of going) {
      if (job.state !== 'queued') continue;
      // The upload again; another property covers its details.
      writer.apply(job.id, { kind: 'upload-started', now: clock.now() });
      const file = files.get(job.id);
      if (file === undefined) continue;
      writer.apply(job.id, {
        kind: 'stored',
        uploadUrl: clinic.store(job.id, file),
        sha256: sha256(file.content),
        now: clock.now(),
      });
    }
    const due = going.filter((job) => 'notBefore' in job && job.notBefore <= clock.now());
    await Promise.all(due.map(({ id }) => run(id, signal, unheardRun)));
    // Advances to the next moment of a job or the service.
    const waits = all().flatMap((job) => ('notBefore' in job ? [job.notBefore - clock.now()] : []));
    clock.advance(Math.max(250, Math.min(60_000, ...waits, clock.untilNext() ?? Infinity)));
  }
  return { jobs: all(), files, held: clinic.held };
}
type JobId = UploadJob['id'];

describe('whatever the result of the create calls, and whatever else is added to the charts', () => {
  it('each job ends with its own attachment: its patient’s, its bytes, made once (case 51)', async () => {
    const bytes = await stubServer(({ path }) => ({ body: decodeURIComponent(path.slice(1)) }));
    const clock = createFakeClock();
    const desk = { rows: await jobRows(clock), clock, origin: bytes.origin };
    const ends = { found: 0, made: 0, asked: 0 };
    await fc.assert(
      fc.asyncProperty(world, async (given) => {
        const { jobs, files, held } = await reconcile(given, desk);
        const served = jobs.flatMap((job) => (job.state === 'processing' ? [job.attachmentId] : []));
        expect(new Set(served).size).toBe(served.length);
        const neverEnds = given.byHand.some((hand) => hand.processingMs === null);
        for (const job of jobs) {
          const file = files.get(job.id);
          // Equal files in one chart may use each other's attachments, but there are never more attachments than jobs.
          const isEqual = (one: World['files'][number] | undefined): boolean =>
            one?.chart === file?.chart &&
            one?.content === file?.content &&
            (given.cleansNames || one?.name === file?.name);
          const made = held.filter(({ madeFor }) => isEqual(files.get(madeFor ?? '')));
          expect(made.length).toBeLessThanOrEqual(jobs.filter(({ id }) => isEqual(files.get(id))).length);
          for (const one of made) expect(one.record.patient).toBe(file?.chart.patient.id);
          if (job.state !== 'processing') {
            // An attachment without name and size may be ours: only then a person is asked.
            expect(job).toMatchObject({ state: 'failed', error: { code: 'attachment-unclear' } });
            expect(neverEnds).toBe(true);
            ends.asked += 1;
            continue;
          }
          const own = held.find(({ record }) => record.id === job.attachmentId);
          expect(own?.record.patient).toBe(job.destination.patient.id);
          expect(own?.content).toBe(file?.content);
          if (own?.madeFor === job.id) ends.made += 1;
          else ends.found += 1;
        }
      }),
      { numRuns: 300, examples: [[neighbourFirst]] },
    );
    expect(ends.made).toBeGreaterThan(50);
    expect(ends.found).toBeGreaterThan(0);
  });
});
