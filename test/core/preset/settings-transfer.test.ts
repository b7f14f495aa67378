import { join, sep } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withPreset } from '../../../main/core/preset/apply-preset.ts';
import { exportSettings, planImport } from '../../../main/core/preset/settings-transfer.ts';
import { presetSchema } from '../../../preload/contract/preset.ts';
import { type Settings, settingsSchema } from '../../../preload/contract/settings.ts';
import { errorOf } from '../../fixtures/error-of.ts';

/** A home folder as this system has it. */
const homeOf = (user: string): string => (sep === '\\' ? `C:\\Users\\${user}` : `/home/${user}`);
const desk1 = { home: homeOf('frankie'), user: 'frankie', pc: 'desk-1' };
const desk2 = { home: homeOf('alex'), user: 'alex', pc: 'desk-2' };
const scansAtHome = join(desk1.home, 'Scans');
const fresh = settingsSchema.parse({ clinic: 'own' });

const route = fc.oneof(
  fc.constantFrom({ kind: 'inbox' as const }, { kind: 'active' as const }),
  fc.record({
    kind: fc.constantFrom('filename' as const, 'subfolder' as const),
    pattern: fc.constantFrom('(?P<patientId>[0-9]+)', '^(?P<lastName>\\w+)_(?P<firstName>\\w+)_(?P<dob>.+)$'),
  }),
);
const folder = fc
  .record({
    id: fc.uuid({ version: 4 }),
    path: fc.constantFrom('/scans', scansAtHome, '/srv/ø "quoted" \\ folder', join(homeOf('frankie2'), 'x')),
    subfolders: fc.boolean(),
    types: fc.subarray(['pdf', 'jpg', 'tif']),
    ignore: fc.array(fc.string({ minLength: 1, maxLength: 20 }), { maxLength: 3 }),
    route,
    afterFiling: fc.constantFrom('move', 'stay', 'trash'),
    watchMethod: fc.constantFrom('auto', 'events', 'listing'),
    settleMs: fc.option(fc.integer({ min: 100, max: 600_000 })),
    shared: fc.constantFrom('auto', 'yes', 'no'),
    takeOverSeconds: fc.integer({ min: 5, max: 3600 }),
    description: fc.constantFrom(null, 'Referral', 'Überweisung'),
    nameTemplate: fc.constantFrom(null, '{date} {name}'),
  })
  .map((one) => ({ ...one, subfolders: one.subfolders || one.route.kind === 'subfolder' }));
const settings = fc
  .record({
    clinic: fc.constant('own'),
    preferences: fc.record({
      holdSeconds: fc.integer({ min: 0, max: 600 }),
      descriptionPresets: fc.array(fc.constantFrom('Referral', '"', 'Röntgen'), { maxLength: 3 }),
      remindAt: fc.constantFrom(null, '18:30'),
      theme: fc.constantFrom('system', 'dark'),
    }),
    folders: fc.record({
      demo: fc.constant([]),
      own: fc.uniqueArray(folder, { selector: ({ path }) => path, maxLength: 4 }),
    }),
    practitioners: fc.record({
      demo: fc.constant([]),
      own: fc.array(fc.bigInt({ min: 1n, max: 2n ** 63n }).map(String), { maxLength: 3 }),
    }),
  })
  .map((given): Settings => settingsSchema.parse(given));

/** Without what belongs to the PC. */
const compared = (given: Settings, home: string) => ({
  preferences: given.preferences,
  folders: given.folders.own.map((one) => ({
    ...one,
    id: null,
    path: one.path.replace(home + sep, `~${sep}`),
  })),
  practitioners: given.practitioners.own,
});

describe('exported settings', () => {
  it('give another PC the same settings: by import, and as its preset', () => {
    fc.assert(
      fc.property(settings, (given) => {
        const { text, leftOut } = exportSettings(given, 'own', desk1);
        expect(leftOut).toBe(0);
        const imported = planImport(text, { before: fresh, choice: 'own', pc: desk2 });
        expect(compared(imported.after, desk2.home)).toEqual(compared(given, desk1.home));
        const first = withPreset(null, presetSchema.parse(JSON.parse(text)), desk2);
        expect(compared(first, desk2.home)).toEqual(compared(given, desk1.home));
        // The same again is no change.
        expect(planImport(text, { before: imported.after, choice: 'own', pc: desk2 })).toMatchObject({
          changes: [],
          folders: [],
        });
      }),
      { numRuns: 60 },
    );
  });

  it('hold no patient, no name of this PC, and no id of its folders', () => {
    const [scans] = withPreset(
      null,
      presetSchema.parse({ folders: [{ path: scansAtHome, route: { kind: 'inbox' } }] }),
      desk1,
    ).folders.own;
    const sealed = { ...scans, path: '/letters', route: { kind: 'fixed', sealed: 'c2VjcmV0IEphbmU=' } };
    const given = settingsSchema.parse({ clinic: 'own', folders: { demo: [], own: [scans, sealed] } });
    const { text, leftOut } = exportSettings(given, 'own', desk1);
    expect(leftOut).toBe(1);
    for (const secret of ['frankie', 'sealed', 'c2VjcmV0', '/letters', scans?.id ?? 'no id'])
      expect(text).not.toContain(secret);
    const { path } = presetSchema.parse(JSON.parse(text)).folders?.[0] ?? {};
    expect(path).toBe(sep === '\\' ? '%USERPROFILE%\\Scans' : '${HOME}/Scans');
  });
});

describe('an import', () => {
  const plan = (value: unknown, before = fresh) =>
    planImport(typeof value === 'string' ? value : JSON.stringify(value), {
      before,
      choice: 'own',
      pc: desk2,
    });
  const watched = (subfolders: boolean): Settings =>
    planImport(JSON.stringify({ folders: [{ path: '/scans', subfolders, route: { kind: 'inbox' } }] }), {
      ...{ before: fresh, choice: 'own', pc: desk2 },
    }).after;

  it('lists each change as old and new, and changes only what the file names', () => {
    const before = watched(false);
    const { changes, after, folders } = plan(
      {
        preferences: { holdSeconds: 20 },
        folders: [
          { path: '/scans', route: { kind: 'active' } },
          { path: '/letters', route: { kind: 'inbox' } },
        ],
        practitioners: ['7'],
      },
      before,
    );
    expect(changes).toEqual([
      { kind: 'changed', folder: null, name: 'holdSeconds', from: '10', to: '20' },
      { kind: 'changed', folder: '/scans', name: 'route', from: 'inbox', to: 'active' },
      { kind: 'folder-added', folder: '/letters', route: 'inbox' },
      { kind: 'practitioners', from: 0, to: 1 },
    ]);
    expect(after.folders.own.map(({ path }) => path)).toEqual(['/scans', '/letters']);
    expect(after.folders.own[0]?.id).toBe(before.folders.own[0]?.id);
    expect(folders).toHaveLength(2);
  });

  it('replaces a route to one patient, without naming the patient', () => {
    const [scans] = watched(false).folders.own;
    const own = [{ ...scans, route: { kind: 'fixed', sealed: 'c2VjcmV0' } }];
    const before = settingsSchema.parse({ ...fresh, folders: { demo: [], own } });
    const { changes } = plan({ folders: [{ path: '/scans', route: { kind: 'inbox' } }] }, before);
    expect(changes).toEqual([
      { kind: 'changed', folder: '/scans', name: 'route', from: 'fixed', to: 'inbox' },
    ]);
  });

  it('keeps folders that the file does not name, and those of the demo clinic', () => {
    const before = watched(false);
    expect(plan({ preferences: { uploads: 2 } }, before).after.folders).toEqual(before.folders);
    expect(plan({ folders: [] }, before).after.folders).toEqual(before.folders);
  });

  it('ignores fields that only an administrator’s preset has, and names them', () => {
    expect(plan({ settings: 'locked', updates: 'off' })).toMatchObject({
      changes: [],
      ignored: ['settings', 'updates'],
    });
  });

  it.each([
    ['no JSON', 'JSON'],
    ['[]', ''],
    [{ apiKey: 'x' }, 'apiKey'],
    [{ preferences: { holdSeconds: 'many' } }, 'preferences.holdSeconds'],
    [{ folders: [{ path: '/x', route: { kind: 'inbox' }, id: 'x' }] }, 'folders.0.id'],
    [{ folders: [{ path: '/scans/inside', route: { kind: 'inbox' } }] }, 'folders.0.path'],
  ])('refuses %j, and says why', (value, detail) => {
    const error = errorOf(() => plan(value, watched(true)));
    expect(error.code).toBe('settings-invalid');
    expect(error.detail ?? '').toBe(detail);
  });
});
