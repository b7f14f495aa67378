import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SecretName, Secrets } from '../../main/base/ports.ts';
import { presetSchema } from '../../preload/contract/preset.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { testDesk } from './test-desk.ts';

const memory = (): Secrets => {
  const kept = new Map<SecretName, string>();
  return {
    read: (name) => Promise.resolve(kept.get(name) ?? null),
    write: (name, value) => Promise.resolve(void kept.set(name, value)),
  };
};
const managed = { ok: false, error: { code: 'settings-managed' } };

describe('settings that an administrator manages', () => {
  it('can be changed by no request, except theme and language', async () => {
    const scans = await tempFolder();
    const preset = presetSchema.parse({
      settings: 'locked',
      preferences: { holdSeconds: 0 },
      folders: [{ path: scans, route: { kind: 'inbox' } }],
      practitioners: ['7'],
    });
    const { call, ask, desk, demo, folder } = await testDesk({ preset });
    await call('clinic:useKey', { apiKey: demo.apiKey });
    expect(await call('app:info', null)).toMatchObject({ settings: 'locked' });
    const [view] = await call('folders:list', null);
    const { folder: watched } = view ?? {};
    const id = watched?.id;
    const preferences = desk.preferences();

    expect(await ask('settings:update', { ...preferences, holdSeconds: 9 })).toMatchObject(managed);
    expect(await ask('today:choose', { practitioners: ['8'] })).toMatchObject(managed);
    const saved = { folder: { ...watched, subfolders: true }, chosen: null, takeExisting: false };
    expect(await ask('folders:save', saved)).toMatchObject(managed);
    const other = folder(await tempFolder());
    expect(
      await ask('folders:save', { ...saved, folder: { ...watched, id: null }, chosen: other }),
    ).toMatchObject(managed);
    expect(await ask('folders:remove', { id })).toMatchObject(managed);
    expect(desk.preferences()).toEqual(preferences);
    expect(desk.practitioners()).toEqual(['7']);
    expect(await call('folders:list', null)).toHaveLength(1);

    expect(await call('settings:update', { ...preferences, theme: 'dark', language: 'fr' })).toMatchObject({
      theme: 'dark',
      language: 'fr',
    });
    // The same values are no change.
    expect(await ask('today:choose', { practitioners: ['7'] })).toMatchObject({ ok: true });
  });

  it('start with a folder that is missing, show it as missing, and file what it holds once it is there', async () => {
    const scans = join(await tempFolder(), 'not made yet');
    const preset = presetSchema.parse({
      settings: 'locked',
      folders: [{ path: scans, route: { kind: 'inbox' } }],
    });
    const { call, demo, desk } = await testDesk({ preset });
    await call('clinic:useKey', { apiKey: demo.apiKey });
    await expect.poll(() => call('folders:list', null)).toMatchObject([{ state: 'vanished' }]);
    await mkdir(scans);
    await expect.poll(() => call('folders:list', null)).toMatchObject([{ state: 'watching' }]);
    await writeFile(join(scans, 'letter.pdf'), '%PDF-1.4\nletter\n%%EOF\n');
    const names = () =>
      desk
        .app()
        .history.jobs.page('inbox', { offset: 0, limit: 10 })
        .map(({ file }) => file.name);
    await expect.poll(names).toEqual(['letter.pdf']);
  });

  it('follow a changed preset at the next start: the folder, its files and the history stay', async () => {
    const [data, scans, secrets] = [await tempFolder(), await tempFolder(), memory()];
    await writeFile(join(scans, 'old.pdf'), '%PDF-1.4\nold\n%%EOF\n');
    const preset = (route: object) =>
      presetSchema.parse({ settings: 'locked', folders: [{ path: scans, route }] });
    const first = await testDesk({ data, secrets, preset: preset({ kind: 'inbox' }) });
    await first.call('clinic:useKey', { apiKey: first.demo.apiKey });
    const skipped = [{ state: 'watching', account: { leftAlone: 1 } }];
    await expect.poll(() => first.call('folders:list', null)).toMatchObject(skipped);
    const [before] = await first.call('folders:list', null);
    await first.desk.stop();

    const again = await testDesk({
      ...{ data, secrets, settings: first.settings(), demo: first.demo },
      preset: preset({ kind: 'active' }),
    });
    await again.desk.start();
    await expect.poll(() => again.call('folders:list', null)).toMatchObject(skipped);
    const [after] = await again.call('folders:list', null);
    expect(after?.folder).toEqual({ ...before?.folder, route: { kind: 'active' } });
    const { rows } = await again.call('history:page', { after: null, search: '', limit: 50 });
    const told = rows
      .filter(({ kind }) => kind.startsWith('folder-'))
      .map(({ kind, detail }) => [kind, detail]);
    expect(told).toEqual([
      ['folder-changed', { route: 'inbox → active', folder: scans, by: 'preset.json' }],
      ['folder-added', { folder: scans, by: 'preset.json' }],
    ]);
    expect(again.settings().folders.own).toMatchObject([{ route: { kind: 'active' } }]);
  });
});
