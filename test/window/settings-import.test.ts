import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { testDesk } from './test-desk.ts';

const noPlan = '0'.repeat(64);
const json = (value: unknown) => ({ kind: 'text', text: JSON.stringify(value) }) as const;

describe('a file with settings, in a browser', () => {
  it('shows what changes, changes exactly that, and gives another PC the same', async () => {
    const desk = await testDesk();
    await desk.call('clinic:useDemo', null);
    const scans = join(desk.root, 'scans');
    await mkdir(scans);
    const file = json({
      preferences: { holdSeconds: 20 },
      folders: [{ path: scans, route: { kind: 'active' }, description: 'Referral' }],
      practitioners: ['7'],
    });
    const shown = await desk.call('settings:preview', file);
    expect(shown.changes).toEqual([
      { kind: 'changed', folder: null, name: 'holdSeconds', from: '0', to: '20' },
      { kind: 'folder-added', folder: scans, route: 'active' },
      { kind: 'practitioners', from: 0, to: 1 },
    ]);
    expect(await desk.call('folders:list', null)).toEqual([]);

    expect(await desk.call('settings:import', { from: file, plan: shown.plan })).toMatchObject({
      holdSeconds: 20,
    });
    await expect.poll(() => desk.call('folders:list', null)).toMatchObject([{ state: 'watching' }]);
    expect(desk.desk.practitioners()).toEqual(['7']);
    const saved = await text(desk.bytes.settings().stream);
    expect((await desk.call('settings:preview', { kind: 'text', text: saved })).changes).toEqual([]);
    const { rows } = await desk.call('history:page', { after: null, search: '', limit: 50 });
    expect(rows.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['settings-changed', 'folder-added']),
    );
  });

  it('changes nothing if the settings are no longer those that were shown', async () => {
    const desk = await testDesk();
    await desk.call('clinic:useDemo', null);
    const from = json({ preferences: { uploads: 2 } });
    const { plan } = await desk.call('settings:preview', from);
    await desk.call('settings:update', { ...desk.desk.preferences(), holdSeconds: 7 });
    expect(await desk.ask('settings:import', { from, plan })).toMatchObject({
      ok: false,
      error: { code: 'choice-expired' },
    });
    expect(desk.desk.preferences()).toMatchObject({ uploads: 4, holdSeconds: 7 });
  });

  it('names no folder that the person could not choose in the window, and none inside a watched one', async () => {
    const desk = await testDesk();
    await desk.call('clinic:useDemo', null);
    const outside = await tempFolder();
    await mkdir(join(desk.root, '.hidden'));
    for (const path of [
      outside,
      join(desk.root, '.hidden'),
      join(desk.root, 'missing'),
      `${desk.root}/../`,
    ]) {
      const from = json({ folders: [{ path, route: { kind: 'inbox' } }] });
      expect(await desk.ask('settings:preview', from), path).toMatchObject({
        ok: false,
        error: { code: 'settings-invalid', detail: 'folders.0.path' },
      });
      expect(await desk.ask('settings:import', { from, plan: noPlan })).toMatchObject({ ok: false });
    }
    expect(await desk.call('folders:list', null)).toEqual([]);
  });
});

describe('a file with settings, where the system has a dialog', () => {
  it('is the one that the person chose there; no text from the window counts', async () => {
    const scans = await tempFolder();
    const path = join(await tempFolder(), 'settings.json');
    const desk = await testDesk({ chooseSettings: () => Promise.resolve(path), browser: null });
    await desk.call('clinic:useDemo', null);
    const settings = { preferences: { uploads: 2 }, folders: [{ path: scans, route: { kind: 'inbox' } }] };
    // As Windows' editors write it.
    await writeFile(path, `\uFEFF${JSON.stringify(settings)}`);
    expect(await desk.ask('settings:preview', json(settings))).toMatchObject({
      error: { code: 'request-invalid' },
    });

    const chosen = await desk.call('settings:choose', null);
    if (chosen === null) throw new Error('nothing was chosen');
    const from = { kind: 'chosen', chosen } as const;
    const { changes, plan } = await desk.call('settings:preview', from);
    expect(changes).toHaveLength(2);
    await desk.call('settings:import', { from, plan });
    expect(await desk.call('folders:list', null)).toMatchObject([{ folder: { path: scans } }]);
    expect(desk.desk.preferences().uploads).toBe(2);

    await writeFile(path, ' '.repeat(200_001));
    expect(await desk.ask('settings:preview', from)).toMatchObject({ error: { code: 'settings-invalid' } });
  });
});
