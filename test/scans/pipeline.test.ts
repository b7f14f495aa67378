import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ChartdropError } from '../../main/base/errors.ts';
import { createHandover } from '../../main/base/handover.ts';
import { patientMark } from '../../main/scans/claims/claims.ts';
import type { SharedClaim } from '../../main/scans/claims/shared-folders.ts';
import { followScans } from '../../main/scans/pipeline.ts';
import type { FinishedScan } from '../../main/scans/watch/watched-folder.ts';
import { hashFile } from '../../main/files/file-content.ts';
import { readFingerprint } from '../../main/files/fingerprint.ts';
import type { Placement } from '../../main/uploads/intake/intake.ts';
import { folderIdSchema } from '../../preload/contract/ids.ts';
import { type Route, scanFolderSchema } from '../../preload/contract/scan-folder.ts';
import { rejectionOf } from '../fixtures/error-of.ts';
import { somebody } from '../fixtures/job-rows.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';

const { signal } = new AbortController();
const toSomebody: Placement = { kind: 'destination', destination: somebody };
const mine = { kind: 'mine', takenOver: false, begun: [], isUnclear: false } as const;

/** Takes a scan with this claim result; returns what was taken and whether the claim was released. */
async function taken(
  claim: SharedClaim,
  given: { place?: Placement; route?: Route; name?: string; fails?: ChartdropError } = {},
) {
  const { place = toSomebody, route = { kind: 'inbox' }, name = 'letter.pdf', fails } = given;
  const folder = await tempFolder();
  const path = join(folder, name);
  await writeFile(path, 'a letter');
  const placed: Placement[] = [];
  let released = 0;
  let elsewhere = 0;
  const scan = {
    folder: scanFolderSchema.parse({
      id: folderIdSchema.parse(crypto.randomUUID()),
      path: folder,
      subfolders: false,
      types: ['pdf'],
      ignore: [],
      route,
      afterFiling: 'stay',
      watchMethod: 'auto',
      settleMs: null,
    }),
    path,
    relativePath: name,
    fingerprint: await readFingerprint(path),
    token: null,
    appearedAt: 1,
    asked: false,
  };
  const end = new AbortController();
  const finished = createHandover<FinishedScan<null>>(end.signal);
  const followed = followScans(
    {
      finished: () => finished.offered(),
      identify: async () => ({ kind: 'scan', appearance: 'new' }),
      noteTaken: () => undefined,
      noteElsewhere: async () => void (elsewhere += 1),
    },
    {
      claim: async () => claim,
      release: async () => void (released += 1),
      route: async () => place,
      async takeIn(_scan, one) {
        if (fails !== undefined) throw fails;
        placed.push(one);
      },
      signal,
    },
  );
  const run = finished.offer(() => scan).finally(() => end.abort());
  onTestFinished(() => followed);
  return { run, placed, released: () => released, elsewhere: () => elsewhere, path };
}

describe('a scan of a folder that others may watch too (case 31)', () => {
  it('goes to its route’s destination if no other PC watches, or the claim is this station’s', async () => {
    for (const claim of [{ kind: 'alone' } as const, mine]) {
      const { run, placed } = await taken(claim);
      await run;
      expect(placed).toEqual([toSomebody]);
    }
  });

  it('is left to the claim’s owner, and ignored once another PC has handled it', async () => {
    const elsewhere = await taken({ kind: 'elsewhere' });
    expect((await rejectionOf(elsewhere.run)).code).toBe('scan-claimed-elsewhere');
    const done = await taken({ kind: 'done' });
    await done.run;
    expect([...elsewhere.placed, ...done.placed]).toEqual([]);
    expect([elsewhere.elsewhere(), done.elsewhere()]).toEqual([0, 1]);
  });

  it('taken over from another desk does not go to this desk’s selected patient', async () => {
    const own = await taken({ ...mine, takenOver: true }, { route: { kind: 'active' } });
    await own.run;
    expect(own.placed).toEqual([{ kind: 'inbox', reason: 'destination-changed', candidates: [] }]);
    const fixed = await taken({ ...mine, takenOver: true });
    await fixed.run;
    expect(fixed.placed).toEqual([toSomebody]);
  });

  it('begun elsewhere is looked up if it was going to the same chart, else a person is asked', async () => {
    const asked: Placement = { kind: 'inbox', reason: 'begun-elsewhere', candidates: [somebody] };
    const { sha256 } = await hashFile((await taken({ kind: 'alone' })).path, signal);
    const begunFor = (patient: string) => ({ ...mine, begun: [{ since: 7, patient }] });
    const same = await taken(begunFor(patientMark(sha256, somebody.patient.id)));
    await same.run;
    expect(same.placed).toEqual([{ kind: 'reconcile', destination: somebody, since: 7 }]);
    const another = await taken(begunFor('another patient'));
    const unclear = await taken({ ...mine, isUnclear: true });
    const photo = await taken(begunFor(patientMark(sha256, somebody.patient.id)), { name: 'photo.heic' });
    const atInbox = await taken(begunFor('x'), { place: asked });
    for (const one of [another, unclear, photo, atInbox]) {
      await one.run;
      expect(one.placed).toEqual([asked]);
    }
  });

  it('begun elsewhere and not looked up yet waits for the clinic', async () => {
    const place: Placement = { kind: 'inbox', reason: 'lookup-pending', candidates: [] };
    const { run, placed } = await taken({ ...mine, isUnclear: true }, { place });
    expect((await rejectionOf(run)).code).toBe('network-unreachable');
    expect(placed).toEqual([]);
  });

  it('put away by another PC a moment ago leaves no claim behind; any other error keeps it', async () => {
    const gone = await taken(mine, { fails: new ChartdropError('file-missing') });
    expect((await rejectionOf(gone.run)).code).toBe('file-missing');
    expect(gone.released()).toBe(1);
    const locked = await taken(mine, { fails: new ChartdropError('file-locked') });
    expect((await rejectionOf(locked.run)).code).toBe('file-locked');
    expect(locked.released()).toBe(0);
  });
});
