import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createSafeSecrets } from '../../../main/hosts/electron/safe-secrets.ts';
import { createSecretsFile } from '../../../main/hosts/secrets-file.ts';
import { onlyOn } from '../../fixtures/only-on.ts';
import { tempFolder } from '../../fixtures/temp-folder.ts';

/** Electron's key store with a profile's name, or without one (Linux' `basic_text` counts as none). */
function fakeSafeStorage(given: { profile?: string; isThere?: boolean; backend?: string; prefix?: string }) {
  const more = { isLocked: false, asksAnew: false, prefix: 'v11' };
  const state = { profile: 'ada', isThere: true, backend: 'gnome_libsecret', ...more, ...given };
  const unlocked = (): void => {
    if (state.isLocked) throw new Error('Encryption is temporarily unavailable. Please try again.');
  };
  return {
    state,
    safeStorage: {
      isAsyncEncryptionAvailable: async () => state.isThere,
      getSelectedStorageBackend: () => state.backend as 'gnome_libsecret',
      encryptStringAsync: async (text: string) => {
        unlocked();
        return Buffer.from(`${state.prefix}${state.profile}:${text}`);
      },
      decryptStringAsync: async (sealed: Buffer) => {
        unlocked();
        const [profile = '', ...text] = sealed.toString().split(':');
        if (profile.slice(3) !== state.profile) throw new Error('sealed by another profile');
        return { result: text.join(':'), shouldReEncrypt: state.asksAnew };
      },
    },
  };
}

async function secretsOver(given: Parameters<typeof fakeSafeStorage>[0]) {
  const path = join(await tempFolder(), 'secrets.json');
  const { safeStorage, state } = fakeSafeStorage(given);
  const sealed = new Map<string, string>();
  const store = {
    get: (name: string) => sealed.get(name),
    set: (name: string, value: string) => void sealed.set(name, value),
  };
  const open = () => createSafeSecrets(safeStorage, store, createSecretsFile(path));
  return { open, sealed, state, hasFile: () => existsSync(path) };
}
const withoutStore = (secrets: ReturnType<typeof createSafeSecrets>) => {
  if (secrets.writeWithoutStore === undefined) throw new Error('there is no next best');
  return secrets.writeWithoutStore;
};

it('encrypts its values, and writes them nowhere else', async () => {
  const { open, sealed, hasFile } = await secretsOver({});
  await open().write('api-key', 'secret');
  await withoutStore(open())('data-key', 'hidden');
  expect(await open().read('api-key')).toBe('secret');
  expect(await open().read('data-key')).toBe('hidden');
  expect([...sealed.values()].join()).not.toMatch(/secret|hidden/);
  expect(hasFile()).toBe(false);
});

async function refusesToKeep(_name: string, given: Parameters<typeof secretsOver>[0]): Promise<void> {
  const { open, sealed, hasFile } = await secretsOver(given);
  for (const name of ['api-key', 'data-key'] as const) {
    await expect(open().write(name, 'secret')).rejects.toMatchObject({ code: 'key-store-missing' });
  }
  expect([sealed.size, hasFile()]).toEqual([0, false]);
}

const openKeyStores = onlyOn('linux', 'Only Linux has key stores that do not protect.');

it.each([['there is no key store', { isThere: false }]])('refuses to keep a key where %s', refusesToKeep);

it.each([
  ['Linux has only a password that everybody knows', { backend: 'basic_text' }],
  ['Linux names a keyring that does not protect', { prefix: 'v10' }],
])('refuses to keep a key where %s', openKeyStores, refusesToKeep);

const untilItEnds =
  'keeps the API key until it ends and the data key for the next start, where a person chose so';
it(untilItEnds, openKeyStores, async () => {
  const { open, sealed } = await secretsOver({ backend: 'basic_text' });
  const session = open();
  await withoutStore(session)('api-key', 'secret');
  await withoutStore(session)('data-key', 'hidden');
  expect(await session.read('api-key')).toBe('secret');
  expect(sealed.size).toBe(0);
  const next = open();
  expect(await next.read('api-key')).toBeNull();
  expect(await next.read('data-key')).toBe('hidden');
});

it('moves the data key into a key store as soon as there is one', async () => {
  const { open, sealed, state, hasFile } = await secretsOver({ isThere: false });
  await withoutStore(open())('data-key', 'hidden');
  expect(hasFile()).toBe(true);
  state.isThere = true;
  expect(await open().read('data-key')).toBe('hidden');
  // Until a later start has read it from the key store.
  expect([sealed.has('data-key'), hasFile()]).toEqual([true, true]);
  expect(await open().read('data-key')).toBe('hidden');
  expect([sealed.has('data-key'), hasFile()]).toEqual([true, false]);
  expect(await open().read('data-key')).toBe('hidden');
});

it('keeps a new data key beside its sealed form until a later start has read that back', async () => {
  const { open, state, hasFile } = await secretsOver({});
  const first = open();
  await first.write('data-key', 'hidden');
  expect(await first.read('data-key')).toBe('hidden');
  expect(hasFile()).toBe(true);
  // A power cut before the store's own key was written: its values are lost.
  state.profile = 'after the power cut';
  const second = open();
  expect(await second.read('data-key')).toBe('hidden');
  expect(hasFile()).toBe(true);
  expect(await open().read('data-key')).toBe('hidden');
  expect(hasFile()).toBe(false);
});

it('distinguishes a temporarily locked store from a lost key', async () => {
  const { open, state } = await secretsOver({});
  await open().write('api-key', 'secret');
  await open().write('data-key', 'hidden');
  state.isLocked = true;
  for (const name of ['api-key', 'data-key'] as const) {
    await expect(open().read(name)).rejects.toMatchObject({ code: 'key-store-locked' });
    await expect(open().write(name, 'other')).rejects.toMatchObject({ code: 'key-store-locked' });
  }
  state.isLocked = false;
  expect(await open().read('api-key')).toBe('secret');
  expect(await open().read('data-key')).toBe('hidden');
});

it('encrypts again when the key store asks for it', async () => {
  const { open, sealed, state } = await secretsOver({});
  await open().write('api-key', 'secret');
  const before = sealed.get('api-key');
  state.asksAnew = true;
  state.prefix = 'v12';
  expect(await open().read('api-key')).toBe('secret');
  expect(sealed.get('api-key')).not.toBe(before);
});

it('asks for the API key again, and makes no new data key, when another profile sealed them (case 29)', async () => {
  const { open, state } = await secretsOver({});
  await open().write('api-key', 'secret');
  await open().write('data-key', 'hidden');
  expect(await open().read('data-key')).toBe('hidden');
  state.profile = 'grace';
  expect(await open().read('api-key')).toBeNull();
  await expect(open().read('data-key')).rejects.toMatchObject({ code: 'data-key-wrong' });
});
