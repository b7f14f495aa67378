import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { emptyAccount, type FolderAccount } from '../../preload/contract/folder-account.ts';
import { defaultIgnores, defaultTypes } from '../../preload/contract/scan-folder-defaults.ts';
import { scanFolderSchema } from '../../preload/contract/scan-folder.ts';
import type { FolderView } from '../../preload/contract/views.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { plantEntries, unaccountedIn } from './account-book.ts';
import { unreadableName } from './outside-names.ts';

const pdf = '%PDF-1.4\nletter\n%%EOF\n';
const sha256 = createHash('sha256').update(pdf).digest('hex');

async function scene() {
  const path = await tempFolder();
  await plantEntries(path);
  await writeFile(join(path, 'letter.pdf'), pdf);
  const folder = scanFolderSchema.parse({
    ...{ id: crypto.randomUUID(), path, subfolders: false, route: { kind: 'inbox' } },
    ...{ types: [...defaultTypes], ignore: [...defaultIgnores], afterFiling: 'stay' },
    ...{ watchMethod: 'auto', settleMs: null },
  });
  const sound: FolderAccount = {
    ...emptyAccount,
    refused: [
      { rule: 'type', count: 1, examples: [] },
      { rule: 'no-type', count: 1, examples: [] },
      { rule: 'hidden', count: 2, examples: [] },
      { rule: 'ignored', count: 2, examples: [] },
      ...(process.platform === 'win32' ? [] : [{ rule: 'no-file' as const, count: 1, examples: [] }]),
    ],
    stuck: [{ kind: 'file', name: unreadableName, code: 'file-denied', since: 0 }],
  };
  const findings = (
    change: Partial<FolderAccount>,
    jobs: readonly string[] = [sha256],
    state: FolderView['state'] = 'watching',
    trouble: FolderView['trouble'] = null,
  ) => {
    const view: FolderView = {
      ...{ folder, state, since: null, method: 'events', trouble },
      account: { ...sound, ...change },
    };
    return unaccountedIn([view], new Set(jobs));
  };
  return { findings, sound };
}

it('finds nothing in a sound account', async () => {
  const { findings } = await scene();
  expect(await findings({})).toEqual([]);
  expect(await findings({ leftAlone: 1 }, [])).toEqual([]);
});

it('finds each contradiction between a folder and its account', async () => {
  const { findings, sound } = await scene();
  expect(await findings({}, [])).toEqual([expect.stringContaining('no job for letter.pdf')]);
  expect(await findings({ refused: sound.refused.slice(1) })).toHaveLength(1);
  expect(await findings({ unfinished: 1 })).toHaveLength(1);
  expect(await findings({ leftAlone: 5 })).toHaveLength(1);
  const stuck = { kind: 'file', name: 'letter.pdf', code: 'file-locked', since: 0 } as const;
  expect(await findings({ stuck: [...sound.stuck, stuck] })).toHaveLength(1);
  expect(await findings({}, [sha256], 'vanished')).toHaveLength(1);
  expect(await findings({}, [sha256], 'watching', 'claims-denied')).toHaveLength(1);
  expect(await findings({ stuck: [] })).toHaveLength(1);
});
