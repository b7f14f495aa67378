import { chmod, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exclusivityOfType, mountType } from '../../main/scans/claims/claim-drive.ts';
import { createClaimFiles } from '../../main/scans/claims/claim-files.ts';
import type { ClaimedFile } from '../../main/scans/identity/claim-key.ts';
import { makeLocalPlaces } from '../../main/scans/claims/claim-places.ts';
import { createFolderClaims, type FolderClaimsDeps } from '../../main/scans/claims/folder-claims.ts';
import { ChartdropError } from '../../main/base/errors.ts';
import { folderIdSchema, jobIdSchema } from '../../preload/contract/ids.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { rejectionOf } from '../fixtures/error-of.ts';
import { noModes, onlyOn } from '../fixtures/only-on.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';

const station = 'a'.repeat(32);

async function folderOf(given: Partial<FolderClaimsDeps> & { shared?: 'auto' | 'yes' | 'no' } = {}) {
  const { shared = 'auto', ...seams } = given;
  const path = await tempFolder();
  const clock = createFakeClock();
  const troubles: (string | null)[] = [];
  let busy = false;
  const claims = createFolderClaims(
    { id: folderIdSchema.parse('3f6e1a52-9c0d-4f4b-8a8e-2f1d3c4b5a69'), path, shared, takeOverSeconds: 80 },
    {
      clock,
      log: { info: () => undefined, warn: () => undefined },
      stationId: station,
      clinic: 'clinic',
      isRemoved: false,
      isBusy: () => busy,
      onWasAway: () => Promise.resolve(),
      onTrouble: () => troubles.push(claims.trouble()),
      ...seams,
    },
  );
  const file = async (name: string): Promise<ClaimedFile> => {
    await writeFile(join(path, name), name);
    const { size, mtimeNs } = await stat(join(path, name), { bigint: true });
    const fingerprint = { size: Number(size), modifiedNs: mtimeNs.toString() };
    return { relativePath: name, path: join(path, name), fingerprint, sha256: null };
  };
  return { path, clock, claims, troubles, file, setBusy: (on: boolean) => (busy = on) };
}

describe('the claims of a folder', () => {
  it('are kept on a local drive too: two users, two data folders, one PC beside the share (case 37)', async () => {
    const one = await folderOf();
    const letter = await one.file('letter.pdf');
    expect(await one.claims.use((claims) => claims.claim(letter))).toMatchObject({ kind: 'mine' });
    expect(await readdir(join(one.path, '.chartdrop', 'claims', 'clinic'))).toHaveLength(1);
    await one.claims.stop();
  });

  it('are not kept if a person said that only this PC watches it', async () => {
    const one = await folderOf({ shared: 'no' });
    const letter = await one.file('letter.pdf');
    expect(await one.claims.use((claims) => claims.claim(letter))).toBeNull();
    expect(await readdir(one.path)).toEqual(['letter.pdf']);
  });

  it('look twice after an absence: another PC decides to take over a moment before it acts', async () => {
    let looks = 0;
    const one = await folderOf({ onWasAway: () => Promise.resolve(void (looks += 1)) });
    one.setBusy(true);
    one.claims.wake();
    /** Lets beats happen for `seconds`, and returns the number of looks. */
    const after = async (seconds: number): Promise<number> => {
      for (let at = 0; at < seconds; at += 5) {
        await one.clock.advanceAsync(5000);
        await expect.poll(() => one.clock.pending()).toBeGreaterThan(0);
      }
      return looks;
    };
    // The start is an absence too.
    await expect.poll(() => looks).toBe(1);
    expect(await after(30)).toBe(1);
    expect(await after(30)).toBe(2);
    expect(await after(200)).toBe(2);
    // A sleep.
    one.clock.jump(3_600_000);
    expect(await after(15)).toBe(3);
    expect(await after(60)).toBe(4);
    expect(await after(200)).toBe(4);
    await one.claims.stop();
  });

  it('need heartbeats only while files are claimed', async () => {
    const one = await folderOf();
    const sign = join(one.path, '.chartdrop', 'stations', station);
    const given = async (): Promise<number> =>
      stat(sign).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      );
    one.setBusy(true);
    one.claims.wake();
    await expect.poll(given).toBeGreaterThan(0);
    const first = await given();
    await expect
      .poll(async () => {
        one.clock.advance(10_000);
        return given();
      })
      .toBeGreaterThan(first);
    one.setBusy(false);
    await expect
      .poll(() => {
        one.clock.advance(10_000);
        return one.clock.pending();
      })
      .toBe(0);
    await one.claims.stop();
  });

  it('say that a share is full, and no longer once there is space again (case 58)', async () => {
    let full = true;
    const one = await folderOf({
      claimFiles(directory) {
        const real = createClaimFiles(directory);
        return {
          ...real,
          create: (...given) =>
            full ? Promise.reject(new ChartdropError('claims-full')) : real.create(...given),
        };
      },
    });
    const letter = await one.file('letter.pdf');
    const take = () => one.claims.use((claims) => claims.claim(letter));
    expect((await rejectionOf(take())).code).toBe('claims-full');
    expect(one.troubles[0]).toBe('claims-full');
    full = false;
    expect(await take()).toMatchObject({ kind: 'mine' });
    await expect
      .poll(() => {
        one.clock.advance(10_000);
        return one.claims.trouble();
      })
      .toBeNull();
    await one.claims.stop();
  });

  it('say at once that only one PC may watch a drive that is known to let two win (case 56)', async () => {
    const one = await folderOf({ exclusivity: () => Promise.resolve('broken') });
    const letter = await one.file('letter.pdf');
    await one.claims.use((claims) => claims.claim(letter));
    expect(one.claims.trouble()).toBe('claims-unsafe');
    await one.claims.stop();
  });

  it('are marked again until that can be written', async () => {
    const one = await folderOf();
    let tries = 0;
    one.claims.mark(jobIdSchema.parse('0198c0de-0000-7000-8000-000000000001'), () => {
      tries += 1;
      return tries < 3 ? Promise.reject(new ChartdropError('claims-full')) : Promise.resolve();
    });
    await expect
      .poll(() => {
        one.clock.advance(10_000);
        return tries;
      })
      .toBe(3);
    await one.claims.stop();
  });
});

describe('a folder that cannot be written to', () => {
  it('has its claims elsewhere on this PC, for all who see the same folder, and only them', async () => {
    const [one, other, parent] = [await tempFolder(), await tempFolder(), await tempFolder()];
    const places = await makeLocalPlaces(one, 'clinic', parent);
    expect(await makeLocalPlaces(one, 'clinic', parent)).toEqual(places);
    expect(await makeLocalPlaces(other, 'clinic', parent)).not.toEqual(places);
    await chmod(one, 0o755);
  });

  it('has them where each user may add some and remove no one else’s', onlyOn('posix', noModes), async () => {
    const places = await makeLocalPlaces(await tempFolder(), 'clinic', await tempFolder());
    expect((await stat(places.claims)).mode & 0o7777).toBe(0o1777);
  });
});

describe('a drive', () => {
  const mounts = [
    '21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw',
    '42 27 0:39 / /mnt/Scans\\040of\\040today rw,nosuid - fuse.rclone remote: rw,user_id=0',
    '43 27 0:40 / /mnt/smb rw - cifs //server/scans rw',
    '44 43 0:41 / /mnt/smb/inner rw - fuse.sshfs server: rw',
  ].join('\n');
  it.each([
    ['/home/scans', 'ext4'],
    ['/mnt/Scans of today/a', 'fuse.rclone'],
    ['/mnt/smb', 'cifs'],
    ['/mnt/smbother', 'ext4'],
    ['/mnt/smb/inner/x', 'fuse.sshfs'],
  ])('that holds %s is of type %s', (path, type) => {
    expect(mountType(mounts, path)).toBe(type);
  });

  it('is decided by its server, by no one, or unknown (case 56)', () => {
    expect(['cifs', 'nfs4', 'smb3'].map(exclusivityOfType)).toEqual(['kept', 'kept', 'kept']);
    expect(['fuse.rclone', 'fuse.smbnetfs'].map(exclusivityOfType)).toEqual(['broken', 'broken']);
    expect(['fuse.sshfs', '9p'].map(exclusivityOfType)).toEqual(['unknown', 'unknown']);
  });
});
