import { writeFile } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { testDesk } from './test-desk.ts';

const reportSchema = z.object({
  program: z.object({ version: z.string(), host: z.string(), node: z.string() }),
  settings: z.object({ folders: z.array(z.object({ route: z.string() })) }),
  state: z.object({ counts: z.record(z.string(), z.number()) }),
  diagnosis: z.object({ steps: z.array(z.object({ step: z.string(), state: z.string() })) }),
  accounts: z.array(z.object({ refused: z.array(z.object({ rule: z.string(), count: z.number() })) })),
  log: z.array(z.object({ event: z.string() })),
});

it('the report describes the state, without names', async () => {
  const { call, demo, bytes, log, file, folder: choose } = await testDesk();
  await call('clinic:useKey', { apiKey: demo.apiKey });
  const [jane] = await call('patients:search', { query: 'jane citizen' });
  if (jane === undefined) throw new Error('she is there');
  const scans = await tempFolder();
  const letter = join(await tempFolder(), 'letter of Quillfeather.pdf');
  await writeFile(letter, 'a letter');
  await call('jobs:add', { files: [file(letter)], target: { patientId: jane.id, caseId: null } });
  const folder = {
    id: null,
    subfolders: false,
    types: ['pdf', 'quillfeather'],
    ignore: ['quillfeather*'],
    route: { kind: 'fixed' as const, destination: { kind: 'patient' as const, patient: jane } },
    afterFiling: 'stay' as const,
    watchMethod: 'auto' as const,
    settleMs: null,
    shared: 'no' as const,
    takeOverSeconds: 120,
    description: null,
    nameTemplate: null,
  };
  await writeFile(join(scans, 'Quillfeather.exe'), 'x');
  await call('folders:save', { folder, chosen: choose(scans), takeExisting: false });
  await expect.poll(async () => (await call('status:read', null)).counts.filed).toBe(1);

  const words = await text((await bytes.report()).stream);
  const report = reportSchema.parse(JSON.parse(words));
  expect(report.settings.folders).toEqual([{ route: 'fixed' }]);
  expect(report.state.counts).toMatchObject({ filed: 1 });
  expect(report.accounts).toMatchObject([{ refused: [{ rule: 'ignored', count: 1 }] }]);
  expect(report.diagnosis.steps.at(-1)).toEqual({ step: 'storage', state: 'ok' });
  expect(report.log.map(({ event }) => event)).toContain('job-changed');
  expect(log.tail(1000).some((line) => line.includes('"filed"'))).toBe(true);
  const secrets = [
    ...['Citizen', 'Quillfeather', 'quillfeather', '1980-02', jane.id, demo.apiKey, scans, 'letter'],
    ...[demo.apiUrl, demo.storageUrl, hostname(), userInfo().homedir, 'tester', 'test-pc'],
  ];
  for (const secret of secrets) expect(words, secret).not.toContain(secret);
});
