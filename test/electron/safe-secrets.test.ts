import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createSafeSecrets } from '../../main/hosts/electron/safe-secrets.ts';
import { createSecretsFile } from '../../main/hosts/secrets-file.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';

/** Electron's side: a key store that seals by a profile's name, or none (Linux's `basic_text` is as good as none). */
function fakeSafeStorage(given: { profile?: string; isThere?: boolean; backend?: string }) {
  const state = { profile: 'ada', isThere: true, backend: 'gnome_libsecret', ...given };
  return {
    state,
    safeStorage: {
      isAsyncEncryptionAvailable: async () => state.isThere,
      getSelectedStorageBackend: () => state.backend as 'gnome_libsecret',
      encryptStringAsync: async (text: string) => Buffer.from(`${state.profile}:${text}`),
      decryptStringAsync: async (sealed: Buffer) => {
        const [profile, ...text] = sealed.toString().split(':');
        if (profile !== state.profile) throw new Error('sealed by another profile');
        return { result: text.join(':'), shouldReEncrypt: false };
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

it('seals what it keeps, and writes it nowhere else', async () => {
  const { open, sealed, hasFile } = await secretsOver({});
  await open().write('api-key', 'secret');
  await withoutStore(open())('data-key', 'hidden');
  expect(await open().read('api-key')).toBe('secret');
  expect(await open().read('data-key')).toBe('hidden');
  expect([...sealed.values()].join()).not.toMatch(/secret|hidden/);
  expect(hasFile()).toBe(false);
});

it.each([
  ['there is no key store', { isThere: false }],
  ['Linux has only a password that everybody knows', { backend: 'basic_text' }],
])('refuses to keep a key where %s', async (_name, given) => {
  const { open, sealed, hasFile } = await secretsOver(given);
  for (const name of ['api-key', 'data-key'] as const) {
    await expect(open().write(name, 'secret')).rejects.toMatchObject({ code: 'key-store-missing' });
  }
  expect([sealed.size, hasFile()]).toEqual([0, false]);
});

it('keeps the API key until it ends and the data key for the next start, where a person chose so', async () => {
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
  expect([sealed.has('data-key'), hasFile()]).toEqual([true, false]);
  expect(await open().read('data-key')).toBe('hidden');
});

it('asks for the API key again, and makes no new data key, when another profile sealed them (case 29)', async () => {
  const { open, state } = await secretsOver({});
  await open().write('api-key', 'secret');
  await open().write('data-key', 'hidden');
  state.profile = 'grace';
  expect(await open().read('api-key')).toBeNull();
  await expect(open().read('data-key')).rejects.toMatchObject({ code: 'data-key-wrong' });
});
