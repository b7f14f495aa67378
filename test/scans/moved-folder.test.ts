import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { moveJobs } from '../../main/scans/watch/moved-folder.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { jobRows, rowOf, scanFolderId, somebody } from '../fixtures/job-rows.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';

const waits = { notBefore: 0, waiting: null, tries: 0 } as const;
const inbox = { state: 'inbox' as const, reason: 'route-inbox' as const, candidates: [], duplicateOf: null };

it('case 35: waiting jobs move with their folder, if their file is there too', async () => {
  const { history, writer } = await jobRows(createFakeClock());
  const [from, to] = [await tempFolder(), await tempFolder()];
  await mkdir(join(to, 'sub'));
  const queued = { state: 'queued', destination: somebody, ...waits } as const;
  const written = { ...(await rowOf(join(from, 'sub/a.pdf'))), ...queued };
  await writeFile(join(to, 'sub/a.pdf'), 'x'.repeat(written.file.fingerprint.size));
  const missing = { ...(await rowOf(join(from, 'missing.pdf'))), ...inbox };
  const other = { ...(await rowOf(join(from, 'other.pdf'))), ...inbox };
  await writeFile(join(to, 'other.pdf'), 'of another size, which no upload would take for it');
  const outside = { ...(await rowOf(join(to, 'b.pdf'))), ...inbox };
  const root = { ...(await rowOf(from)), ...inbox };
  const dropped = { ...(await rowOf(join(from, 'sub/a.pdf'))), ...inbox, source: 'drop' } as const;
  writer.add([written, missing, other, outside, root, dropped]);

  await moveJobs({ id: scanFolderId, path: to }, from, { store: history.jobs, writer });
  const pathOf = ({ id }: { id: typeof written.id }) => history.jobs.get(id)?.file.path;
  expect(pathOf(written)).toBe(join(to, 'sub/a.pdf'));
  for (const one of [missing, other, outside, root, dropped]) expect(pathOf(one)).toBe(one.file.path);

  // Moved to the same place, and moved again: nothing changes.
  await moveJobs({ id: scanFolderId, path: to }, to, { store: history.jobs, writer });
  expect(pathOf(written)).toBe(join(to, 'sub/a.pdf'));
});
