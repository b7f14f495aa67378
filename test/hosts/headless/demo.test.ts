import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { tempFolder } from '../../fixtures/temp-folder.ts';
import { visibleNames } from '../../fixtures/visible-names.ts';
import { testClinic } from '../../fixtures/upload-bench.ts';
import { jsonOf } from './cli-desk.ts';
import { runCli } from './run-cli.ts';

const entry = 'main/hosts/dev/demo.ts';
const balance = z.object({
  found: z.number(),
  filed: z.number(),
  inbox: z.number(),
  failed: z.number(),
  dismissed: z.number(),
  lost: z.number(),
  seconds: z.number(),
});

/** The demo's temporary folder; Windows uses another variable. */
const temporary = (place: string) => ({ TMPDIR: place, TEMP: place });

describe('npm run demo', () => {
  it('files all scans except the one that needs a person, and prints each step', async () => {
    const place = await tempFolder();
    const result = await runCli(['--json'], temporary(place), entry);
    expect(result).toMatchObject({ code: 0, err: '' });
    expect(jsonOf(balance, result)).toMatchObject({
      found: 7,
      filed: 6,
      inbox: 1,
      failed: 0,
      dismissed: 0,
      lost: 0,
    });

    const scans = /^Scan folder {3}(.+)$/m.exec(result.out)?.[1] ?? '';
    const files = (await readdir(scans, { recursive: true, withFileTypes: true })).filter(
      (one) => one.isFile() && !one.parentPath.includes('.chartdrop'),
    );
    const lying = files
      .map(({ parentPath, name }) =>
        join(parentPath, name)
          .slice(scans.length + 1)
          .replaceAll('\\', '/'),
      )
      .sort();
    const day = String.raw`\d{4}-\d\d-\d\d`;
    expect(lying).toEqual([
      expect.stringMatching(new RegExp(`^Filed/${day}/IMG_2201\\.jpg$`)),
      expect.stringMatching(new RegExp(`^Filed/${day}/exercise plan\\.pdf$`)),
      expect.stringMatching(new RegExp(`^Filed/${day}/lab report\\.pdf$`)),
      expect.stringMatching(new RegExp(`^Filed/${day}/referral letter\\.pdf$`)),
      expect.stringMatching(new RegExp(`^Filed/${day}/three pages\\.tif$`)),
      expect.stringMatching(new RegExp(`^by name/Filed/${day}/\\d+ consent\\.pdf$`)),
      'by name/scan0001.pdf',
    ]);
    for (const step of [
      'found, and finished',
      'queued for Jane Citizen',
      'uploading',
      'stored',
      'registering',
    ]) {
      expect(result.out).toMatch(new RegExp(`referral letter\\.pdf +${step}`));
    }
    expect(result.out).toMatch(/IMG_2201\.jpg +processing as attachment \d+/);
    expect(result.out).toMatch(
      /exercise plan\.pdf +filed with Jane Citizen .+, case Knee 2026 as attachment/,
    );
    expect(result.out).toMatch(/scan0001\.pdf +in the inbox: Its name does not fit the folder’s pattern\./);
    expect(result.out).toMatch(/three pages\.tif +moved to .+Filed.+three pages\.tif/);
  });

  it('uses a given folder and patient, and skips files already there', async () => {
    const [place, own] = [await tempFolder(), await tempFolder()];
    const john = (await testClinic()).patients().find(({ lastName }) => lastName === 'Smith')?.id ?? '';
    const result = await runCli(['--dir', own, '--patient', john], temporary(place), entry);
    expect(result).toMatchObject({ code: 0, err: '' });
    expect(result.out.split('\n').at(-1)).toMatch(
      /^\d found = \d filed \+ 1 in the inbox \+ 0 failed, 0 lost, in /,
    );
    expect((await visibleNames(own)).toSorted()).toEqual(['Filed', 'by name']);
  });

  it('says when there is no such patient', async () => {
    const result = await runCli(['--patient', '42'], temporary(await tempFolder()), entry);
    expect(result).toMatchObject({ code: 1, err: 'demo: Cliniko has no patient with this id.\n' });
  });
});
