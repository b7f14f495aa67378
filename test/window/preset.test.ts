import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSettingsFile } from '../../main/hosts/cli/settings-file.ts';
import { readAuthorities, readPreset, systemPresetFile } from '../../main/hosts/preset/preset.ts';
import { preferencesSchema } from '../../preload/contract/settings.ts';
import { errorText } from '../../preload/words/text.ts';
import { createAuthority } from '../fixtures/authority.ts';
import { errorOf } from '../fixtures/error-of.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';

const presetFile = async (content: string): Promise<string> => {
  const path = join(await tempFolder(), 'preset.json');
  await writeFile(path, content);
  return path;
};

/** guarded-file.test.ts tests whose files are accepted. */
const read = (...paths: string[]) =>
  readPreset(
    paths.map((path) => ({ path, guard: 'program' })),
    () => undefined,
  );

describe('the preset of a fleet', () => {
  it('is the start of a first start; a person’s changes stay', async () => {
    const preset = read(await presetFile('{"updates":"off","preferences":{"holdSeconds":30}}'));
    expect(preset.updates).toBe('off');
    const folder = await tempFolder();
    const file = createSettingsFile(folder, preset);
    expect(file.read().preferences).toEqual(preferencesSchema.parse({ holdSeconds: 30 }));
    const changed = { ...file.read(), preferences: { ...file.read().preferences, holdSeconds: 5 } };
    file.write(changed);
    expect(createSettingsFile(folder, preset).read().preferences.holdSeconds).toBe(5);
  });

  it('is the system’s own before the package’s, and the defaults without any', async () => {
    const [own, packed] = [await presetFile('{"updates":"off"}'), await presetFile('{}')];
    const none = join(await tempFolder(), 'preset.json');
    expect(read(own, packed).updates).toBe('off');
    expect(read(none, packed)).toEqual({
      updates: 'on',
      preferences: {},
      authorityFile: null,
      settings: 'open',
    });
    expect(read(none)).toEqual(read(packed));
  });

  it.each([
    ['no JSON', 'preset.json'],
    ['{"updates":"sometimes"}', 'preset.json updates'],
    ['{"preferences":{"holdSecond":5}}', 'preset.json preferences.holdSecond'],
    ['{"preferences":{"holdSeconds":-5}}', 'preset.json preferences.holdSeconds'],
    ['{"update":"off"}', 'preset.json update'],
    ['{"folders":[{"path":"/scans","route":{"kind":"sometimes"}}]}', 'preset.json folders.0.route.kind'],
    ['{"folders":[{"path":"/scans","route":{"kind":"inbox","pattern":"x"}}]}', 'folders.0.route.pattern'],
    ['{"folders":[{"path":"scans","route":{"kind":"inbox"}}]}', 'folders.0.path'],
    [
      '{"folders":[{"path":"/scans","route":{"kind":"filename","pattern":"(?P<who>x)"}}]}',
      'folders.0.route.pattern',
    ],
    ['{"folders":[{"path":"/scans","route":{"kind":"filename","pattern":"("}}]}', 'folders.0.route.pattern'],
    ['{"folders":[{"path":"/scans","route":{"kind":"fixed"}}]}', 'folders.0.route.kind'],
    ['{"folders":[{"path":"/${TEMP}/x","route":{"kind":"inbox"}}]}', 'folders.0.path'],
    [
      '{"folders":[{"path":"/a","route":{"kind":"inbox"}},{"path":"/a/","route":{"kind":"inbox"}}]}',
      'folders.1.path',
    ],
    ['{"practitioners":["Dr. Who"]}', 'preset.json practitioners.0'],
    ['{"settings":"closed"}', 'preset.json settings'],
  ])('is refused with a reason if it is invalid: %s (case 10)', async (content, detail) => {
    const path = await presetFile(content);
    const error = errorOf(() => read(path));
    expect(error.code).toBe('settings-invalid');
    expect(errorText(error.toDto())).toContain(detail);
  });

  it('is skipped, and reported, if others than an administrator could have written it', async () => {
    const [system, packed] = [await presetFile('{"updates":"off"}'), await presetFile('{}')];
    const refused: string[] = [];
    const places = [
      { path: system, guard: 'administrator' },
      { path: packed, guard: 'program' },
    ] as const;
    expect(readPreset(places, (_why, path) => refused.push(path)).updates).toBe('on');
    expect(refused).toEqual([system]);
  });

  it('names no authority that others than an administrator could have written', async () => {
    const authority = await createAuthority('Authority of a clinic');
    const authorityFile = await presetFile(authority.cert);
    expect(readAuthorities({ authorityFile }, dirname(authorityFile))).toEqual([authority.cert.trim()]);
    const elsewhere = await tempFolder();
    const error = errorOf(() => readAuthorities({ authorityFile }, elsewhere));
    expect(error.code).toBe('settings-invalid');
    expect(error.detail).toBe('preset.json authorityFile');
  });

  it('is in each system’s usual folder', () => {
    expect(systemPresetFile('linux', {})).toBe('/etc/chartdrop/preset.json');
    expect(systemPresetFile('darwin', {})).toContain('/Library/Application Support/Chartdrop/');
    expect(systemPresetFile('win32', { ProgramData: 'D:\\Data' })).toContain('D:\\Data');
  });
});
