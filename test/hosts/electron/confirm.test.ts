import { expect, it } from 'vitest';
import { testClinic } from '../../fixtures/upload-bench.ts';
import { startBuiltMain } from './start-built-main.ts';

async function connected() {
  const demo = await testClinic();
  const main = await startBuiltMain({ env: { CHARTDROP_API_URL: demo.apiUrl } });
  await main.call('clinic:useKey', { apiKey: demo.apiKey });
  const ask = (channel: string, input: unknown) => main.ask('call', 'app://chartdrop/', channel, input);
  const handOut = (url: string, path: string) => main.ask('grant', url, path);
  return { ...main, demo, ask, handOut };
}

it('asks in a native dialog before another key replaces a working one', async () => {
  const { ask, answer, details, demo } = await connected();
  const other = { apiKey: demo.apiKey.replace(/-au1$/, '') };
  for (const [button, outcome] of [
    [0, { ok: false, error: { code: 'not-confirmed' } }],
    [1, { ok: true, value: { clinic: 'own' } }],
  ] as const) {
    const asked = details('question').length;
    const answered = ask('clinic:useKey', other);
    await expect.poll(() => details('question').length).toBe(asked + 1);
    answer(button);
    expect(await answered).toMatchObject(outcome);
  }
  expect(details('question')[0]).toMatchObject({
    message: 'Replace the API key?',
    buttons: ['Cancel', 'Replace the key'],
    hasParent: true,
  });
});

it('asks once before many attachments are archived, and names their patients by two identifiers', async () => {
  const { ask, answer, details, demo } = await connected();
  const jane = demo.patients().find(({ lastName }) => lastName === 'Citizen');
  const others = demo.attachments().filter(({ archivedAt }) => archivedAt === null);
  const own = others.filter(({ patientId }) => patientId === jane?.id);
  const records = [...new Set([...own, ...others])]
    .slice(0, 25)
    .map(({ id, patientId }) => ({ id, patientId }));
  const answered = ask('attachments:archive', { records });
  await expect.poll(() => details('question')).toHaveLength(1);
  expect(details('question')).toMatchObject([
    { message: 'Archive 25 attachments?', buttons: ['Cancel', 'Archive'] },
  ]);
  expect(JSON.stringify(details('question'))).toMatch(/Citizen.*1980/);
  answer(0);
  expect(await answered).toMatchObject({ ok: false, error: { code: 'not-confirmed' } });
  expect(demo.attachments().filter(({ archivedAt }) => archivedAt !== null)).toHaveLength(
    demo.attachments().length - others.length,
  );
});

it('gives handles for drops only to its own window, and accepts no path from it', async () => {
  const { ask, grant, handOut } = await connected();
  for (const url of ['https://evil.example/', 'app://other/', 'file:///tmp/a.html']) {
    expect(await handOut(url, '/scans/letter.pdf'), url).toBeNull();
  }
  expect(await grant('/scans/letter.pdf')).toMatch(/^[\w-]{32}$/);
  expect(await grant('/etc/shadow')).toBeNull();
  expect(await ask('jobs:add', { files: ['/etc/hostname'], target: null })).toMatchObject({
    ok: false,
    error: { code: 'request-invalid' },
  });
});
