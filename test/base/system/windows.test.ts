import { EventEmitter } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isOnlyInCloud } from '../../../main/base/system/cloud-file.ts';
import { hideFolder } from '../../../main/base/system/hidden-folder.ts';
import { openerOf } from '../../../main/base/system/opener.ts';
import { isInProfile, restrictToOwner } from '../../../main/base/system/owner-only.ts';
import { keepsDeleted } from '../../../main/base/system/recycle-bin.ts';
import { stopSignals } from '../../../main/base/system/stop-signals.ts';
import { runOfWindows } from '../../../main/base/system/windows-programs.ts';
import { driveOf, letterOf, type WindowsDrive } from '../../../main/base/system/windows-drive.ts';
import { kindOfLetter } from '../../../main/files/drive-kind.ts';
import { freeSignals } from '../../../main/hosts/free-signals.ts';
import { privateFolder } from '../../../main/hosts/private-folder.ts';
import { createSystemTrash } from '../../../main/hosts/system-trash.ts';
import { rejectionOf } from '../../fixtures/error-of.ts';
import { windowsPrograms } from '../../fixtures/system-doubles.ts';
import { tempFolder } from '../../fixtures/temp-folder.ts';

const shell = 'WindowsPowerShell\\v1.0\\powershell.exe';

describe('a request to stop', () => {
  it.each([
    ['win32', ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK']],
    ['darwin', ['SIGINT', 'SIGTERM']],
    ['linux', ['SIGINT', 'SIGTERM']],
  ] as const)('comes on %s as %j', (platform, signals) => {
    expect(stopSignals(platform)).toEqual(signals);
  });

  it('reaches no handler of a library', () => {
    const process = new EventEmitter();
    for (const signal of stopSignals('win32')) process.on(signal, () => undefined);
    freeSignals(process as unknown as NodeJS.Process, stopSignals('win32'));
    expect(process.eventNames()).toEqual([]);
  });
});

describe('the data folder on Windows', () => {
  const env = { USERPROFILE: 'C:\\Users\\jane', LOCALAPPDATA: 'D:\\Local\\jane' };

  it.each([
    ['C:\\Users\\jane\\AppData\\Local\\Chartdrop', true],
    ['c:/users/JANE/data', true],
    ['D:\\Local\\jane\\Chartdrop', true],
    ['C:\\Users\\janet\\data', false],
    ['C:\\Users\\jane\\..\\Public', false],
    ['D:\\data', false],
  ])('%s is inside the profile: %j', (path, isInside) => {
    expect(isInProfile(path, env)).toBe(isInside);
  });

  it('is given to its user, the system and administrators by their ids', async () => {
    const told = '"clinic\\jane","S-1-5-21-1-2-3-1001"\r\n';
    const { run, ran } = windowsPrograms({ 'whoami.exe': told, 'icacls.exe': '' });
    await restrictToOwner('D:\\data', run);
    expect(ran[1]).toBe(
      'icacls.exe D:\\data /inheritance:r /grant:r *S-1-5-21-1-2-3-1001:(OI)(CI)F' +
        ' /grant:r *S-1-5-18:(OI)(CI)F /grant:r *S-1-5-32-544:(OI)(CI)F',
    );
  });

  it('is given by name where Windows tells no id, and refused where it tells none', async () => {
    const { run, ran } = windowsPrograms({ 'whoami.exe': 'clinic\\jane\r\n', 'icacls.exe': '' });
    await restrictToOwner('D:\\data', run);
    expect(ran[1]).toContain('/grant:r clinic\\jane:(OI)(CI)F');
    await expect(restrictToOwner('D:\\data', windowsPrograms({ 'whoami.exe': '' }).run)).rejects.toThrow(
      'name the user',
    );
  });

  it('is restricted outside the profile only, and refused where that fails', async () => {
    const restricted: string[] = [];
    const restrict = (path: string) => {
      restricted.push(path);
      return Promise.resolve();
    };
    const folder = join(await tempFolder(), 'data');
    await privateFolder(folder, { platform: 'win32', env, restrict });
    await privateFolder(folder, { platform: 'win32', env: { USERPROFILE: join(folder, '..') }, restrict });
    expect(restricted).toEqual([folder]);
    const failing = () => Promise.reject(new Error('exFAT'));
    const refused = await rejectionOf(privateFolder(folder, { platform: 'win32', env, restrict: failing }));
    expect(refused.toDto()).toMatchObject({ code: 'data-not-guarded', detail: folder });
  });

  it('is not taken away from others if it holds other files too', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'notes.txt'), '');
    const restrict = () => Promise.reject(new Error('restricted'));
    const refused = await rejectionOf(privateFolder(folder, { platform: 'win32', env, restrict }));
    expect(refused.code).toBe('data-not-private');
  });
});

describe('a drive of Windows', () => {
  it.each([
    ['e:\\scans', 'E:'],
    ['\\\\?\\D:\\scans', 'D:'],
    ['D:/scans', 'D:'],
    ['\\\\server\\share', null],
    ['scans', null],
  ])('%s has the letter %j', (path, letter) => {
    expect(letterOf(path)).toBe(letter);
  });

  it.each([
    ['2\r\n', 'removable'],
    ['3\r\n', 'fixed'],
    ['4\r\n', 'network'],
    ['5\r\n', 'other'],
    ['', 'other'],
    [new Error('no PowerShell'), 'other'],
  ] as const)('of which Windows says %j is %s', async (told, drive) => {
    const { run, ran } = windowsPrograms({ [shell]: told });
    expect(await driveOf('E:', run)).toBe(drive);
    expect(ran[0]).toMatch(/ \| E:$/);
  });

  it('is asked for once for each volume', async () => {
    const asked: string[] = [];
    const says = (drive: WindowsDrive) => (letter: string) => {
      asked.push(letter);
      return Promise.resolve(drive);
    };
    expect(await kindOfLetter(null, 1n, says('removable'))).toBe('local');
    expect(await kindOfLetter('C:', 1n, says('removable'))).toBe('local');
    expect(await kindOfLetter('Q:', 0n, says('other'))).toBe('local');
    expect(await kindOfLetter('Q:', 1n, says('removable'))).toBe('removable');
    expect(await kindOfLetter('Q:', 1n, says('fixed'))).toBe('removable');
    expect(await kindOfLetter('Q:', 2n, says('fixed'))).toBe('local');
    expect(await kindOfLetter('Q:', 0n, says('removable'))).toBe('removable');
    expect(asked).toEqual(['Q:', 'Q:', 'Q:', 'Q:']);
  });
});

it('starts a program of Windows by its full path, and rejects if there is none', async () => {
  await expect(runOfWindows('no-such-program.exe', [])).rejects.toThrow('System32\\no-such-program.exe');
});

describe('the recycle bin', () => {
  const keeps = (told: string | Error, size = 1000) =>
    keepsDeleted('D:\\scans\\a.pdf', size, windowsPrograms({ [shell]: told }).run);

  it.each([
    ['of an ordinary drive', '3,0,0,0', true],
    ['with room', '3,0,0,5', true],
    ['that a person switched off', '3,1,0,5', false],
    ['that a policy forbids', '3,0,1,5', false],
    ['of a USB stick', '2,0,0,0', false],
    ['of a network drive', '4,0,0,0', false],
    ['that Windows does not describe', '', false],
    ['without PowerShell', new Error('not found'), false],
  ] as const)('%s keeps a file: %j', async (_, told, kept) => {
    expect(await keeps(told)).toBe(kept);
  });

  it('keeps no file that is larger than it', async () => {
    expect(await keeps('3,0,0,5', 4 * 1024 * 1024)).toBe(true);
    expect(await keeps('3,0,0,5', 6 * 1024 * 1024)).toBe(false);
  });

  it('is not asked of a network share', async () => {
    expect(
      await keepsDeleted('\\\\server\\share\\a.pdf', 1, windowsPrograms({ [shell]: '3,0,0,0' }).run),
    ).toBe(false);
  });

  it('gets nothing that Windows would delete for good', async () => {
    const file = join(await tempFolder(), 'a.pdf');
    await writeFile(file, 'x');
    const put: string[] = [];
    const trashOf = (kept: boolean) =>
      createSystemTrash({
        ...{ platform: 'win32', keeps: () => Promise.resolve(kept) },
        put: (path) => Promise.resolve(void put.push(path)),
      });
    const refused = await rejectionOf(trashOf(false).moveToTrash(file));
    expect([refused.code, put]).toEqual(['trash-missing', []]);
    await trashOf(true).moveToTrash(file);
    expect(put).toEqual([file]);
  });
});

describe('a file that is only in a cloud', () => {
  it.each([
    ['win32', 5000n, 0n, true],
    ['darwin', 5000n, 0n, true],
    ['linux', 5000n, 0n, false],
    ['win32', 4096n, 0n, false],
    ['win32', 5000n, 8n, false],
    ['win32', 0n, 0n, false],
  ] as const)('on %s with %s bytes in %s blocks: %s', (platform, size, blocks, isCloud) => {
    expect(isOnlyInCloud({ size, blocks }, platform)).toBe(isCloud);
  });
});

describe('the folder for claims', () => {
  it('is hidden on Windows by its attribute, and shown where that fails', async () => {
    const { run, ran } = windowsPrograms({ 'attrib.exe': '' });
    await hideFolder('D:\\scans\\.chartdrop', { run, platform: 'win32' });
    await hideFolder('/scans/.chartdrop', { run, platform: 'linux' });
    await hideFolder('D:\\scans\\.chartdrop', { run: windowsPrograms({}).run, platform: 'win32' });
    expect(ran).toEqual(['attrib.exe +H D:\\scans\\.chartdrop']);
  });
});

it.each([
  ['win32', 'explorer.exe'],
  ['darwin', 'open'],
  ['linux', 'xdg-open'],
] as const)('opens a page on %s with %s', (platform, program) => {
  expect(openerOf(platform)).toBe(program);
});
