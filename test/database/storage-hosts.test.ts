import { expect, it } from 'vitest';
import { testHistory } from '../jobs/test-history.ts';

it('a storage host is recorded once, at the first upload to it, even across starts', async () => {
  const history = await testHistory();
  const hosts = (one: typeof history) =>
    one.audit.entries({ limit: 100 }).map(({ kind, detail }) => ({ kind, host: detail?.['host'] }));
  history.meetStorage('storage.example');
  history.meetStorage('storage.example');
  history.meetStorage('other.example:8443');
  const again = await history.reopen();
  again.meetStorage('storage.example');
  expect(hosts(again)).toEqual([
    { kind: 'storage-met', host: 'storage.example' },
    { kind: 'storage-met', host: 'other.example:8443' },
  ]);
  // Host names are private to readers of the file.
  const kept = again.raw().prepare('SELECT host_digest FROM storage_hosts').all();
  expect(JSON.stringify(kept)).not.toContain('example');
});
