import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clinicDirectory } from '../../main/core/clinic-data.ts';
import { fileSystemOf, isOnNetwork } from '../../main/files/data-drive.ts';
import { rejectionOf } from '../fixtures/error-of.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';

const mountinfo = [
  '22 1 0:21 / / rw,relatime shared:1 - ext4 /dev/sda1 rw',
  '30 22 0:45 / /home/desk rw shared:2 - ecryptfs /home/.ecryptfs rw',
  '31 22 0:46 / /mnt/our\\040clinic rw shared:3 - cifs //server/share rw',
  '32 22 0:47 / /mnt/remote rw - fuse.sshfs desk@server:/ rw',
  '33 22 0:48 / /mnt/sealed rw - fuse.gocryptfs /home/.sealed rw',
].join('\n');
const mount = [
  '/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)',
  '/dev/disk5s1 on /Volumes/Home disk (apfs, local, journaled)',
  '//desk@server/share on /Volumes/share (smbfs, nodev, nosuid)',
].join('\n');

describe('a data folder on a network drive (case 54)', () => {
  it.each([
    ['/var/lib/chartdrop', 'ext4'],
    ['/home/desk/.local/share', 'ecryptfs'],
    ['/home/desks', 'ext4'],
    ['/mnt/our clinic/data', 'cifs'],
    ['/mnt/remote', 'fuse.sshfs'],
  ])('is recognised on Linux by its mount: %s', (path, type) => {
    expect(fileSystemOf(path, mountinfo, 'linux')).toBe(type);
  });

  it('is recognised on macOS, where another disk is none', () => {
    expect(fileSystemOf('/Users/desk/Library', mount, 'darwin')).toBe('apfs');
    expect(fileSystemOf('/Volumes/Home disk/desk', mount, 'darwin')).toBe('apfs');
    expect(fileSystemOf('/Volumes/share/data', mount, 'darwin')).toBe('smbfs');
    expect(fileSystemOf('/', '', 'darwin')).toBeNull();
  });

  it('is recognised behind a link', async () => {
    const [real, place] = [await tempFolder(), join(await tempFolder(), 'link')];
    await symlink(real, place, 'junction');
    expect(await isOnNetwork(place)).toBe(false);
  });

  it('is refused, and one on this machine is accepted', async () => {
    const data = await tempFolder();
    await mkdir(join(data, 'clinics'));
    const refused = await rejectionOf(clinicDirectory(data, 'demo', () => Promise.resolve(true)));
    expect([refused.code, refused.advice]).toEqual(['data-on-network', 'ask']);
    expect(await clinicDirectory(data, 'demo')).toBe(join(data, 'clinics', 'demo'));
  });
});
