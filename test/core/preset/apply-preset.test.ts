import { describe, expect, it } from 'vitest';
import { withPreset } from '../../../main/core/preset/apply-preset.ts';
import { expandPath, portablePath } from '../../../main/core/preset/path-variables.ts';
import { presetSchema } from '../../../preload/contract/preset.ts';
import { type Settings, settingsSchema } from '../../../preload/contract/settings.ts';

const pc = { home: '/home/frankie', user: 'frankie', pc: 'desk-2' };
const preset = (given: unknown) => presetSchema.parse(given);
const scans = { path: '/scans', route: { kind: 'active' } };
const written = (given: unknown): Settings => settingsSchema.parse(given);

describe('an open preset', () => {
  it('gives its values at the first start, and defaults for the rest', () => {
    const first = withPreset(
      null,
      preset({ preferences: { holdSeconds: 30 }, folders: [scans], practitioners: ['7'] }),
      pc,
    );
    expect(first.preferences).toMatchObject({ holdSeconds: 30, disarmMinutes: 10 });
    expect(first.folders.own).toMatchObject([
      { path: '/scans', route: { kind: 'active' }, afterFiling: 'move' },
    ]);
    expect(first.folders.demo).toEqual([]);
    expect(first.practitioners.own).toEqual(['7']);
  });

  it('changes nothing later', () => {
    const kept = written({ preferences: { holdSeconds: 5 } });
    expect(withPreset(kept, preset({ preferences: { holdSeconds: 30 }, folders: [scans] }), pc)).toEqual(
      kept,
    );
  });

  it('gives a folder the same id at each start until the settings are written', () => {
    const ids = [1, 2].map(() => withPreset(null, preset({ folders: [scans] }), pc).folders.own[0]?.id);
    expect(ids[0]).toBe(ids[1]);
  });
});

describe('a locked preset', () => {
  const locked = (given: object) => preset({ settings: 'locked', ...given });

  it('holds at every start, and leaves theme, language and missing sections to the PC', () => {
    const kept = written({
      preferences: { holdSeconds: 5, uploads: 2, theme: 'dark' },
      practitioners: { demo: [], own: ['9'] },
    });
    const now = withPreset(kept, locked({ preferences: { holdSeconds: 30, theme: 'light' } }), pc);
    expect(now.preferences).toMatchObject({ holdSeconds: 30, uploads: 2, theme: 'dark' });
    expect(now.practitioners.own).toEqual(['9']);
    expect(now.folders).toEqual(kept.folders);
  });

  it('keeps the id of a folder that is watched already, and removes folders that it does not name', () => {
    const before = withPreset(null, preset({ folders: [scans, { ...scans, path: '/other' }] }), pc);
    const id = '01234567-89ab-4def-8123-456789abcdef';
    const kept = written({
      ...before,
      folders: {
        demo: [],
        own: before.folders.own.map((one) => (one.path === '/scans' ? { ...one, id } : one)),
      },
    });
    const now = withPreset(kept, locked({ folders: [{ path: '/scans/', route: { kind: 'inbox' } }] }), pc);
    expect(now.folders.own).toMatchObject([{ id, path: '/scans', route: { kind: 'inbox' } }]);
  });

  it('never gives two folders one id, even after a folder was moved', () => {
    const [first] = withPreset(null, preset({ folders: [scans] }), pc).folders.own;
    const kept = written({ folders: { demo: [], own: [{ ...first, path: '/moved' }] } });
    const now = withPreset(kept, locked({ folders: [scans, { ...scans, path: '/moved' }] }), pc);
    expect(new Set(now.folders.own.map(({ id }) => id)).size).toBe(2);
    expect(now.folders.own[1]?.id).toBe(first?.id);
  });

  it('watches the subfolders of a folder whose route needs them', () => {
    const route = { kind: 'subfolder', pattern: '(?P<patientId>[0-9]+)' };
    expect(
      withPreset(null, locked({ folders: [{ path: '/s', route }] }), pc).folders.own[0]?.subfolders,
    ).toBe(true);
  });
});

describe('the variables of a path', () => {
  it.each([
    ['${HOME}/Scans', '/home/frankie/Scans'],
    ['%UserProfile%/Scans', '/home/frankie/Scans'],
    ['/scans/${USER}', '/scans/frankie'],
    ['\\\\server\\scans\\%COMPUTERNAME%', '\\\\server\\scans\\desk-2'],
    ['/scans/100% sure', '/scans/100% sure'],
    ['/scans/${PATH}', null],
    ['%APPDATA%\\Scans', null],
  ])('%s is %s', (given, expected) => expect(expandPath(given, pc)).toBe(expected));

  it('name a folder in the home folder on every PC', () => {
    for (const path of ['/home/frankie', '/home/frankie/Scans', '/home/frankie2/Scans', '/scans']) {
      expect(expandPath(portablePath(path, pc, '/') ?? '', pc)).toBe(path);
    }
    expect(portablePath('/home/frankie/Scans', pc, '/')).toBe('${HOME}/Scans');
    expect(portablePath('C:\\Users\\Jo\\Scans', { home: 'C:\\Users\\Jo' }, '\\')).toBe(
      '%USERPROFILE%\\Scans',
    );
    expect(portablePath('c:\\users\\JO\\Scans', { home: 'C:\\Users\\Jo' }, '\\')).toBe(
      '%USERPROFILE%\\Scans',
    );
    expect(portablePath('C:\\Users\\Joan', { home: 'C:\\Users\\Jo' }, '\\')).toBe('C:\\Users\\Joan');
    expect(portablePath('/HOME/frankie', { home: '/home/frankie' }, '/')).toBe('/HOME/frankie');
    expect(portablePath('/scans/${USER}', pc, '/')).toBeNull();
  });
});
