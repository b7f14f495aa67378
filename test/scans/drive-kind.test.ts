import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { driveKind, kindOfPath, kindOfType } from '../../main/files/drive-kind.ts';

describe('the kind of a drive', () => {
  it.each([
    ['NFS', 0x6969n, 'network'],
    ['CIFS', 0xff534d42n, 'network'],
    ['CIFS, its sign extended to 64 bits', -0xacb2ben, 'network'],
    ['CIFS, sign-extended and unsigned', 2n ** 64n - 0xacb2ben, 'network'],
    ['SMB2', 0xfe534d42n, 'network'],
    ['FUSE', 0x65735546n, 'network'],
    ['9P', 0x01021997n, 'network'],
    ['ext4', 0xef53n, 'plain'],
    ['Btrfs', 0x9123683en, 'plain'],
    ['tmpfs', 0x01021994n, 'plain'],
    ['FAT', 0x4d44n, 'local'],
    ['exFAT', 0x2011bab0n, 'local'],
    ['one that nobody knows', 0x12345678n, 'local'],
  ])('case 9: %s', (_name, type, expected) => {
    expect(kindOfType(type)).toBe(expected);
  });

  it.each([
    ['\\\\server\\scans', 'win32', 'network'],
    ['//server/scans', 'win32', 'network'],
    ['\\\\?\\UNC\\server\\scans', 'win32', 'network'],
    ['\\\\?\\C:\\scans', 'win32', 'local'],
    ['\\\\.\\C:\\scans', 'win32', 'local'],
    ['C:\\scans', 'win32', 'local'],
    ['/Volumes/scans', 'darwin', 'network'],
    ['/Users/desk/scans', 'darwin', 'local'],
    ['/srv/scans', 'freebsd', 'local'],
  ] as const)('case 9: %s on %s', (path, platform, expected) => {
    expect(kindOfPath(path, platform)).toBe(expected);
  });

  it('asks the system about a real folder, and reports that it is missing', async () => {
    expect(['plain', 'local', 'network']).toContain(await driveKind(tmpdir()));
    expect(await driveKind(tmpdir(), 'win32')).toBe('local');
    await expect(driveKind('/no/such/folder')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
