import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { inState, putAway, scanDesk } from '../scans/scan-desk.ts';
import { asPdf, printed, scanned as scannedPixels } from '../letters/scans.ts';
import type { UploadJob } from '../../main/jobs/job.ts';

const own = { kind: 'active' } as const;
const { signal } = new AbortController();
/** Other bytes each time: equal letters are duplicates. */
const letter = (about: string): string => `${randomUUID()}\nRE: ${about}\n`;
const aboutJane = (): string => letter('Jane Citizen, DOB 3 Feb 1980');
const isRead = (job: UploadJob): boolean => job.page !== undefined;

/** Scans a letter for a patient, with an undo period that is longer than any reading. */
async function scanned(to: string, content: string | Buffer, { holdMs = 600_000, name = 'letter.txt' } = {}) {
  const desk = await scanDesk();
  desk.setHoldMs(holdMs);
  await desk.app().scans.watch(desk.folder(own), { takeExisting: false });
  await desk.app().scans.active.arm(await desk.destinationOf(to));
  await desk.scan(name, content);
  return desk;
}

describe('a scanned letter', () => {
  it('of another patient waits for a person, who files it with the one on the page', async () => {
    const desk = await scanned('Nobody Born', aboutJane());
    const asked = await desk.job('letter.txt', inState('inbox'));
    expect(asked).toMatchObject({ reason: 'page-names-another' });
    desk.setHoldMs(0);
    const jane = await desk.destinationOf('Jane Citizen');
    const { acts } = desk.app().uploads;
    expect(await acts.assign(asked.id, jane, { acceptDuplicate: false }, signal)).toMatchObject({
      kind: 'assigned',
    });
    const filed = await desk.job('letter.txt', inState('filed'));
    expect(filed).toMatchObject({ destination: jane });
    expect(desk.ofName('letter.txt')).toMatchObject([{ patientId: jane.patient.id }]);
  });

  it('of another patient waits too if it is only a picture', async () => {
    const text = [
      'High Street Clinic',
      '',
      'RE: Jane Citizen, DOB 3 Feb 1980',
      '',
      'Thank you for seeing her.',
    ];
    const pixels = await scannedPixels(await printed(text), { look: 'scan', dpi: 200, skew: 1, seed: 1 });
    const name = 'letter.pdf';
    const desk = await scanned('Nobody Born', asPdf(pixels, 'jpeg'), { name });
    expect(await desk.job(name, inState('inbox'))).toMatchObject({
      reason: 'page-names-another',
      page: { people: [{ line: { text: 'RE: Jane Citizen, DOB 3 Feb 1980' } }] },
    });
  });

  it('is filed as chosen if the person has seen that, and the history says what the page said', async () => {
    const desk = await scanned('Nobody Born', aboutJane());
    const asked = await desk.job('letter.txt', inState('inbox'));
    const nobody = await desk.destinationOf('Nobody Born');
    const { acts } = desk.app().uploads;
    // Without having seen it, the person is asked again.
    expect(await acts.assign(asked.id, nobody, { acceptDuplicate: false }, signal)).toMatchObject({
      kind: 'page-names-another',
    });
    desk.setHoldMs(0);
    const choice = { acceptDuplicate: false, acceptPage: true };
    await acts.assign(asked.id, nobody, choice, signal);
    expect(await desk.job('letter.txt', inState('filed'))).toMatchObject({ destination: nobody });
    const entries = desk.app().history.audit.entries({ jobId: asked.id, limit: 50 });
    expect(entries.filter(({ kind }) => kind === 'job-page-names-another')).toHaveLength(2);
    expect(
      entries.find(({ kind, detail }) => kind === 'job-assigned' && detail?.['state'] === 'held'),
    ).toMatchObject({
      detail: { page: 'names-another', pageLine: 'RE: Jane Citizen, DOB 3 Feb 1980' },
    });
  });

  it('of the selected patient is filed, and says so', async () => {
    const desk = await scanned('Jane Citizen', aboutJane());
    const read = await desk.job('letter.txt', isRead);
    expect(read).toMatchObject({ state: 'held', page: { people: [{ line: { page: 1 } }] } });
  });

  it('that says nothing is filed after at most three more seconds', async () => {
    const desk = await scanned('Jane Citizen', letter('your invoice'), { holdMs: 0 });
    expect(await desk.job('letter.txt', putAway)).toMatchObject({ state: 'filed' });
    await desk.job('letter.txt', isRead);
  });
});

describe('a letter that was filed before it was read', () => {
  /** The next start reads it, and proposes the move. */
  async function filedUnread() {
    const desk = await scanDesk();
    desk.readPages(false);
    const folder = desk.folder(own);
    await desk.app().scans.watch(folder, { takeExisting: false });
    await desk.app().scans.active.arm(await desk.destinationOf('Nobody Born'));
    await desk.scan('letter.txt', aboutJane());
    const first = await desk.job('letter.txt', putAway);
    desk.readPages(true);
    await desk.restart();
    const asked = await desk.job('letter.txt', inState('inbox'));
    const stored = (id: UploadJob['id']): UploadJob | null => desk.app().history.jobs.get(id);
    return { desk, first, asked, stored };
  }

  it('asks with the move ready, which files it with the patient on the page', async () => {
    const { desk, first, asked, stored } = await filedUnread();
    const jane = await desk.destinationOf('Jane Citizen');
    expect(asked).toMatchObject({
      reason: 'page-names-another',
      candidates: [jane],
      replaces: { jobId: first.id },
    });
    expect(stored(first.id)).toMatchObject({ state: 'filed', replacedBy: asked.id });
    await desk.app().uploads.acts.assign(asked.id, jane, { acceptDuplicate: false }, signal);
    await expect.poll(() => stored(asked.id)?.state).toBe('filed');
    await expect
      .poll(() =>
        desk.ofName('letter.txt').map((one) => [one.patientId === jane.patient.id, one.archivedAt === null]),
      )
      .toEqual(
        expect.arrayContaining([
          [true, true],
          [false, false],
        ]),
      );
  });

  it('stays where it is if a person ignores the move, and is not asked again', async () => {
    const { desk, first, asked, stored } = await filedUnread();
    desk.app().uploads.acts.dismiss(asked.id);
    expect(stored(first.id)).toMatchObject({ state: 'filed', replacedBy: null, pageAccepted: true });
    await desk.restart();
    await desk.app().clinic.client.user({ priority: 'background', signal });
    expect(stored(first.id)).toMatchObject({ replacedBy: null });
    expect(desk.app().history.jobs.count('inbox')).toBe(0);
  });
});
