import { randomUUID } from 'node:crypto';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { UploadJob } from '../../main/jobs/job.ts';
import type { InboxReason } from '../../preload/contract/job.ts';
import { asPdf, printed, scanned } from '../letters/scans.ts';
import { inState, putAway, scanDesk } from './scan-desk.ts';

const byPage = { kind: 'page' } as const;
/** Other bytes each time: equal letters are duplicates. */
const letter = (about: string): string => `${randomUUID()}\nRE: ${about}\n`;
const aboutJane = (): string => letter('Jane Citizen, DOB 3 Feb 1980');
const decided = (job: UploadJob): boolean => job.state === 'inbox' && job.reason !== 'page-pending';

async function pageDesk(given: Parameters<typeof scanDesk>[0] = {}) {
  const desk = await scanDesk(given);
  const folder = desk.folder(byPage);
  await desk.app().scans.watch(folder, { takeExisting: false });
  return { ...desk, watched: folder, jane: await desk.destinationOf('Jane Citizen') };
}

describe('a folder whose scans go to the patient on their page', () => {
  it('files a letter about one current patient, and the history says that the page chose', async () => {
    const desk = await pageDesk();
    await desk.scan('letter.txt', aboutJane());
    const filed = await desk.job('letter.txt', putAway);
    expect(filed).toMatchObject({ state: 'filed', destination: desk.jane, isByPage: true });
    expect(desk.ofName('letter.txt')).toMatchObject([{ patientId: desk.jane.patient.id }]);
    const entries = desk.app().history.audit.entries({ jobId: filed.id, limit: 50 });
    expect(entries.find(({ kind }) => kind === 'job-found')).toMatchObject({
      detail: { reason: 'page-pending' },
    });
    expect(entries.find(({ kind }) => kind === 'job-assigned')).toMatchObject({
      detail: { by: 'page', page: 'agrees', pageLine: 'RE: Jane Citizen, DOB 3 Feb 1980' },
    });
  });

  it('files a letter that is only a picture', async () => {
    const desk = await pageDesk();
    const text = ['High Street Clinic', '', 'RE: Jane Citizen, DOB 3 Feb 1980', '', 'Thank you.'];
    const pixels = await scanned(await printed(text), { look: 'scan', dpi: 200, skew: 1, seed: 1 });
    await desk.scan('letter.pdf', asPdf(pixels, 'jpeg'));
    expect(await desk.job('letter.pdf', putAway)).toMatchObject({ destination: desk.jane });
  });

  it.each<[string, string, InboxReason]>([
    ['names no patient', letter('your invoice'), 'page-names-none'],
    ['has a name without a date of birth', letter('Jane Citizen'), 'page-names-none'],
    ['names a person whom the clinic does not know', letter('Una Known, DOB 1 Feb 1981'), 'page-names-none'],
    [
      'names two patients',
      letter('Jane Citizen, DOB 3 Feb 1980\n\nWei Li, born 9 September 1975'),
      'page-names-several',
    ],
    [
      'has another date of birth',
      letter('Jane Citizen, DOB 3 Feb 1980\n\n\n\n\n\n\n\n\n\n\nDOB 1 March 1999'),
      'page-names-several',
    ],
  ])('leaves a letter to a person that %s', async (_what, content, reason) => {
    const desk = await pageDesk();
    await desk.scan('letter.txt', content);
    expect(await desk.job('letter.txt', decided)).toMatchObject({ reason });
    expect(desk.ofName('letter.txt')).toEqual([]);
  });

  it('leaves a file to a person that is not read, or while reading is off', async () => {
    const desk = await pageDesk();
    await desk.scan('damaged.pdf', '%PDF-1.4\n/Font\n%%EOF\n');
    expect(await desk.job('damaged.pdf', decided)).toMatchObject({ reason: 'page-not-read' });
    desk.readPages(false);
    await desk.scan('letter.txt', aboutJane());
    expect(await desk.job('letter.txt', decided)).toMatchObject({ reason: 'page-not-read' });
  });

  it('leaves the same content to a person that is in the chart already', async () => {
    const desk = await pageDesk();
    const content = aboutJane();
    await desk.scan('one.txt', content);
    await desk.job('one.txt', putAway);
    await desk.scan('two.txt', content);
    expect(await desk.job('two.txt', decided)).toMatchObject({ reason: 'duplicate-same-patient' });
  });

  it('reads a letter again that grows in its undo period, before it is filed (case 59)', async () => {
    const desk = await pageDesk();
    desk.setHoldMs(600_000);
    await desk.scan('letter.txt', aboutJane());
    const held = await desk.job('letter.txt', inState('held'));
    await appendFile(held.file.path, '\n\n\n\n\n\n\n\n\n\nWei Li, born 9 September 1975\n');
    expect(await desk.job('letter.txt', decided)).toMatchObject({
      id: held.id,
      reason: 'page-names-several',
    });
    expect(desk.ofName('letter.txt')).toEqual([]);
  });

  it('waits while the clinic cannot be asked, also over a restart, and files once', async () => {
    const faults = [{ step: 'patients' as const, act: { status: 503 }, times: 3 }];
    const desk = await pageDesk({ faults });
    await desk.scan('letter.txt', aboutJane());
    await expect.poll(() => desk.demo.faults.fired()).not.toEqual({});
    const waiting = await desk.job('letter.txt', inState('inbox'));
    expect(waiting).toMatchObject({ reason: 'page-pending' });
    await desk.restart();
    await desk.app().scans.watch(desk.watched, { takeExisting: false });
    expect(await desk.job('letter.txt', putAway)).toMatchObject({ id: waiting.id, destination: desk.jane });
    expect(desk.ofName('letter.txt')).toHaveLength(1);
  });

  it('leaves its scans to a person once the folder has another rule', async () => {
    const desk = await pageDesk({ faults: [{ step: 'patients', act: { status: 503 }, times: 3 }] });
    await desk.scan('letter.txt', aboutJane());
    await desk.job('letter.txt', inState('inbox'));
    await desk.app().scans.watch({ ...desk.watched, route: { kind: 'inbox' } }, { takeExisting: false });
    expect(await desk.job('letter.txt', decided)).toMatchObject({ reason: 'route-inbox' });
  });

  it('keeps the decision of a person who is faster', async () => {
    const desk = await pageDesk({ faults: [{ step: 'patients', act: { status: 503 }, times: 2 }] });
    await desk.scan('letter.txt', aboutJane());
    const { id } = await desk.job('letter.txt', inState('inbox'));
    desk.app().uploads.acts.dismiss(id);
    await writeFile(join(desk.scans, 'next.txt'), aboutJane());
    await desk.job('next.txt', putAway);
    expect(desk.app().history.jobs.get(id)).toMatchObject({ state: 'dismissed' });
  });
});
