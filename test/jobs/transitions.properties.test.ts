import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAudit } from '../../main/database/audit/audit.ts';
import type { AuditLog } from '../../main/database/audit/audit-log.ts';
import { openDatabase } from '../../main/database/database.ts';
import { databaseFile } from '../../main/jobs/history.ts';
import { createJobStore } from '../../main/jobs/store/job-store.ts';
import { createSealer, newDataKey } from '../../main/database/sealing.ts';
import { createJobWriter } from '../../main/jobs/job-writer.ts';
import type { JobEvent, JobEventKind } from '../../main/jobs/job-event.ts';
import { filingOf } from '../../main/jobs/page/page-filing.ts';
import { verdictOf } from '../../main/jobs/page/page-verdict.ts';
import { canHappen, transition, transitions } from '../../main/jobs/transitions.ts';
import type { Destination } from '../../preload/contract/destination.ts';
import { jobIdSchema } from '../../preload/contract/ids.ts';
import type { AfterFiling } from '../../preload/contract/job.ts';
import { type JobIn, type FailedStep, type UploadJob, uploadJobSchema } from '../../main/jobs/job.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { rowOf } from '../fixtures/job-rows.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { type Drawn, drawnEvent, eventFor, eventsOf, jane, kinds, knee } from './drawn-events.ts';

const row = await rowOf('/scans/letter.pdf');
const found = (afterFiling: AfterFiling = 'move', isRead = true): UploadJob => ({
  ...row,
  file: isRead ? row.file : { ...row.file, sha256: null },
  afterFiling,
  // One that a person put together always has its hash.
  ...(isRead && { madeOf: [{ jobId: jobIdSchema.parse(randomUUID()), page: 1, turn: 0 }] }),
  state: 'inbox',
  reason: 'nobody-armed',
  candidates: [],
  duplicateOf: null,
});

/** The job after the event, or unchanged if the table refuses it. */
function after(job: UploadJob, event: JobEvent): UploadJob {
  try {
    const next = transition(job, event);
    // An event without a change is refused, since the history would record it.
    expect(next).not.toBe(job);
    return next;
  } catch (thrown) {
    expect(thrown).toMatchObject({ code: 'transition-refused' });
    return job;
  }
}

const destinationOf = (job: UploadJob): Destination | null => ('destination' in job ? job.destination : null);
/** The state in which it failed, also kept in an ignored job that the service may have a record of. */
const failedStepOf = (job: UploadJob): FailedStep | null => {
  if (job.state === 'failed') return job.failedStep;
  return job.state === 'dismissed' ? (job.failure?.failedStep ?? null) : null;
};
const attachmentOf = (job: UploadJob): string | null => {
  if ('attachmentId' in job) return job.attachmentId;
  const failedStep = failedStepOf(job);
  return failedStep !== null && 'attachmentId' in failedStep ? failedStep.attachmentId : null;
};
const uploadOf = (job: UploadJob): string | null => {
  if ('uploadUrl' in job) return job.uploadUrl;
  const failedStep = failedStepOf(job);
  return failedStep !== null && 'uploadUrl' in failedStep ? failedStep.uploadUrl : null;
};
/** It waits for a person because its page names another patient. */
const isAsked = (job: UploadJob): boolean => job.state === 'inbox' && job.reason === 'page-names-another';
/** Its page was to choose, and does not. */
const isUnsupported = (job: UploadJob): boolean => job.state === 'inbox' && job.reason === 'page-pending';
const wantedBy = (event: JobEvent): Destination | null =>
  event.kind === 'assigned' ? event.destination : null;

/** Acts that remove a job's destination; the history records each. */
const freeing: readonly JobEventKind[] = [
  ...(['taken-back', 'returned', 'dismissed', 'taken-over', 'divided', 'unmade'] as const),
];
const ending: readonly JobEventKind[] = ['dismissed', 'taken-over'];

/** Calls `check` at every step of a random life. */
function lives(check: (before: UploadJob, event: JobEvent, next: UploadJob) => void): void {
  fc.assert(
    fc.property(
      fc.array(drawnEvent, { maxLength: 60, size: 'max' }),
      fc.constantFrom<AfterFiling>('stay', 'move', 'trash'),
      fc.boolean(),
      (drawn, afterFiling, isRead) => {
        let job = found(afterFiling, isRead);
        for (const each of drawn) {
          const event = eventFor(job, each);
          const next = after(job, event);
          if (next !== job) check(job, event, next);
          job = next;
        }
      },
    ),
    { numRuns: 400 },
  );
}

describe('whatever happens to a job', () => {
  it('its destination changes only by assigning, and ends only by a recorded act', () => {
    lives((before, event, next) => {
      const [was, is] = [destinationOf(before), destinationOf(next)];
      if (isAsked(next) && !isAsked(before))
        expect(next).toMatchObject({ candidates: [wantedBy(event) ?? was] });
      else if (isUnsupported(next) && !isUnsupported(before)) expect(is).toBeNull();
      else if (event.kind === 'assigned' && is !== null) expect(is).toEqual(event.destination);
      else if (before.state === 'dismissed') expect(is).toEqual(before.failure?.destination ?? null);
      // A job that returned because its file changed had that destination, and says so if its bytes are gone.
      else if (before.state === 'inbox' && event.kind === 'replaced' && is !== null)
        expect([before.reason, is]).toEqual(['file-changed', before.candidates[0]]);
      else if (is === null) expect(was === null || freeing.includes(event.kind)).toBe(true);
      else expect(is).toEqual(was);
    });
  });

  it('promised fields never change: its file, its description, its disposal', () => {
    lives((before, event, next) => {
      for (const field of [
        'id',
        'source',
        'folderId',
        'description',
        'appearedAt',
        'rank',
        'paused',
        'afterFiling',
        'replaces',
      ] as const) {
        expect(next[field]).toEqual(before[field]);
      }
      expect(next.file).toEqual({ ...before.file, sha256: next.file.sha256 });
      if (event.kind !== 'assigned') expect(next.duplicateAccepted).toBe(before.duplicateAccepted);
    });
  });

  it('its hash is set by the first reader, before anything is registered, and stays', () => {
    const unregistered = ['inbox', 'held', 'queued', 'uploading', 'failed', 'dismissed'];
    lives((before, event, next) => {
      const [was, is] = [before.file.sha256, next.file.sha256];
      if (was !== null) expect(is).toBe(was);
      else if (event.kind === 'stored' || event.kind === 'returned') expect(is).toBe(event.sha256 ?? null);
      else expect(is).toBeNull();
      if (is === null) {
        expect(unregistered).toContain(next.state);
        expect(failedStepOf(next)?.at ?? 'uploading').toBe('uploading');
      }
    });
  });

  it('a known attachment is never forgotten', () => {
    lives((before, event, next) => {
      const [was, is] = [attachmentOf(before), attachmentOf(next)];
      if (was === null) expect(is === null || event.kind === 'registered').toBe(true);
      else expect(is).toBe(was);
    });
  });

  it('stored bytes are forgotten only once they are registered, lost, chosen again, or the job is ignored', () => {
    lives((before, event, next) => {
      const [was, is] = [uploadOf(before), uploadOf(next)];
      if (was === null) expect(is === null || event.kind === 'stored').toBe(true);
      else if (is === null) {
        expect([...freeing, 'registered', 'upload-lost', 'assigned']).toContain(event.kind);
      } else expect(is).toBe(was);
    });
  });

  it('a create call that may have succeeded is verified before it, or the upload, is sent again', () => {
    lives((before, event, next) => {
      const unsure =
        (before.state === 'registering' && before.mustVerify) || failedStepOf(before)?.at === 'registering';
      // Then another PC checks.
      if (!unsure || (before.state === 'registering' && event.kind === 'taken-over')) return;
      if (event.kind === 'page-read') {
        expect(next).toMatchObject({ state: before.state });
        return;
      }
      // A check may find it, prove that there is none, or need repeating.
      const outcomes: JobEventKind[] = [
        'registered',
        'registration-sent',
        'registration-delayed',
        'outcome-unknown',
        'resumed',
        'upload-lost',
        'failed',
        'retried',
        'restored',
        ...ending,
      ];
      expect(outcomes).toContain(event.kind);
      if (event.kind === 'restored' || ending.includes(event.kind)) {
        expect(failedStepOf(next)).toEqual(failedStepOf(before));
      }
      // A refused second call, for example for the rate limit, does not settle the first.
      if (event.kind === 'retried' || event.kind === 'registration-sent') {
        expect(next).toMatchObject({ state: 'registering', mustVerify: true });
      }
    });
  });

  it('none waits for its upload while its page names another patient, unless a person accepted that', () => {
    lives((_before, _event, next) => {
      if (next.state !== 'held' && next.state !== 'queued') return;
      const verdict = verdictOf(next.page, next.destination);
      expect(verdict.kind !== 'names-another' || next.pageAccepted === true).toBe(true);
    });
  });

  it('none waits for its upload by its page alone unless that page names the destination alone', () => {
    lives((_before, _event, next) => {
      if ((next.state !== 'held' && next.state !== 'queued') || next.isByPage !== true) return;
      expect(filingOf(next.page ?? { kind: 'unreadable' })).toEqual({
        kind: 'file',
        patient: next.destination.patient,
      });
    });
  });

  it('a decision about its page is a person’s, and lasts until the next choice of a patient', () => {
    lives((before, event, next) => {
      if (next.pageAccepted === before.pageAccepted) return;
      expect(['assigned', 'refile-undone']).toContain(event.kind);
    });
  });

  it('each state has only its own fields', () => {
    lives((_before, _event, next) => expect(uploadJobSchema.parse(next)).toEqual(next));
  });

  it('it can still be filed or ignored, from every state', () => {
    // A job for a case is linked, another is not.
    const samples: Drawn[] = [jane, knee].map((place) => ({ at: 5, place, flag: true, number: 1 }));
    const shape = (job: UploadJob): string => {
      const failedStep = failedStepOf(job)?.at ?? '';
      return `${job.state} ${failedStep} ${job.state === 'registering' ? job.mustVerify : ''}`;
    };
    const way = (job: UploadJob): string =>
      `${shape(job)} ${'destination' in job ? job.destination.kind : ''}`;
    const reachable = (from: UploadJob): UploadJob[] => {
      const seen = new Map([[way(from), from]]);
      // Iterates over the map in order of its entries, including those added meanwhile.
      for (const job of seen.values()) {
        for (const event of samples.flatMap((sample) => kinds.map((kind) => eventsOf[kind](sample)))) {
          const next = after(job, event);
          if (!seen.has(way(next))) seen.set(way(next), next);
        }
      }
      return [...seen.values()];
    };
    const known = new Map<string, Set<UploadJob['state']>>();
    const check = (next: UploadJob): void => {
      const ends = known.get(shape(next)) ?? new Set(reachable(next).map(({ state }) => state));
      known.set(shape(next), ends);
      // Of one whose parts have ended, these were filed or ignored.
      if (next.state !== 'parted') expect(ends).toContain('filed');
      if (next.state === 'failed') {
        for (const kind of ['retried', 'dismissed'] as const) expect(canHappen(next.state, kind)).toBe(true);
        expect(after(next, { kind: 'retried', now: 1 }).state).not.toBe('failed');
      }
      // A person, the service's answer or time can always cause an event.
      expect(Object.keys(transitions[next.state])).not.toEqual([]);
    };
    lives((_before, _event, next) => check(next));
    // Chance may leave a rare one out.
    for (const isRead of [false, true]) reachable(found('move', isRead)).forEach(check);
    expect(known.size).toBe(21);
  });
});

/** Writes to a real file; the history can fail in the middle of a transaction. */
async function faultyBooks() {
  const directory = await tempFolder();
  const path = databaseFile(directory);
  const { db, flushed } = openDatabase(path, { by: 'worker', now: 0 });
  onTestFinished(() => db.close());
  const sealer = createSealer(newDataKey());
  const clock = createFakeClock();
  const { log: audit } = createAudit(db, {
    sealer,
    clock,
    actor: () => ({ osUser: 'tester', station: 'test-pc', apiUser: null }),
  });
  let fault: 'before' | 'after' | null = null;
  const whileFailing = (append: () => void): void => {
    if (fault === 'before') throw new Error('the power is gone');
    append();
    if (fault === 'after') throw new Error('the power is gone');
  };
  const failing: AuditLog = {
    ...audit,
    append: (draft) => whileFailing(() => audit.append(draft)),
    appendAll: (drafts) => whileFailing(() => audit.appendAll(drafts)),
  };
  const store = createJobStore(db, { sealer, clock, audit: failing, flushed });
  return {
    store,
    audit,
    writer: createJobWriter(store, () => undefined),
    /** Fails the writes of `work` before or after the history was written. */
    during(next: typeof fault, work: () => unknown): void {
      fault = next;
      try {
        work();
        expect(fault).toBeNull();
      } catch (thrown) {
        if (fault === null) expect(thrown).toMatchObject({ code: 'transition-refused' });
      } finally {
        fault = null;
      }
    },
    /** Another process' view: only committed data. */
    committed(): { jobs: number; entries: number } {
      const beside = new DatabaseSync(path, { readOnly: true });
      const count = (table: string): number =>
        Number(beside.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n']);
      const counts = { jobs: count('jobs'), entries: count('audit_log') };
      beside.close();
      return counts;
    },
  };
}

describe('a job and its history (case 11)', () => {
  it('are written together or not at all, wherever the write fails', async () => {
    const books = await faultyBooks();
    let [jobs, entries] = [0, 0];
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            drawnEvent,
            fc.oneof(
              { weight: 2, arbitrary: fc.constant(null) },
              { weight: 1, arbitrary: fc.constantFrom<'before' | 'after'>('before', 'after') },
            ),
          ),
          { minLength: 1, maxLength: 15, size: 'max' },
        ),
        fc.constantFrom<'before' | 'after' | null>(null, null, 'before', 'after'),
        (drawn, faultAtFirst) => {
          const id = jobIdSchema.parse(crypto.randomUUID());
          books.during(faultAtFirst, () => books.writer.add([{ ...found(), id }]));
          expect(books.store.get(id) === null).toBe(faultAtFirst !== null);
          if (faultAtFirst === null) [jobs, entries] = [jobs + 1, entries + 1];
          let expected = books.store.get(id);
          let [own, unique] = [expected === null ? 0 : 1, 0];
          for (const [each, fault] of expected === null ? [] : drawn) {
            const before: UploadJob = expected ?? found();
            // One attachment belongs to one job, in this database too: each gets a separate one.
            const event = eventFor(before, { ...each, number: (entries + (unique += 1)) % 10_000 });
            const next = after(before, event);
            books.during(fault, () => books.writer.apply(id, event));
            if (fault === null && next !== before) {
              expected = next;
              own += 1;
              entries += 1;
            }
            expect(books.store.get(id)).toEqual(expected);
            const told = books.audit.entries({ jobId: id, limit: 100 });
            expect(told).toHaveLength(own);
            expect(told.at(-1)?.detail?.['state']).toBe(expected?.state);
            expect(told.at(-1)?.patientId ?? null).toBe(
              destinationOf(expected ?? before)?.patient.id ?? null,
            );
          }
          expect(books.committed()).toEqual({ jobs, entries });
        },
      ),
      { numRuns: 60 },
    );
    expect(books.audit.firstTampered()).toBeNull();
  });

  it('agree: replayed, the kinds of the entries lead to the row’s state', async () => {
    const books = await faultyBooks();
    fc.assert(
      fc.property(fc.array(drawnEvent, { maxLength: 25, size: 'max' }), (drawn) => {
        const id = jobIdSchema.parse(crypto.randomUUID());
        books.writer.add([{ ...found(), id }]);
        const states: UploadJob['state'][] = ['inbox'];
        for (const each of drawn) {
          const job = books.store.get(id) as JobIn<'inbox'>;
          const event = eventFor(job, each);
          const next = after(job, event);
          if (next === job || event.kind === 'registered') continue;
          states.push(books.writer.apply(id, event).state);
        }
        const told = books.audit.entries({ jobId: id, limit: 100 });
        expect(told.map(({ detail }) => detail?.['state'])).toEqual(states);
      }),
      { numRuns: 30 },
    );
  });
});
