import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { testDesk } from './test-desk.ts';

const pattern = '^(?P<patientId>[0-9]+)_';

describe('a pattern that is tried', () => {
  it('reads the example and the newest files of the folder, without asking the clinic', async () => {
    const { call, folder, demo, log } = await testDesk();
    await call('clinic:useDemo', null);
    const scans = await tempFolder();
    const names = [
      '1_a.pdf',
      '2_b.pdf',
      'fax.pdf',
      '4_d.tif',
      '5_e.jpg',
      '6_f.pdf',
      '.hidden.pdf',
      'Thumbs.db',
    ];
    for (const [at, name] of names.entries()) {
      await writeFile(join(scans, name), 'x');
      await utimes(join(scans, name), at + 1_000, at + 1_000);
    }
    await mkdir(join(scans, '9_folder.pdf'));
    const before = demo.requests();
    const tried = await call('folders:tryPattern', {
      id: null,
      chosen: folder(scans),
      pattern,
      example: '77_x.pdf',
    });
    expect(tried.example).toEqual({ kind: 'patient', patientId: '77' });
    expect(tried.names).toEqual([
      { name: '6_f.pdf', reading: { kind: 'patient', patientId: '6' } },
      { name: '5_e.jpg', reading: { kind: 'patient', patientId: '5' } },
      { name: '4_d.tif', reading: { kind: 'patient', patientId: '4' } },
      { name: 'fax.pdf', reading: null },
      { name: '2_b.pdf', reading: { kind: 'patient', patientId: '2' } },
    ]);
    expect(demo.requests()).toEqual(before);
    expect(log.tail(100).join()).not.toContain('_f.pdf');
  });

  it('gives only names while there is no pattern, and none of a missing folder or before one is chosen', async () => {
    const { call, folder } = await testDesk();
    await call('clinic:useDemo', null);
    const scans = await tempFolder();
    await writeFile(join(scans, 'a.pdf'), 'x');
    const none = { id: null, pattern: null, example: '' };
    expect((await call('folders:tryPattern', { ...none, chosen: folder(scans) })).names).toEqual([
      { name: 'a.pdf', reading: null },
    ]);
    expect(
      (await call('folders:tryPattern', { ...none, chosen: folder(join(scans, 'gone')) })).names,
    ).toEqual([]);
    expect(await call('folders:tryPattern', { ...none, chosen: null })).toEqual({ example: null, names: [] });
  });

  it('is refused with its fault', async () => {
    const { ask } = await testDesk();
    expect(
      await ask('folders:tryPattern', { id: null, chosen: null, pattern: '(?P<who>x)', example: '' }),
    ).toMatchObject({ ok: false, error: { code: 'pattern-invalid', detail: 'who' } });
  });
});
