import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createNoKeyStore } from '../fakes/no-key-store.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { testDesk } from './test-desk.ts';

// A system without a key store: the key is refused with a reason, then accepted after a person agreed.

it('opens the demo clinic without one: its patients are made up', async () => {
  const { secrets } = createNoKeyStore();
  const { call } = await testDesk({ secrets });
  expect(await call('clinic:useDemo', null)).toMatchObject({ clinic: 'demo', problem: null });
});

it('refuses to keep an API key, until a person chooses this session only', async () => {
  const { secrets, kept } = createNoKeyStore();
  const { call, ask, demo } = await testDesk({ secrets });
  expect(await ask('clinic:useKey', { apiKey: demo.apiKey })).toMatchObject({
    error: { code: 'key-store-missing' },
  });
  expect(kept.size).toBe(0);
  expect(await call('status:read', null)).toMatchObject({ clinic: null });
  expect(await call('clinic:useKey', { apiKey: demo.apiKey, sessionOnly: true })).toMatchObject({
    clinic: 'own',
    connection: 'online',
  });
});

it('asks for the key at the next start, and the earlier queue is kept (case 29)', async () => {
  const { secrets, restart } = createNoKeyStore();
  const data = await tempFolder();
  const first = await testDesk({ secrets, data });
  await first.call('clinic:useKey', { apiKey: first.demo.apiKey, sessionOnly: true });
  const letter = join(await tempFolder(), 'letter.pdf');
  await writeFile(letter, 'a letter');
  await first.call('jobs:add', { files: [first.file(letter)], target: null });
  await first.desk.stop();
  restart();

  const { demo } = first;
  const second = await testDesk({ secrets, data, demo, settings: first.settings() });
  await expect(second.desk.start()).rejects.toMatchObject({ code: 'key-missing' });
  expect(await second.call('status:read', null)).toMatchObject({ clinic: null, problem: 'key-missing' });
  expect(await second.call('clinic:useKey', { apiKey: demo.apiKey, sessionOnly: true })).toMatchObject({
    clinic: 'own',
    problem: null,
    counts: { inbox: 1 },
  });
  const { rows } = await second.call('jobs:page', { list: 'inbox', offset: 0, limit: 10 });
  expect(rows.map(({ name }) => name)).toEqual(['letter.pdf']);
});
