import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { productVersion } from '../../../main/hosts/product.ts';
import { preferencesSchema } from '../../../preload/contract/settings.ts';
import { createAuthority } from '../../fixtures/authority.ts';
import { tempFolder } from '../../fixtures/temp-folder.ts';
import { onlyOn } from '../../fixtures/only-on.ts';
import { someBytes } from '../../fixtures/upload-bench.ts';
import { startBuiltMain } from './start-built-main.ts';
import { startUpdateServer } from './update-server.ts';

/** A fake next version: an AppImage that records how it was started. */
const update = Buffer.from('#!/bin/sh\necho "${APPIMAGE_EXIT_AFTER_INSTALL:-started}" >> "$0.starts"\n');

/** The built program as an AppImage of an older version, which downloads the next one from a server. */
async function outdated(given: { isWorking?: boolean } = {}) {
  const authority = await createAuthority('Authority of the updates');
  const identity = await authority.issue('localhost');
  const server = await startUpdateServer({ system: 'linux', version: productVersion, update, identity });
  const [data, resources, files] = [await tempFolder(), await tempFolder(), await tempFolder()];
  await writeFile(
    join(resources, 'app-update.yml'),
    `provider: generic\nurl: ${server.url}\nupdaterCacheDirName: chartdrop-updater\n`,
  );
  const authorityFile = join(resources, 'authority.pem');
  await writeFile(authorityFile, authority.cert);
  const appImage = join(files, 'Chartdrop.AppImage');
  await writeFile(appImage, 'the program of 0.0.0');
  await chmod(appImage, 0o755);
  const env = {
    APPIMAGE: appImage,
    XDG_CACHE_HOME: await tempFolder(),
    CHARTDROP_TEST_RESOURCES: resources,
    CHARTDROP_TEST_AUTHORITY: authorityFile,
  };
  const main = await startBuiltMain({
    data,
    env,
    imports: ['./test/fixtures/short-waits.mjs', './test/fixtures/slow-letter.mjs'],
  });
  await main.call('clinic:useDemo', null);
  if (given.isWorking === true) {
    const [jane] = await main.call('patients:search', { query: 'citizen, jane' });
    if (jane === undefined) throw new Error('no Jane');
    const path = join(files, 'letter.pdf');
    await writeFile(path, someBytes());
    await main.call('settings:update', preferencesSchema.parse({ holdSeconds: 0 }));
    const target = { patientId: jane.id, caseId: null };
    await main.call('jobs:add', { files: await main.handles([path]), target });
    await expect
      .poll(async () => (await main.call('status:read', null)).counts)
      .toMatchObject({ uploading: 1 });
  }
  await expect
    .poll(() => main.call('updates:read', null))
    .toEqual({ kind: 'ready', version: productVersion });
  expect(server.downloads).toHaveLength(1);
  const starts = async (): Promise<string[]> => {
    const text = await readFile(`${appImage}.starts`, 'utf8').catch(() => '');
    return text.split('\n').filter((line) => line !== '');
  };
  return { main, data, env, starts, appImage };
}
const menu = 'Restart and install the update';

// AppImages are installed and started for real, which needs Linux.
describe(
  'an update, in the built program',
  onlyOn('linux', 'The AppImage is updated, which only Linux has.'),
  () => {
    it.each(['app', 'tray'] as const)('is installed by the restart in the menu of the %s', async (where) => {
      const { main, starts, appImage } = await outdated();
      await expect.poll(() => JSON.stringify(main.last(where === 'app' ? 'menu' : 'tray'))).toContain(menu);
      main.press(where, menu).catch(() => undefined);
      expect(await main.exited).toBe(0);
      await expect.poll(starts).toEqual(['started']);
      expect(await readFile(appImage)).toEqual(update);
    });

    it('is installed by the button of the window', async () => {
      const { main, starts } = await outdated();
      expect(await main.call('updates:restart', null)).toBe(true);
      expect(await main.exited).toBe(0);
      await expect.poll(starts).toEqual(['started']);
    });

    it('is installed by a quit, without a start', async () => {
      const { main, starts } = await outdated();
      main.quit();
      expect(await main.exited).toBe(0);
      expect(await starts()).toEqual(['true']);
    });

    it('is installed automatically after half an hour without input, and restarts hidden', async () => {
      const { main, data, env, starts } = await outdated();
      main.idle({ seconds: 29 * 60 });
      await main.call('destination:disarm', null);
      expect(main.isAlive()).toBe(true);
      main.idle({ seconds: 30 * 60 });
      expect(await main.exited).toBe(0);
      expect(await starts()).toEqual(['started']);
      const next = await startBuiltMain({ data, env });
      await next.until('tray');
      expect(next.details('show')).toEqual([]);
      expect(await next.call('updates:read', null)).toMatchObject({ kind: 'current' });
    });

    it('is not installed during an upload: by the menu, the window, or automatically', async () => {
      const { main, starts } = await outdated({ isWorking: true });
      main.idle({ seconds: 60 * 60 });
      await expect.poll(() => JSON.stringify([main.last('menu'), main.last('tray')])).not.toContain(menu);
      expect(await main.call('updates:restart', null)).toBe(false);
      expect(main.isAlive()).toBe(true);
      main.quit();
      await main.until('question');
      main.answer(1);
      expect(await main.exited).toBe(0);
      expect(await starts()).toEqual([]);
    });

    it('is not installed at a log-off', async () => {
      const { main, starts } = await outdated();
      main.kill('SIGTERM');
      expect(await main.exited).toBe(0);
      expect(await starts()).toEqual([]);
    });
  },
);
