import { knownFile } from '../fixtures/known-file.ts';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newDataKey } from '../../main/database/sealing.ts';
import { folderIdSchema } from '../../preload/contract/ids.ts';
import { rejectionOf } from '../fixtures/error-of.ts';
import { changeTo, sampleJobs, secrets } from './sample-jobs.ts';
import { testHistory } from './test-history.ts';

describe('a history', () => {
  it('is intact after a restart', async () => {
    const first = await testHistory();
    const { queued } = sampleJobs();
    first.jobs.add([changeTo(queued)]);
    first.record({ kind: 'folder-added', detail: { path: secrets.path } });
    const second = await first.reopen();
    expect(second.jobs.get(queued.id)).toEqual(queued);
    expect(second.audit.entries({ limit: 10 }).map(({ kind }) => kind)).toEqual([
      'job-changed',
      'folder-added',
    ]);
    expect(second.setAside).toBeNull();
  });

  it.each(['work', 'beside'] as const)(
    'does not open with another data key, to %s (case 29)',
    async (access) => {
      const history = await testHistory();
      history.jobs.add([changeTo(sampleJobs().queued)]);
      history.close();
      const { directory, dataKey } = history;
      const error = await rejectionOf(testHistory({ directory, dataKey: newDataKey(), access }));
      expect([error.code, error.advice]).toEqual(['data-key-wrong', 'ask']);
      // Nothing was written with the wrong key: with the right one nothing has changed.
      const again = await testHistory({ directory, dataKey });
      expect(again.jobs.inState('queued')).toHaveLength(1);
      expect(again.audit.firstTampered()).toBeNull();
      expect(again.setAside).toBeNull();
    },
  );

  it('does not open with an invalid key', async () => {
    expect((await rejectionOf(testHistory({ dataKey: 'no key' }))).code).toBe('data-key-wrong');
  });
});

describe('the data on disk', () => {
  it('holds no name, no path, no word of a person and no address of a file', async () => {
    const history = await testHistory();
    const bytesOf = async () => {
      const names = await readdir(history.directory);
      return Promise.all(names.map((name) => readFile(join(history.directory, name))));
    };
    for (let round = 0; round < 3; round += 1) {
      const jobs = Object.values(sampleJobs());
      history.jobs.add(jobs.map(changeTo));
      for (const { id } of jobs) history.jobs.change(id, (job) => changeTo({ ...job, description: null }));
    }
    const folder = folderIdSchema.parse('0b0e7c1e-3c1f-4a57-9f0a-2f5a5f0f6d11');
    history.knownFiles.remember(folder, [knownFile(secrets.fileName, sampleJobs().inbox.file.fingerprint)]);
    history.record({ kind: 'folder-added', detail: { path: secrets.path } });

    const open = await bytesOf();
    expect(open.length).toBeGreaterThan(2);
    history.close();
    const closed = await bytesOf();
    for (const bytes of [...open, ...closed]) {
      for (const encoding of ['utf8', 'utf16le'] as const) {
        for (const word of [...Object.values(secrets), 'uillfeather', '1980-02-03', 'front-desk-7']) {
          expect(bytes.includes(word, 0, encoding)).toBe(false);
        }
      }
      expect(bytes.includes(Buffer.from(secrets.sha256, 'hex'))).toBe(false);
    }
    // A search needs certainty: with a readable entry it would have been found.
    expect(Buffer.concat(open).includes('job-changed')).toBe(true);
  });
});
