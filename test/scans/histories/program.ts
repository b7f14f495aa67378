import { noStacks } from '../../fakes/no-stacks.ts';
import { createHash, randomUUID } from 'node:crypto';
import { basename, sep } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createAudit } from '../../../main/database/audit/audit.ts';
import { createJobStore } from '../../../main/jobs/store/job-store.ts';
import { createKnownFileStore, type KnownFile } from '../../../main/database/known-file-store.ts';
import { migrations } from '../../../main/database/migrations.ts';
import { createSealer, newDataKey } from '../../../main/database/sealing.ts';
import { ChartdropError } from '../../../main/base/errors.ts';
import { createIdentifier } from '../../../main/scans/identity/identify-file.ts';
import { likeness } from '../../../main/scans/identity/identity.ts';
import { createIntake } from '../../../main/uploads/intake/intake.ts';
import { kept } from '../../../main/jobs/next-states.ts';
import { createJobWriter } from '../../../main/jobs/job-writer.ts';
import type { Destination } from '../../../preload/contract/destination.ts';
import { attachmentIdSchema, folderIdSchema } from '../../../preload/contract/ids.ts';
import type { Fingerprint, JobFile } from '../../../main/files/job-file.ts';
import type { UploadJob } from '../../../main/jobs/job.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import type { Disk, DiskFile } from './world.ts';

/** One database for thousands of histories, each in a separate folder. */
export function createRecords() {
  const db = new DatabaseSync(':memory:');
  for (const migration of migrations) db.exec(migration);
  const clock = createFakeClock();
  const sealer = createSealer(newDataKey());
  const actor = () => ({ osUser: 'tester', station: 'test-pc', apiUser: null });
  const { log: audit } = createAudit(db, { sealer, clock, actor });
  const store = createJobStore(db, { sealer, clock, audit, flushed: () => Promise.resolve() });
  return { clock, store, known: createKnownFileStore(db, { sealer, clock }) };
}
export type Records = ReturnType<typeof createRecords>;

/** Former behaviour, restored to show that the property would detect it. */
export type Mistake = 'inode trusted' | 'path is identity' | 'wall clock trusted' | null;

let attachments = 1968645883121000000n;

/**
 * The part of the program that identifies files: real decisions, known files, jobs and intake, on a simulated disk. The
 * watcher's tests cover real folders.
 */
export function createProgram(disk: Disk, { clock, store, known }: Records, mistake: Mistake) {
  const folder = { id: folderIdSchema.parse(randomUUID()), path: `/${randomUUID()}` };
  const writer = createJobWriter(store, () => undefined);
  const signal = new AbortController().signal;
  const jobs: UploadJob['id'][] = [];
  const questions = new Set<string>();
  /** The jobs that each appearance became. */
  const takenAs = new Map<number, Set<string>>();
  const ended = new Set<string>();
  let departed = new Set<string>();
  let listed = new Set<string>();
  let isFirst = true;
  let subfolders = false;
  let wasCovered: boolean | null = null;
  let session = 0;
  let armed: Destination | null = null;
  /** When the program recorded the existing files, by its clock. */
  let clockThen = 0n;

  const mount = (): string =>
    disk.kind.idsBy === 'file' ? 'drive' : `session ${session}.${disk.mountNumber()}`;
  const inside = (path: string): string => `${folder.path}/${path}`;
  /** Windows joins with its own separator. */
  const outside = (path: string): string => path.slice(folder.path.length + 1).replaceAll(sep, '/');
  const fileAt = (path: string): DiskFile => {
    const file = disk.get(outside(path));
    if (file === undefined) throw new ChartdropError('file-missing');
    return file;
  };
  const isCovered = (path: string): boolean => subfolders || !path.includes('/');
  const hash = (bytes: string): string => createHash('sha256').update(bytes).digest('hex');

  const read = (path: string): JobFile & { sha256: string } => {
    const file = fileAt(path);
    return { path, name: basename(path), fingerprint: disk.fingerprint(file), sha256: hash(file.bytes) };
  };
  const isGone = async (path: string, now: { path: string; inode: string }): Promise<boolean> => {
    const file = disk.get(outside(path));
    if (file === undefined) return true;
    const [was, is] = [outside(path), outside(now.path)];
    const isRespelt = was !== is && was.toLowerCase() === is.toLowerCase();
    return isRespelt && disk.fingerprint(file).inode === now.inode;
  };
  const baseline = {
    get: (path: string) => known.get(folder.id, path),
    remember: (files: readonly KnownFile[]) => {
      known.remember(folder.id, files);
      for (const { relativePath } of files) ended.delete(relativePath);
    },
    end(paths: readonly string[]) {
      if (mistake === 'path is identity') return;
      known.end(folder.id, paths);
      for (const path of paths) ended.add(path);
    },
    hasEnded: (path: string) => ended.has(path),
  };
  const departures = {
    has: (path: string) => mistake !== 'path is identity' && departed.has(path),
    names: () => (mistake === 'path is identity' ? [] : [...departed]),
    delete: (path: string) => void departed.delete(path),
    // Every file of a listing is looked at here in the same moment.
    hasUnchecked: () => false,
  };
  const { identify } = createIdentifier({
    ...{ known, folder, baseline, departures, mount, isGone },
    readMark: async (path) => ({ hash: hash(fileAt(path).bytes), fingerprint: read(path).fingerprint }),
  });
  const intake = createIntake({
    ...{ store, writer, clock, stackReader: noStacks, holdMs: () => 0 },
    // Every copy is made: the oracle decides what must not be lost.
    copies: {
      keep: ({ sha256 }, id) => Promise.resolve(sha256 === null ? null : { name: `${id}-copy`, sha256 }),
      discard: () => Promise.resolve(),
      isBeginningOf: () => Promise.resolve(false),
      placesOf: ({ path }) => [path],
      write: () => Promise.reject(new Error('no file is a stack')),
    },
    files: {
      hashFile: async (path) => read(path),
      withContent: async (path, _look, work) => work(read(path), null),
      isGone,
    },
  });

  const compare = (path: string, fingerprint: Fingerprint): 'same' | 'other' => {
    const before = baseline.get(path);
    if (before === undefined || departures.has(path)) return 'other';
    if (mistake === 'inode trusted') {
      const isOne =
        before.fingerprint.inode === fingerprint.inode && before.fingerprint.size === fingerprint.size;
      return isOne ? 'same' : 'other';
    }
    if (mistake === 'wall clock trusted' && BigInt(fingerprint.changedNs) > clockThen) return 'other';
    return likeness(before, { fingerprint, mount: mount() }) === 'same' ? 'same' : 'other';
  };

  const finish = async (file: DiskFile): Promise<void> => {
    const path = inside(file.path);
    const fingerprint = disk.fingerprint(file);
    const trusts = mistake === 'inode trusted' || mistake === 'wall clock trusted';
    const found = trusts
      ? ({ kind: 'scan', appearance: 'new' } as const)
      : await identify({ path, relativePath: file.path, fingerprint });
    if (found.kind === 'left') return;
    const job = await intake.takeIn(
      {
        path,
        finished: fingerprint,
        source: 'scan',
        folderId: folder.id,
        appearedAt: clock.now(),
        description: null,
        afterFiling: 'move',
        placement:
          found.kind === 'doubtful'
            ? { kind: 'inbox', reason: 'was-left-alone', candidates: [] }
            : armed === null
              ? { kind: 'inbox', reason: 'nobody-armed', candidates: [] }
              : { kind: 'destination', destination: armed },
        appearance: {
          kind: found.kind === 'doubtful' ? 'again' : found.appearance,
          relativePath: file.path,
          onRenamed(other) {
            departed.delete(outside(other));
            baseline.end([outside(other)]);
          },
          isKnown: (other) => baseline.get(outside(other))?.standing === 'taken',
        },
        duplicateAccepted: false,
      },
      signal,
    );
    if (!jobs.includes(job.id)) jobs.push(job.id);
    if (job.state === 'inbox' && job.reason === 'was-left-alone') questions.add(job.id);
    takenAs.set(file.appearance, (takenAs.get(file.appearance) ?? new Set()).add(job.id));
    const noted = { relativePath: file.path, fingerprint, standing: 'taken', mark: null } as const;
    baseline.remember([{ ...noted, mount: mount() }]);
  };

  return {
    jobs: (): UploadJob[] => jobs.flatMap((id) => store.get(id) ?? []),
    takenAs: (appearance: number): ReadonlySet<string> => takenAs.get(appearance) ?? new Set(),
    /** Whether this job asked a person if it is a scan. */
    isQuestion: (id: string) => questions.has(id),
    arm: (destination: Destination | null) => void (armed = destination),
    armed: () => armed,
    isCovered,
    /** Checks every file and notices missing ones. */
    async look(): Promise<void> {
      const names = new Set<string>();
      for (const file of disk.all()) {
        if (!isCovered(file.path)) continue;
        names.add(file.path);
        const fingerprint = disk.fingerprint(file);
        const entry = baseline.get(file.path);
        if (compare(file.path, fingerprint) === 'same') {
          if (entry !== undefined && entry.mount !== mount())
            baseline.remember([{ ...entry, relativePath: file.path, fingerprint, mount: mount() }]);
        } else if (isFirst || (entry === undefined && wasCovered === false && file.path.includes('/'))) {
          const left = { standing: 'left', mount: mount(), mark: null } as const;
          baseline.remember([{ relativePath: file.path, fingerprint, ...left }]);
        }
      }
      // Missing names are noticed by their events, together with those of new names.
      for (const path of listed) if (!names.has(path) && baseline.get(path)) departed.add(path);
      for (const file of disk.all()) {
        if (names.has(file.path) && compare(file.path, disk.fingerprint(file)) === 'other')
          await finish(file);
      }
      if (isFirst) clockThen = disk.now();
      isFirst = false;
      wasCovered = null;
      listed = names;
    },
    /** Time passes: entries of missing files end, and parts of skipped files are read. */
    rest(): void {
      baseline.end(
        [...departed].filter((path) => disk.get(path) === undefined || disk.get(path)?.path !== path),
      );
      departed = new Set();
      const unmarked = known.unmarkedAfter(folder.id, new Uint8Array(), 100);
      known.setMarks(
        folder.id,
        unmarked.flatMap(({ key, relativePath, fingerprint }) => {
          const file = disk.get(relativePath);
          const isSame = file !== undefined && disk.fingerprint(file).modifiedNs === fingerprint.modifiedNs;
          return isSame ? [{ key, mark: known.markOf(hash(file.bytes)) }] : [];
        }),
      );
    },
    /** Restarts: memory is lost and no patient is selected. */
    async restart(): Promise<void> {
      session += 1;
      armed = null;
      departed = new Set();
      listed = new Set();
      ended.clear();
      await this.look();
      for (const { relativePath } of known.takenAfter(folder.id, new Uint8Array(), 1_000)) {
        if (!listed.has(relativePath)) departed.add(relativePath);
      }
    },
    async takeSubfolders(): Promise<void> {
      if (subfolders) return;
      wasCovered = false;
      subfolders = true;
      await this.look();
    },
    /** Files the first pending job; returns the name that it puts away. */
    fileOne(): string | null {
      const job = this.jobs().find(({ state }) => state === 'queued');
      if (job?.state !== 'queued') return null;
      const path = outside(job.file.path);
      const lies = disk.get(path);
      const isThere = lies !== undefined && hash(lies.bytes) === job.file.sha256;
      attachments += 1n;
      const filed: UploadJob = {
        ...kept(job),
        state: 'filed',
        destination: job.destination,
        attachmentId: attachmentIdSchema.parse(String(attachments)),
        filedAt: clock.now(),
        disposal: isThere ? 'done' : 'left',
        movedTo: isThere ? `${folder.path}/Filed/${path}` : null,
        replacedBy: null,
        archivedAt: null,
        inCase: null,
        lookAgainAt: null,
      };
      store.change(job.id, () => ({ job: filed, entry: { kind: 'job-filed', jobId: job.id } }));
      if (!isThere) return null;
      departed.delete(lies.path);
      baseline.end([lies.path]);
      listed.delete(lies.path);
      return lies.path;
    },
  };
}
