import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, vi } from 'vitest';
import { ChartdropError } from '../../main/base/errors.ts';
import { startDemoClinic } from '../../main/demo-clinic/start.ts';
import type { Handle } from '../../preload/contract/handle.ts';
import type { SecretName, Secrets } from '../../main/base/ports.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { knownSecrets } from '../fixtures/known-clinic.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { folderForm } from './folder-form.ts';
import { testDesk } from './test-desk.ts';

const folder = (chosen: Handle) =>
  folderForm(chosen, { subfolders: true, route: { kind: 'inbox' }, afterFiling: 'stay', shared: 'auto' });

describe('the desk', () => {
  it('case 38: shows the letter that a row is about, even when its name was used again', async () => {
    const { call, desk, bytes, folder: choose } = await testDesk();
    await call('clinic:useDemo', null);
    const scans = await tempFolder();
    await call('folders:save', folder(choose(scans)));
    await expect.poll(() => call('folders:list', null)).toMatchObject([{ state: 'watching' }]);
    const jobs = () => desk.app().history.jobs.page('inbox', { offset: 0, limit: 10 });
    // The second is shorter: a longer one could be the next page of the first, and would wait for more.
    const contents = ['%PDF-1.4\nthe first letter\n%%EOF\n', '%PDF-1.4\nquite another\n%%EOF\n'];
    for (const [at, content] of contents.entries()) {
      await writeFile(join(scans, '0001.pdf'), content);
      await expect.poll(() => jobs().length).toBe(at + 1);
    }
    const shown: string[] = [];
    for (const { id } of jobs()) shown.push(await text((await bytes.local(id)).stream));
    expect(shown).toEqual(contents);
  });

  it('case 13: refuses a change of settings completely while it cannot be recorded, and watches as before', async () => {
    const { call, ask, desk, settings, folder: choose } = await testDesk();
    await call('clinic:useDemo', null);
    const scans = await tempFolder();
    const given = folder(choose(scans));
    const narrow = { ...given, folder: { ...given.folder, ignore: ['kept back*'] } };
    const [saved] = await call('folders:save', narrow);
    await expect.poll(() => call('folders:list', null)).toMatchObject([{ state: 'watching' }]);
    const id = saved?.folder.id ?? null;
    const before = settings();
    const views = await call('folders:list', null);
    const full = vi.spyOn(desk.app().history, 'record').mockImplementation(() => {
      throw new ChartdropError('disk-full');
    });

    const refused = { ok: false, error: { code: 'disk-full' } };
    const other = await tempFolder();
    expect(
      await ask('folders:save', { ...given, folder: { ...given.folder, id }, chosen: null }),
    ).toMatchObject(refused);
    expect(await ask('folders:save', folder(choose(other)))).toMatchObject(refused);
    expect(await ask('folders:remove', { id })).toMatchObject(refused);
    const preferences = { ...desk.preferences(), holdSeconds: 7 };
    expect(await ask('settings:update', preferences)).toMatchObject(refused);
    expect(settings()).toEqual(before);
    expect(await call('folders:list', null)).toEqual(views);

    // Files that the settings include are still added; excluded ones wait for the change.
    full.mockRestore();
    await writeFile(join(scans, 'kept back.pdf'), '%PDF-1.4\nkept back\n%%EOF\n');
    await writeFile(join(scans, 'letter.pdf'), '%PDF-1.4\nletter\n%%EOF\n');
    const names = () =>
      desk
        .app()
        .history.jobs.page('inbox', { offset: 0, limit: 10 })
        .map(({ file }) => file.name);
    await expect.poll(names).toEqual(['letter.pdf']);
    await call('folders:save', { ...given, folder: { ...given.folder, id }, chosen: null });
    await expect
      .poll(() => call('folders:list', null))
      .toMatchObject([{ state: 'watching', account: { leftAlone: 1 } }]);
  });

  it('changes between the demo clinic and the own one, each with separate folders and jobs', async () => {
    const { call, desk, settings, folder: choose } = await testDesk();
    await call('clinic:useDemo', null);
    const scans = await tempFolder();
    expect(await call('folders:save', folder(choose(scans)))).toHaveLength(1);
    expect(settings()).toMatchObject({ clinic: 'demo', folders: { demo: [{ path: scans }], own: [] } });

    expect(await call('clinic:useKey', { apiKey: 'demo-clinic-key-au1' })).toMatchObject({
      clinic: 'own',
      connection: 'online',
      user: { name: 'Frankie Desk' },
    });
    expect(await call('folders:list', null)).toEqual([]);
    await call('clinic:useDemo', null);
    expect(await call('folders:list', null)).toHaveLength(1);
    expect(desk.opened()?.choice).toBe('demo');
  });

  it('sends a stored key to the address that it was entered for, and to no other', async () => {
    const data = await tempFolder();
    const kept = new Map<SecretName, string>();
    const secrets: Secrets = {
      read: (name) => Promise.resolve(kept.get(name) ?? null),
      write: (name, value) => Promise.resolve(void kept.set(name, value)),
    };
    const first = await testDesk({ data, secrets });
    await first.call('clinic:useKey', { apiKey: first.demo.apiKey });
    expect(kept.get('api-key-address')).toBe(first.demo.apiUrl);
    const settings = first.settings();
    await first.desk.stop();

    const elsewhere = await testDesk({ data, secrets, settings });
    await expect(elsewhere.desk.start()).rejects.toMatchObject({ code: 'key-missing' });
    await elsewhere.desk.stop();
    const again = await testDesk({ data, secrets, settings, demo: first.demo });
    await again.desk.start();
    expect(again.desk.opened()?.choice).toBe('own');
    await again.desk.stop();
    // As an older version stored it: without an address, for the key's own.
    kept.delete('api-key-address');
    const older = await testDesk({ data, secrets, settings, demo: first.demo });
    await expect(older.desk.start()).rejects.toMatchObject({ code: 'key-missing' });
  });

  it('keeps the open clinic when another key is refused, and stores no such key', async () => {
    const { call, ask, desk, secrets, demo } = await testDesk();
    await call('clinic:useDemo', null);
    const before = desk.opened()?.app;
    for (const [apiKey, code] of [
      ['wrong-key-au1', 'key-rejected'],
      ['no: key', 'key-malformed'],
      ['  ', 'key-missing'],
    ]) {
      expect(await ask('clinic:useKey', { apiKey })).toMatchObject({ ok: false, error: { code } });
    }
    expect(desk.opened()?.app).toBe(before);
    expect(secrets.get('api-key')).toBeUndefined();
    await demo.stop();
    expect(await ask('clinic:useKey', { apiKey: demo.apiKey })).toMatchObject({
      error: { code: 'network-unreachable' },
    });
    expect(desk.opened()?.app).toBe(before);
  });

  it('accepts a new key for the same clinic without closing it', async () => {
    const { call, desk, demo } = await testDesk();
    await call('clinic:useKey', { apiKey: demo.apiKey });
    const before = desk.opened()?.app;
    // The clinic accepts its key with and without the shard.
    const other = ` ${demo.apiKey.replace(/-au1$/, '')}\n`;
    await call('clinic:useKey', { apiKey: other, presentKey: demo.apiKey });
    expect(desk.opened()?.app).toBe(before);
  });

  it('opens the clinic of the settings at a start, even while it is unreachable', async () => {
    const { desk, secrets } = await testDesk({ settings: { clinic: 'demo' } });
    await desk.start();
    expect(desk.opened()).toMatchObject({ choice: 'demo' });
    await expect.poll(() => desk.opened()?.connection).toBe('online');
    expect(secrets.has('data-key')).toBe(true);
  });

  it('counts the proof of a key against the same budget as every later call', async () => {
    const { call, desk, demo } = await testDesk();
    const before = demo.requests().api;
    await call('clinic:useKey', { apiKey: demo.apiKey });
    const { used } = desk.app().clinic.budget.usage();
    expect(used).toBeGreaterThan(1);
    expect(used).toBe(demo.requests().api - before);
  });

  it('notices automatically that the clinic is back', async () => {
    const clock = createFakeClock();
    const { call, ask, desk, demo } = await testDesk({ clock });
    await call('clinic:useKey', { apiKey: demo.apiKey });
    const portOf = (url: string): number => Number(new URL(url).port);
    const ports = { port: portOf(demo.apiUrl), storagePort: portOf(demo.storageUrl) };
    await demo.stop();
    expect(await ask('clinic:identify', null)).toMatchObject({ error: { code: 'network-unreachable' } });
    expect(desk.opened()?.connection).toBe('offline');
    const again = await startDemoClinic({ ...knownSecrets, directory: await tempFolder(), ...ports });
    clock.advance(10_000);
    await expect.poll(() => desk.opened()?.connection).toBe('online');
    await again.stop();
  });

  it('refuses a folder that is watched already, inside a watched one, missing, or has an invalid pattern', async () => {
    const { call, ask, folder: choose } = await testDesk();
    await call('clinic:useDemo', null);
    const outer = await tempFolder();
    await mkdir(join(outer, 'inner'));
    const [saved] = await call('folders:save', folder(choose(outer)));
    for (const path of [outer, join(outer, 'inner'), join(outer, '.')]) {
      expect(await ask('folders:save', folder(choose(path)))).toMatchObject({
        error: { code: 'folder-watched-already' },
      });
    }
    expect(await ask('folders:save', folder(choose(join(outer, 'gone'))))).toMatchObject({
      error: { code: 'folder-missing' },
    });
    const given = folder(choose(await tempFolder()));
    const route = { kind: 'filename', pattern: '(?P<patientId>[' } as const;
    expect(await ask('folders:save', { ...given, folder: { ...given.folder, route } })).toMatchObject({
      error: { code: 'pattern-invalid' },
    });
    if (saved === undefined) throw new Error('it was not saved');
    expect(await call('folders:remove', { id: saved.folder.id })).toEqual([]);
  });

  it('keeps the settings that two windows changed, each without the other’s', async () => {
    const { call, desk } = await testDesk();
    await call('settings:update', { guardPages: false, holdSeconds: 300 });
    expect(await call('settings:update', { sound: 'all', theme: undefined })).toEqual(desk.preferences());
    expect(desk.preferences()).toMatchObject({
      ...{ guardPages: false, holdSeconds: 300, sound: 'all', theme: 'system' },
    });
  });

  it('selects no patient after a change of the clinic (case 15)', async () => {
    const { call, demo } = await testDesk();
    await call('clinic:useDemo', null);
    const [jane] = await call('patients:search', { query: 'citizen, jane' });
    if (jane === undefined) throw new Error('no Jane');
    expect(await call('destination:arm', { patientId: jane.id, caseId: null })).toMatchObject({
      destination: { patient: { name: 'Jane Citizen', dateOfBirth: '1980-02-03' } },
    });
    expect(await call('destination:recent', null)).toHaveLength(1);
    expect(await call('clinic:useKey', { apiKey: demo.apiKey })).toMatchObject({
      active: { destination: null },
    });
    // Patients of the other clinic are not offered.
    expect(await call('destination:recent', null)).toEqual([]);
  });
});
