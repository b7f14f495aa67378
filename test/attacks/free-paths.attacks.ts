import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { startDemoClinic } from '../../main/demo-clinic/start.ts';
import type { Attack, Outcome } from './attack.ts';
import { inPage, type PageScript } from './page-script.ts';
import { runServe } from './serve-again.ts';
import { type ServeScene, withServe } from './serve-scene.ts';
import { withFolder } from './with-folder.ts';

const outcomes = z.array(z.object({ error: z.unknown() }));
const taken = (answer: unknown): boolean =>
  outcomes.safeParse(answer).data?.some(({ error }) => error === null) ?? false;
const rows = z.object({ total: z.number() });

/** A person's files, a folder that the window may show, and a script in the window's page. */
const withFiles =
  (act: (given: { script: PageScript; home: string; root: string; scene: ServeScene }) => Promise<Outcome>) =>
  () =>
    withFolder(async (home) => {
      const root = join(home, 'shown');
      await mkdir(join(root, '.ssh'), { recursive: true });
      await mkdir(join(root, 'scans'));
      await mkdir(join(home, 'private'));
      for (const folder of [join(root, '.ssh'), join(home, 'private')])
        await writeFile(join(folder, 'secret.txt'), 'a secret of this person\n');
      return withServe(
        (scene) => inPage(scene, (script) => act({ script, home, root, scene })),
        // Earlier versions lack this option and show the complete disk.
        process.env['ATTACK_OLD_CODE'] === undefined ? { args: ['--root', root] } : {},
      );
    });

const folder = (path: string) => ({
  id: null,
  path,
  subfolders: true,
  types: ['txt', 'pdf'],
  ignore: [],
  route: { kind: 'inbox' },
  afterFiling: 'trash',
  watchMethod: 'listing',
  settleMs: 100,
});

export const attacks: readonly Attack[] = [
  {
    name: 'Script in the page uploads a file by its path',
    seen: 'no channel takes a free path',
    run: withFiles(async ({ script, home }) => {
      const secret = join(home, 'private', 'secret.txt');
      for (const input of [{ paths: [secret] }, { files: [secret] }, { handles: [secret] }]) {
        if (taken(await script.ask('jobs:add', { ...input, target: null }))) return 'through';
      }
      return 'held';
    }),
  },
  {
    name: 'Script in the page makes thousands of rows with one request',
    seen: 'the rows that one act may make are bounded',
    run: withFiles(async ({ script, home }) => {
      const many = join(home, 'many');
      await mkdir(many);
      await Promise.all(
        Array.from({ length: 2_100 }, (_, at) => writeFile(join(many, `${at}.txt`), String(at))),
      );
      await script.ask('jobs:add', { paths: [many], files: [many], target: null });
      const listed = await script.ask('jobs:page', { list: 'inbox', offset: 0, limit: 1 });
      return rows.parse(listed).total > 0 ? 'through' : 'held';
    }),
    slow: true,
  },
  {
    name: 'Script in the page looks into a folder by its path',
    seen: 'nothing of the disk is read by a request alone',
    run: withFiles(async ({ script, home }) => {
      const path = join(home, 'private');
      const answers = [
        await script.ask('folders:check', { path, id: null, chosen: path }),
        await script.ask('folders:browse', { path, within: path, name: null }),
        await script.ask('folders:browse', { path, within: null, name: path }),
      ];
      return answers.every((answer) => answer === null) ? 'held' : 'through';
    }),
  },
  {
    name: 'Script in the page has a folder watched by its path, and its files moved to the trash',
    seen: 'folders come from a person’s choice',
    run: withFiles(async ({ script, home }) => {
      const path = join(home, 'private');
      const saved = await script.ask('folders:save', {
        folder: folder(path),
        chosen: path,
        takeExisting: true,
      });
      const alone = await script.ask('folders:save', {
        folder: folder(path),
        chosen: null,
        takeExisting: true,
      });
      return saved === null && alone === null ? 'held' : 'through';
    }),
  },
  {
    name: 'Script in the page leaves the root of the folder browser',
    seen: 'the folder browser shows what lies below its root',
    run: withFiles(async ({ script, root, home }) => {
      await symlink(join(home, 'private'), join(root, 'link'));
      const places = ['..', '../private', '.ssh', 'link', '/etc', '.', 'scans/../../private', 'scans\0'];
      for (const name of places) {
        const input = { within: null, name, path: join(root, name) };
        if ((await script.ask('folders:browse', input)) !== null) return 'through';
      }
      const shown = z
        .object({ folders: z.array(z.string()) })
        .parse(await script.ask('folders:browse', { within: null, name: null, path: root }));
      return shown.folders.join() === 'scans' ? 'held' : 'through';
    }),
  },
  {
    name: 'Script in one session uses what a person chose in another',
    seen: 'a handle is good for one session',
    run: withFiles(async ({ script, scene, root }) => {
      const chosen = z
        .object({ handle: z.string() })
        .safeParse(await script.ask('folders:browse', { within: null, name: 'scans', path: root }));
      // Earlier versions used paths, which any window could use.
      if (!chosen.success) return 'through';
      const other = { ...scene, url: await runServe(scene.data) };
      return inPage(other, async (elsewhere) => {
        const input = { id: null, chosen: chosen.data.handle };
        const isShared = (await elsewhere.ask('folders:check', input)) !== null;
        const isOwn = (await script.ask('folders:check', input)) !== null;
        return !isShared && isOwn ? 'held' : 'through';
      });
    }),
  },
  {
    name: 'Script in the page replaces the key by a stranger’s, to whom all scans then go',
    seen: 'a working key is replaced by a person alone',
    run: () =>
      withFolder(async (directory) => {
        const clinic = await startDemoClinic({ directory });
        try {
          return await withServe(
            (scene) =>
              inPage(scene, async (script) => {
                if ((await script.ask('clinic:useKey', { apiKey: clinic.apiKey })) === null)
                  throw new Error('the first key was not taken');
                // The clinic also accepts the key without its suffix, so this is another working key.
                const stranger = clinic.apiKey.replace(/-au1$/, '');
                for (const more of [
                  {},
                  { presentKey: '' },
                  { presentKey: stranger },
                  { sessionOnly: true },
                ]) {
                  const answer = await script.ask('clinic:useKey', { apiKey: stranger, ...more });
                  if (answer !== null) return 'through';
                }
                // The demo clinic is the same clinic.
                await script.ask('clinic:useDemo', null);
                const after = await script.ask('clinic:useKey', { apiKey: stranger });
                return after === null ? 'held' : 'through';
              }),
            { env: { CHARTDROP_API_URL: clinic.apiUrl } },
          );
        } finally {
          await clinic.stop();
        }
      }),
  },
];
