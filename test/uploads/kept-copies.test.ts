import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hashFile, withContent } from '../../main/files/file-content.ts';
import { newJobId } from '../../main/jobs/job-id.ts';
import { createKeptCopies } from '../../main/uploads/intake/kept-copies.ts';
import { systemClock } from '../../main/hosts/system-clock.ts';
import { silentLog } from '../fakes/silent-log.ts';
import { noModes, onlyOn } from '../fixtures/only-on.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';

const { signal } = new AbortController();
const look = { mayGoUnread: () => false, signal };

async function scene() {
  const at = await tempFolder();
  const [path, directory] = [join(at, 'scan.pdf'), join(at, 'data', 'copies')];
  await writeFile(path, 'the letter', { mode: 0o444 });
  const copies = createKeptCopies({ directory, clock: systemClock, log: silentLog });
  return { path, directory, copies, id: newJobId(Date.now()) };
}

describe('a scan’s private copy', () => {
  it('has the bytes that were hashed, although another letter has the name before it is written', async () => {
    const { path, directory, copies, id } = await scene();
    const kept = await withContent(path, look, async (file, bytes) => {
      await writeFile(`${path}.new`, 'another one');
      return copies.keep({ ...file, path: `${path}.new` }, id, { bytes, signal });
    });
    const { sha256 } = await hashFile(path, signal);
    expect(kept).toMatchObject({ sha256 });
    expect(await readFile(join(directory, kept?.name ?? ''), 'utf8')).toBe('the letter');
    // Without the bytes it is another file.
    const file = { ...(await hashFile(path, signal)), path: `${path}.new` };
    expect(await copies.keep(file, id, { bytes: null, signal })).toBeNull();
    expect(await readdir(directory)).toEqual([kept?.name]);
  });

  it.each(['in memory', 'read again'])(
    'is readable only by its owner, from bytes that were %s',
    onlyOn('posix', noModes),
    async (how) => {
      const { path, directory, copies, id } = await scene();
      const kept = await withContent(path, look, (file, bytes) =>
        copies.keep(file, id, { bytes: how === 'in memory' ? bytes : null, signal }),
      );
      expect((await stat(join(directory, kept?.name ?? ''))).mode & 0o777).toBe(0o600);
    },
  );
});
