import { execFileSync } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type GuardedFile, readGuardedFile } from '../../main/hosts/preset/guarded-file.ts';
import { onlyOn } from '../fixtures/only-on.ts';

const isRoot = process.getuid?.() === 0;
/** Another user of the machine. */
const nobody = 65534;
const text = '{"updates":"off"}';

/** A folder below root-only folders if this is root, else in the person's own. */
async function ownFolder(above = homedir()): Promise<string> {
  const folder = await mkdtemp(join(above, '.chartdrop-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
async function ownFile(folder: string): Promise<string> {
  const path = join(folder, 'preset.json');
  await writeFile(path, text, { mode: 0o644 });
  return path;
}
/** Only root can give a file away. Another user owns all of it, which is refused too. */
const refusal = (file: GuardedFile): string => (file.kind === 'refused' ? file.why : file.kind);

describe('a file that binds all users', onlyOn('posix', 'Windows guards files by access lists.'), () => {
  it('is read if only root could have written it', async () => {
    expect(readGuardedFile('/etc/passwd', 'administrator').kind).toBe('read');
    const file = readGuardedFile(await ownFile(await ownFolder()), 'administrator');
    expect(file).toEqual(
      isRoot ? { kind: 'read', bytes: Buffer.from(text) } : { kind: 'refused', why: 'owner' },
    );
  });

  it('is not reported if it is missing', async () => {
    const folder = await ownFolder();
    expect(readGuardedFile(join(folder, 'preset.json'), 'administrator')).toEqual({ kind: 'none' });
    expect(readGuardedFile(join(folder, 'none', 'preset.json'), 'administrator')).toEqual({ kind: 'none' });
  });

  it.each<[string, string, (path: string, folder: string) => Promise<void>]>([
    ['that another user owns', 'owner', (path) => chown(path, nobody, nobody)],
    ['that everybody may write', 'writable', (path) => chmod(path, 0o646)],
    ['that a group may write', 'writable', (path) => chmod(path, 0o664)],
    ['in a folder of another user', 'folder', (_, folder) => chown(folder, nobody, nobody)],
    ['in a folder that a group may write', 'folder', (_, folder) => chmod(folder, 0o775)],
    ['in a sticky folder', 'folder', (_, folder) => chmod(folder, 0o1777)],
  ])('is refused %s', async (_name, why, spoil) => {
    const folder = await ownFolder();
    const path = await ownFile(folder);
    if (isRoot) await spoil(path, folder);
    expect(refusal(readGuardedFile(path, 'administrator'))).toBe(isRoot ? why : 'owner');
  });

  it('is refused below a common folder, by any author', async () => {
    const path = await ownFile(await ownFolder(tmpdir()));
    expect(refusal(readGuardedFile(path, 'administrator'))).toBe(isRoot ? 'folder' : 'owner');
  });

  it('is refused as a link, or below one', async () => {
    const folder = await ownFolder();
    const path = await ownFile(folder);
    await symlink(path, join(folder, 'link.json'));
    expect(refusal(readGuardedFile(join(folder, 'link.json'), 'program'))).toBe('link');
    const [real, link] = [join(folder, 'real'), join(folder, 'link')];
    await mkdir(real);
    await symlink(real, link);
    await ownFile(real);
    expect(refusal(readGuardedFile(join(link, 'preset.json'), 'administrator'))).toBe('link');
  });

  it('is refused as a pipe, which would block its reader, and as a folder', async () => {
    const folder = await ownFolder();
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(refusal(readGuardedFile(join(folder, 'pipe'), 'program'))).toBe('not-a-file');
    expect(refusal(readGuardedFile(folder, 'program'))).toBe('not-a-file');
  });

  it('has a bound', async () => {
    const path = join(await ownFolder(), 'preset.json');
    await writeFile(path, Buffer.alloc(1_000_001));
    expect(refusal(readGuardedFile(path, 'program'))).toBe('too-large');
  });
});
