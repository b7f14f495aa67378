import { describe, expect, it } from 'vitest';
import { isWorking } from '../../../main/hosts/electron/sleep-blocker.ts';
import { markBitmap, markSize } from '../../../main/hosts/electron/tray/tray-image.ts';
import { trayModel } from '../../../main/hosts/electron/tray/tray-model.ts';
import { attachmentIdSchema } from '../../../preload/contract/ids.ts';
import { jobStates } from '../../../preload/contract/job.ts';
import type { Status } from '../../../preload/contract/views.ts';
import { somebody } from '../../fixtures/job-rows.ts';

const nothing = Object.fromEntries(jobStates.map((state) => [state, 0])) as Status['counts'];
const calm: Status = {
  clinic: 'own',
  problem: null,
  user: null,
  connection: 'online',
  pausedBy: [],
  rate: { used: 0, limit: 200, blockedForMs: 0 },
  active: { destination: null, remainingMs: null },
  atDesk: { asked: false, name: null },
  showsToday: false,
  counts: nothing,
  today: { day: '2026-11-23', found: 9, filed: 8, waiting: 0, failed: 0, dismissed: 1 },
  archives: [],
  stuck: 0,
  otherPcs: [],
  jobsRevision: 1,
};
const refusedArchive: Status['archives'][number] = {
  ...{ id: attachmentIdSchema.parse('41'), name: 'letter.pdf', patient: null, patientId: null },
  ...{ replaced: true, askedAt: 0, standing: 'refused', error: null },
};
const armed = { destination: somebody, remainingMs: 1000 };

describe('the tray', () => {
  it.each<[string, Partial<Status>, string, string]>([
    ['nothing to do', {}, 'nobody', 'Everything is filed.'],
    ['a patient', { active: armed }, 'armed', 'Everything is filed.'],
    ['work', { counts: { ...nothing, held: 1, processing: 1 } }, 'nobody', '2 files are being filed.'],
    ['a pause', { pausedBy: ['person'] }, 'paused', 'Uploads are paused.'],
    [
      'no network',
      { connection: 'offline' },
      'nobody',
      'Cliniko cannot be reached. Chartdrop resumes once it can.',
    ],
    ['a failure', { counts: { ...nothing, failed: 1 } }, 'trouble', '1 file could not be filed.'],
    ['a wrong document', { archives: [refusedArchive] }, 'trouble', '1 wrong document is still in a chart.'],
    ['stuck entries', { stuck: 2 }, 'trouble', '2 entries of a scan folder are stuck.'],
    ['a rejected key', { connection: 'key-rejected' }, 'trouble', 'Cliniko does not accept the API key.'],
    ['no clinic', { clinic: null }, 'nobody', 'Chartdrop is not set up yet.'],
  ])('shows %s by a shape and in words, without names beside the icon', (_name, change, mark, words) => {
    const model = trayModel({ ...calm, ...change }, false);
    expect(model.mark).toBe(mark);
    expect(model.tip).toBe(`Chartdrop\n${words}`);
    expect(model.items[0]).toEqual({ kind: 'words', text: words });
  });

  it('names the patient, with two identifiers, in the menu that a person opens', () => {
    const texts = trayModel({ ...calm, active: armed }, false).items.map((item) =>
      'text' in item ? item.text : '',
    );
    expect(texts).toContain('Scans go to Jane Citizen (Feb 3, 1980, #1968645883121642782).');
    expect(texts).toContain('8 files were filed today.');
  });

  it('draws another shape for each state, within its edges', () => {
    const marks = (['armed', 'nobody', 'paused', 'trouble'] as const).map(markBitmap);
    expect(new Set(marks.map((bitmap) => bitmap.toString('base64'))).size).toBe(4);
    for (const bitmap of marks) {
      expect(bitmap).toHaveLength(markSize * markSize * 4);
      // Corners are transparent, and no colour exceeds its alpha.
      expect([bitmap[3], bitmap.at(-1)]).toEqual([0, 0]);
      for (let at = 0; at < bitmap.length; at += 4) {
        const alpha = bitmap[at + 3] ?? 0;
        expect(Math.max(bitmap[at] ?? 0, bitmap[at + 1] ?? 0, bitmap[at + 2] ?? 0)).toBeLessThanOrEqual(
          alpha,
        );
      }
    }
  });
});

describe('the machine', () => {
  it.each<[boolean, string, Partial<Status>]>([
    [false, 'nothing is to be done', {}],
    [true, 'bytes are on their way', { counts: { ...nothing, uploading: 1 } }],
    [true, 'the next file is about to be', { counts: { ...nothing, queued: 1 } }],
    [
      false,
      'files wait for the network',
      { connection: 'offline', counts: { ...nothing, queued: 9, stored: 1 } },
    ],
    [false, 'files wait for a person', { pausedBy: ['person'], counts: { ...nothing, queued: 9, inbox: 3 } }],
  ])('is kept awake: %s, where %s', (isAwake, _where, change) => {
    expect(isWorking({ ...calm, ...change })).toBe(isAwake);
  });
});
