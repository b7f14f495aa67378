import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { localDay } from '../../main/base/local-day.ts';
import { driveKind } from '../../main/files/drive-kind.ts';
import { readFingerprint } from '../../main/files/fingerprint.ts';
import { makeClaimPlaces } from '../../main/scans/claims/claim-places.ts';
import { createFolderFinder } from '../../main/scans/identity/find-folder.ts';
import { disposeFiledFile } from '../../main/scans/put-away/after-filing.ts';
import { inspectFile } from '../../main/scans/settle/inspect-file.ts';
import { checkFolder } from '../../main/scans/watch/check-folder.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { createDesk } from './watch-harness.ts';

const filedAt = new Date(2026, 10, 23, 12).getTime();
const trash = { moveToTrash: () => Promise.reject(new Error('not used')) };

/** Puts a filed file away, and returns its new path. */
async function putAway(folderPath: string, name: string, text: string): Promise<string | null> {
  const path = join(folderPath, name);
  await writeFile(path, text);
  const fingerprint = await readFingerprint(path);
  const sha256 = createHash('sha256').update(text).digest('hex');
  const file = { jobId: text, path, folderPath, fingerprint, sha256, afterFiling: 'move' as const, filedAt };
  return (await disposeFiledFile(file, { trash }))?.movedTo ?? null;
}

describe('a name that Windows treats in a special way (case 57)', () => {
  it.each(['NUL.pdf', 'con.pdf', 'COM1.tif', 'aux', 'letter.pdf.', 'letter.pdf ', ' letter.pdf', 'x~1.pdf'])(
    '%j is read and put away like any other',
    async (name) => {
      const folder = await tempFolder();
      const movedTo = await putAway(folder, name, 'scan');
      const day = join(folder, 'Filed', localDay(filedAt).day);
      expect([movedTo, await readdir(day)]).toEqual([join(day, name), [name]]);
      expect(await readFile(join(day, name), 'utf8')).toBe('scan');
    },
  );

  it('is taken as a scan if it has the type of one', async () => {
    const desk = await createDesk();
    await desk.watching();
    for (const name of ['NUL.pdf', 'con.pdf', 'letter.pdf.', 'letter.pdf '])
      await desk.write(name, '%PDF-1.4\n%%EOF\n');
    await desk.until(() => expect(desk.names()).toEqual(['NUL.pdf', 'con.pdf'].sort()));
  });

  it('never replaces one that differs in its case alone', async () => {
    const folder = await tempFolder();
    const first = await putAway(folder, 'Letter.PDF', 'one');
    const second = await putAway(folder, 'letter.pdf', 'two');
    expect([await readFile(first ?? '', 'utf8'), await readFile(second ?? '', 'utf8')]).toEqual([
      'one',
      'two',
    ]);
  });

  it('has a number in the place of its end if it is as long as a name may be', async () => {
    const folder = await tempFolder();
    const name = `${'x'.repeat(251)}.pdf`;
    const [first, second] = [await putAway(folder, name, 'one'), await putAway(folder, name, 'two')];
    expect(first?.endsWith(name)).toBe(true);
    expect(second?.endsWith('x (2).pdf')).toBe(true);
  });
});

describe('a scan folder whose path has more than 300 characters (case 21)', () => {
  const deepFolder = async (): Promise<string> => {
    const deep = join(await realpath(await tempFolder()), ...Array.from({ length: 8 }, () => 'x'.repeat(40)));
    await mkdir(deep, { recursive: true });
    return deep;
  };

  it('is found, checked, and put away into', async () => {
    const deep = await deepFolder();
    expect(await createFolderFinder(deep, driveKind)()).toMatchObject({ realPath: deep, isEmpty: true });
    expect(await checkFolder(deep)).toMatchObject({ canRead: true, canMove: true, error: null });
    const places = await makeClaimPlaces(deep, 'clinic');
    expect(places.claims.startsWith(deep)).toBe(true);
    const movedTo = await putAway(deep, 'letter.pdf', 'scan');
    expect(await readFile(movedTo ?? '', 'utf8')).toBe('scan');
    await writeFile(join(deep, 'next.pdf'), '%PDF-1.4\n%%EOF\n');
    expect(await inspectFile(join(deep, 'next.pdf'), deep)).toMatchObject({ kind: 'opened' });
  });

  it('is watched', async () => {
    const path = await deepFolder();
    const desk = await createDesk({ path });
    await desk.watching();
    await writeFile(join(path, 'letter.pdf'), '%PDF-1.4\n%%EOF\n');
    await desk.until(() => expect(desk.names()).toEqual(['letter.pdf']));
  });
});

describe('a drive that a person can eject', () => {
  it('is listed and never watched, so that no folder of it stays open', async () => {
    const desk = await createDesk();
    desk.drive.kind = 'removable';
    const watched = await desk.watching();
    expect(watched.status()).toMatchObject({ method: 'listing' });
    await desk.write('letter.pdf', '%PDF-1.4\n%%EOF\n');
    await desk.until(() => expect(desk.names()).toEqual(['letter.pdf']), 100);
  });
});
