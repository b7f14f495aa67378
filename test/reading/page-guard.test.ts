import { createHash } from 'node:crypto';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ChartdropError } from '../../main/base/errors.ts';
import { patientRef } from '../../main/clinic/people/patient-search.ts';
import { createJobChanges } from '../../main/jobs/job-changes.ts';
import { createJobWriter } from '../../main/jobs/job-writer.ts';
import type { UploadJob } from '../../main/jobs/job.ts';
import { createPageGuard, mostWaitMs } from '../../main/reading/page-guard.ts';
import { type PageSettings, pageSettingsOf } from '../../main/reading/page-settings.ts';
import { preferencesSchema } from '../../preload/contract/settings.ts';
import type { LookedUp } from '../../main/reading/look-up.ts';
import type { Destination } from '../../preload/contract/destination.ts';
import type { PageLine } from '../../preload/contract/page-line.ts';
import { silentLog } from '../fakes/silent-log.ts';
import { rowOf } from '../fixtures/job-rows.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { testHistory } from '../jobs/test-history.ts';
import { newJobId } from '../jobs/sample-jobs.ts';
import { pageOf, patientOf } from './people.ts';

const jane = patientOf(1, ['Jane', 'Citizen', '1980-02-03']);
const li = patientOf(2, ['Li', 'Wei', '1975-09-09']);
const to = (patient: typeof jane): Destination => ({ kind: 'patient', patient: patientRef(patient) });
const aboutJane = 'RE: Jane Citizen\nDOB 3 Feb 1980';

const on = pageSettingsOf(preferencesSchema.parse({}), 'en');

/** A guard over a real database, with a scripted decoder and clinic. */
async function guarded(
  given: {
    isOn?: boolean;
    settings?: Partial<PageSettings>;
    hangs?: boolean;
    lines?: () => Promise<PageLine[]>;
    scan?: (part: 'top' | 'rest' | 'whole', page: number) => Promise<PageLine[]>;
    pages?: number;
  } = {},
) {
  const history = await testHistory();
  const { clock } = history;
  const changes = createJobChanges(silentLog);
  const writer = createJobWriter(history.jobs, changes.committed);
  const folder = await tempFolder();
  let answer: LookedUp | ChartdropError = {
    kind: 'found',
    born: new Map([
      ['1980-02-03', [jane]],
      ['1975-09-09', [li]],
    ]),
  };
  let reads = 0;
  const scans: string[] = [];
  const guard = createPageGuard({
    store: history.jobs,
    ...{ writer, changes, clock, log: silentLog, random: () => 0.5 },
    decoder: {
      count: () => Promise.resolve(given.pages ?? 1),
      scan({ part, page }) {
        scans.push(part === 'whole' ? `page ${page}` : part);
        return given.scan?.(part, page) ?? Promise.resolve([]);
      },
      lines({ bytes }, signal) {
        reads += 1;
        if (given.hangs === true)
          return new Promise((_, reject) => {
            signal.addEventListener('abort', () => reject(new ChartdropError('aborted')));
          });
        return (
          given.lines?.() ??
          Promise.resolve(pageOf(Buffer.from(bytes).toString().replace('%PDF-\n/Font\n', '')))
        );
      },
    },
    lookUp: {
      find: () => (answer instanceof ChartdropError ? Promise.reject(answer) : Promise.resolve(answer)),
    },
    copies: { placesOf: ({ path }) => [path] },
    settings: () => ({ ...on, isRead: given.isOn ?? true, ...given.settings }),
  });
  onTestFinished(() => guard.stop());
  const add = async (
    more: Partial<UploadJob> & { state: UploadJob['state'] },
    text = aboutJane,
    name = 'a.pdf',
  ) => {
    const path = join(folder, `${newJobId()}-${name}`);
    const isPlain = !name.endsWith('.pdf') || text.startsWith('%PDF-');
    const bytes = Buffer.from(
      isPlain ? text : `%PDF-\n/Font\n${text}`,
      text.startsWith('\x89') ? 'latin1' : 'utf8',
    );
    await writeFile(path, bytes);
    const row = await rowOf(path);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const { size } = await stat(path);
    const fingerprint = { ...row.file.fingerprint, size };
    const job = { ...row, id: newJobId(), replaces: null, source: 'scan', ...more } as UploadJob;
    writer.add([{ ...job, file: { path, name, fingerprint, sha256 } }]);
    return job.id;
  };
  const held = (patient: typeof jane, text?: string, name?: string) =>
    add({ state: 'held', destination: to(patient), until: clock.now() + 10_000 }, text, name);
  /** Waits until the file was read, if that happens soon: the disk has no fake clock. */
  const settle = async (id?: UploadJob['id']): Promise<void> => {
    for (let turn = 0; turn < 500; turn += 1) {
      await clock.advanceAsync(5);
      if (id === undefined ? turn > 30 : history.jobs.get(id)?.page !== undefined) return;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };
  const job = (id: UploadJob['id']): UploadJob => {
    const found = history.jobs.get(id);
    if (found === null) throw new Error('no such job');
    return found;
  };
  return {
    ...{ guard, history, clock, writer, held, add, settle, job },
    reads: () => reads,
    scans,
    answers: (next: LookedUp | ChartdropError) => void (answer = next),
  };
}

describe('a file in its undo period', () => {
  it('waits for a person if its page names another patient', async () => {
    const { held, settle, job, history } = await guarded();
    const id = await held(li);
    await settle(id);
    expect(job(id)).toMatchObject({ state: 'inbox', reason: 'page-names-another', candidates: [to(li)] });
    expect(history.audit.entries({ jobId: id, limit: 10 }).at(-1)).toMatchObject({
      kind: 'job-page-names-another',
      detail: {
        pageLine: 'RE: Jane Citizen … DOB 3 Feb 1980',
        pageNames: `Jane Citizen, 1980-02-03, ${jane.id}`,
      },
    });
  });

  it('continues if its page names the chosen patient', async () => {
    const { held, settle, job } = await guarded();
    const id = await held(jane);
    await settle(id);
    expect(job(id)).toMatchObject({
      state: 'held',
      page: { kind: 'read', people: [{ fits: [{ id: jane.id }] }] },
    });
  });

  it('is read as a picture if nothing in it can be text', async () => {
    const { held, settle, job, reads, scans } = await guarded();
    const id = await held(li, '%PDF-1.4 /Type /XObject /Subtype /Image');
    await settle(id);
    expect(job(id)).toMatchObject({ state: 'held', page: { kind: 'read', people: [] } });
    expect(reads()).toBe(0);
    expect(scans).toEqual(['top', 'rest']);
  });

  it('is not read as a picture if it has none', async () => {
    const { held, settle, job, reads, scans } = await guarded();
    const id = await held(li, '%PDF-1.4 0 0 595 842 re f');
    await settle(id);
    expect(job(id)).toMatchObject({ state: 'held', page: { kind: 'read', people: [] } });
    expect([reads(), scans]).toEqual([0, []]);
  });

  it.each([
    ['no text', []],
    [
      'only the line of a fax program',
      pageOf('FROM 02 5550 1000').map((line) => ({ ...line, box: { ...line.box, top: 0.01 } })),
    ],
  ])('is read as a picture if its first page has %s', async (_what, lines) => {
    const { held, settle, job } = await guarded({
      lines: () => Promise.resolve(lines),
      scan: (part) => Promise.resolve(pageOf(part === 'top' ? aboutJane : '')),
    });
    const id = await held(li, '%PDF-1.5 /Type /ObjStm /Subtype /Image');
    await settle(id);
    expect(job(id)).toMatchObject({ state: 'inbox', reason: 'page-names-another' });
  });

  it('is read from a text file too', async () => {
    const { held, settle, job } = await guarded();
    const id = await held(li, aboutJane, 'a.txt');
    await settle(id);
    expect(job(id).state).toBe('inbox');
  });

  it.each([
    ['a file of another kind', 'a.docx', true],
    ['a file while the setting is off', 'a.pdf', false],
  ])('is not read, and does not wait: %s', async (_name, name, isOn) => {
    const { guard, held, settle, job, reads } = await guarded({ isOn });
    const id = await held(li, aboutJane, name);
    await settle();
    expect(reads()).toBe(0);
    expect(job(id).page).toBeUndefined();
    expect(guard.waitMs(job(id))).toBe(0);
  });

  it('waits at most three seconds longer for its reading', async () => {
    const { guard, held, clock, job } = await guarded({ hangs: true });
    const id = await held(li);
    await clock.advanceAsync(10_000);
    expect(guard.waitMs(job(id))).toBe(mostWaitMs);
    await clock.advanceAsync(2_000);
    expect(guard.waitMs(job(id))).toBe(1_000);
    await clock.advanceAsync(1_000);
    expect(guard.waitMs(job(id))).toBe(0);
  });

  it.each(['preview-damaged', 'preview-stopped', 'preview-protected', 'preview-too-large'] as const)(
    'is never stopped by a reading that fails: %s',
    async (code) => {
      const { guard, held, settle, job } = await guarded({
        lines: () => Promise.reject(new ChartdropError(code)),
      });
      const id = await held(li);
      await settle(id);
      expect(job(id)).toMatchObject({ state: 'held', page: { kind: 'unreadable' } });
      expect(guard.waitMs(job(id))).toBe(0);
    },
  );

  it('is not given to the decoder if it is of another kind, or has other bytes now', async () => {
    const { add, clock, settle, job, reads, scans } = await guarded();
    const until = clock.now() + 10_000;
    const id = await add({ state: 'held', destination: to(li), until }, aboutJane, 'b.PDF');
    const picture = await add({ state: 'held', destination: to(li), until }, aboutJane, 'b.tif');
    const changed = await add({ state: 'held', destination: to(li), until });
    await writeFile(job(changed).file.path, 'other bytes');
    await settle(changed);
    for (const one of [id, picture, changed]) expect(job(one).page).toEqual({ kind: 'unreadable' });
    expect(reads()).toBe(0);
    expect(scans).toEqual([]);
  });
});

describe('a scan without text', () => {
  /** As a TIFF starts. */
  const pixels = 'II*\0';
  const top = (part: string, text: string): Promise<PageLine[]> =>
    Promise.resolve(pageOf(part === 'top' ? text : ''));

  it.each([
    ...['a.jpg', 'a.JPEG', 'a.tif', 'a.tiff'].map((name) => [name, pixels] as const),
    ['a.png', Buffer.from('89504e470d0a1a0a', 'hex').toString('latin1')] as const,
    ['a.heic', '\0\0\0\x18ftypheic'] as const,
  ])('waits for a person too: %s', async (name, start) => {
    const { held, settle, job, reads } = await guarded({ scan: (part) => top(part, aboutJane) });
    const id = await held(li, start, name);
    await settle(id);
    expect(job(id)).toMatchObject({ state: 'inbox', reason: 'page-names-another' });
    expect(reads()).toBe(0);
  });

  it('is not read further once its top names the chosen patient', async () => {
    const { held, settle, job, scans } = await guarded({ scan: (part) => top(part, aboutJane) });
    const id = await held(jane, pixels, 'a.tif');
    await settle(id);
    expect(job(id)).toMatchObject({ state: 'held', page: { people: [{ fits: [{ id: jane.id }] }] } });
    expect(scans).toEqual(['top']);
  });

  it('is read whole before another patient counts: the chosen one may follow', async () => {
    const about = 'Patient: Li Wei, DOB 9 Sep 1975';
    const { held, settle, job, scans } = await guarded({
      scan: (part) => Promise.resolve(pageOf(part === 'top' ? aboutJane : about)),
    });
    const id = await held(li, pixels, 'a.tif');
    await settle(id);
    expect(job(id).state).toBe('held');
    expect(scans).toEqual(['top', 'rest']);
  });

  it('says nothing if the rest of it cannot be read', async () => {
    const { held, settle, job } = await guarded({
      scan: (part) =>
        part === 'top'
          ? Promise.resolve(pageOf(aboutJane))
          : Promise.reject(new ChartdropError('preview-too-large')),
    });
    const id = await held(li, pixels, 'a.tif');
    await settle(id);
    expect(job(id)).toMatchObject({ state: 'held', page: { kind: 'unreadable' } });
  });
});

describe('a reading that the clinic cannot answer', () => {
  it('is repeated without reading the file again, and asks afterwards', async () => {
    const { answers, held, clock, settle, job, reads, writer } = await guarded();
    answers(new ChartdropError('network-unreachable'));
    const id = await held(li);
    await settle();
    writer.apply(id, { kind: 'hold-ended', now: clock.now() });
    answers({ kind: 'found', born: new Map([['1980-02-03', [jane]]]) });
    await clock.advanceAsync(120_000);
    expect(job(id)).toMatchObject({ state: 'inbox', reason: 'page-names-another' });
    expect(reads()).toBe(1);
  });

  it('waits for its share of the rate limit', async () => {
    const { answers, held, clock, settle, job } = await guarded();
    answers({ kind: 'later', afterMs: 30_000 });
    const id = await held(li);
    await settle();
    answers({ kind: 'found', born: new Map() });
    await clock.advanceAsync(29_000);
    expect(job(id).page).toBeUndefined();
    await clock.advanceAsync(2_000);
    expect(job(id).page).toMatchObject({ kind: 'read', people: [] });
  });
});

describe('a file while its guard is off', () => {
  it('is read without waiting, and nothing asks about another patient', async () => {
    const { guard, held, settle, job, clock } = await guarded({ settings: { isGuarded: false } });
    const id = await held(li);
    const { page: unread, ...over } = { ...job(id), until: clock.now() };
    expect([unread, guard.waitMs(over)]).toEqual([undefined, 0]);
    await settle(id);
    expect(job(id)).toMatchObject({ state: 'held', page: { isGuarded: false, people: [{}] } });
  });
});

describe('a file that only its page files', () => {
  const waits: Partial<UploadJob> & { state: UploadJob['state'] } = {
    state: 'inbox',
    reason: 'page-pending',
    candidates: [],
    duplicateOf: null,
  };
  const readingOf = (job: UploadJob) => job.page;

  it('is read to its last page, also where the text of a page is a picture', async () => {
    const { add, settle, job, scans } = await guarded({
      pages: 3,
      lines: () => Promise.resolve([...pageOf(aboutJane), ...pageOf('Page two has text', 2)]),
      scan: (_part, page) => Promise.resolve(pageOf('Li Wei, DOB 9 Sep 1975', page)),
    });
    const id = await add(waits);
    await settle(id);
    expect(scans).toEqual(['page 3']);
    expect(readingOf(job(id))).toMatchObject({
      isWhole: true,
      people: [{ fits: [{ id: jane.id }] }, { line: { page: 3 }, fits: [{ id: li.id }] }],
    });
  });

  it('is not whole if it has more pages than are read', async () => {
    const { add, settle, job, scans } = await guarded({ pages: 7 });
    const id = await add(waits);
    await settle(id);
    expect(scans).toEqual(['page 2', 'page 3', 'page 4', 'page 5', 'page 6']);
    expect(readingOf(job(id))).toMatchObject({ isWhole: false, people: [{ isSure: true }] });
  });

  it.each([
    ['has too many lines', `${aboutJane}\n${'.\n'.repeat(180)}`],
    ['has a line that is too long', `${aboutJane}\n${'word '.repeat(60)}`],
    ['has too many dates of birth', `${aboutJane}\n\n\n\n${'DOB 1.1.1950\n'.repeat(7)}`],
    ['has a date that too many patients have', `${aboutJane}\nDOB 1 January 1901`],
  ])('is not whole if its text %s', async (_what, text) => {
    const { add, settle, job } = await guarded();
    const id = await add(waits, text, 'a.txt');
    await settle(id);
    expect(readingOf(job(id))).toMatchObject({ isWhole: false });
  });

  it('is read again from the start if its bytes change meanwhile', async () => {
    const { add, settle, job, writer, answers, clock } = await guarded();
    answers(new ChartdropError('network-unreachable'));
    const id = await add(waits, aboutJane, 'a.txt');
    await settle();
    const { file } = job(id);
    const other = await add(waits, 'Li Wei, DOB 9 Sep 1975', 'b.txt');
    writer.edit(id, { file: { ...job(other).file, path: job(other).file.path, name: file.name } });
    const born = new Map([
      ['1980-02-03', [jane]],
      ['1975-09-09', [li]],
    ]);
    answers({ kind: 'found', born });
    await clock.advanceAsync(120_000);
    await settle(id);
    expect(readingOf(job(id))).toMatchObject({ people: [{ fits: [{ id: li.id }] }] });
  });
});
