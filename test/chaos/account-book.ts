import { createHash } from 'node:crypto';
import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { entriesOf as entriesIn } from '../../main/files/folder-entries.ts';
import { pathBytes } from '../../main/files/name-bytes.ts';
import { createRefusals } from '../../main/scans/account/refusals.ts';
import { createFilter } from '../../main/scans/watch/filter.ts';
import type { FolderAccount, Refused } from '../../preload/contract/folder-account.ts';
import { readableName } from '../../preload/contract/readable-name.ts';
import type { FolderView } from '../../preload/contract/views.ts';
import { unreadableName } from './outside-names.ts';

/** The obstacle of the planted file, which lasts for the whole round. */
const lasting = 'file-denied';

/** Whether no file of the folder is being written, checked or waited for. */
export const isAtRest = ({ unfinished, stuck }: FolderAccount): boolean =>
  unfinished === 0 && stuck.every(({ kind, code }) => kind !== 'file' || code === lasting);

/** Lays entries into a folder that are no scans: refused ones, a link, and a file that the programs may not open. */
export async function plantEntries(folder: string): Promise<void> {
  for (const name of ['Thumbs.db', 'desktop.ini', '~$letter.docx', 'setup.exe', 'README', 'x.crdownload'])
    await writeFile(join(folder, name), name);
  await writeFile(join(folder, unreadableName), '%PDF-1.4\n%%EOF\n');
  if (process.platform !== 'win32') await symlink('README', join(folder, 'link.pdf'));
}

/** The entries of a folder as anyone sees them, sorted by the folder's filter. */
async function entriesOf({ folder }: FolderView) {
  const filter = createFilter(folder);
  const refusals = createRefusals();
  const files: string[] = [];
  const folders = [''];
  for (let at = folders.pop(); at !== undefined; at = folders.pop()) {
    for await (const entry of entriesIn(join(folder.path, at))) {
      const name = at === '' ? entry.name : `${at}/${entry.name}`;
      const isFolder = entry.isDirectory();
      if (isFolder && filter.enters(name)) folders.push(name);
      else if (!isFolder && !entry.isFile()) refusals.add('no-file', name);
      else if (!isFolder && filter.accepts(name).kind === 'accepted') files.push(name);
      else {
        const rule = filter.ruleOf(name, isFolder ? 'folder' : 'file');
        if (rule !== null) refusals.add(rule, name);
      }
    }
  }
  return { refused: refusals.all(), files };
}

const sha256Of = async (path: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(pathBytes(path)))
    .digest('hex');

/**
 * The fifth record: each entry of a watched folder is a job, or the folder's account counts it. `jobs`: SHA-256 of
 * every job's file.
 */
export async function unaccountedIn(
  views: readonly FolderView[],
  jobs: ReadonlySet<string>,
): Promise<string[]> {
  const found: string[] = [];
  for (const view of views) {
    const { folder, account, state, trouble } = view;
    const say = (text: string): void => void found.push(`${folder.path}: ${text}`);
    if (state !== 'watching') {
      say(`${state}, not watched`);
      continue;
    }
    // A program that cannot agree with the others takes no file, and then none of its promises is tested.
    if (trouble !== null) say(trouble);
    const { refused, files } = await entriesOf(view);
    const counts = (list: readonly Refused[]): string =>
      JSON.stringify(list.map(({ rule, count }) => [rule, count]));
    if (counts(refused) !== counts(account.refused))
      say(`${counts(refused)} are refused, the account says ${counts(account.refused)}`);
    const isStuck = (name: string): boolean => account.stuck.some((one) => one.name === readableName(name));
    for (const { name, code } of account.stuck) {
      if (!name.endsWith(unreadableName)) say(`${name} is stuck: ${code}`);
    }
    const without: string[] = [];
    for (const name of files)
      if (!isStuck(name) && !jobs.has(await sha256Of(join(folder.path, name)))) without.push(name);
    if (without.length > account.leftAlone)
      say(`no job for ${without.join(', ')}, and ${account.leftAlone} left alone`);
    if (account.leftAlone > files.length)
      say(`${account.leftAlone} left alone, but ${files.length} are there`);
    if (account.unfinished > 0) say(`${account.unfinished} are unfinished`);
  }
  return found;
}
