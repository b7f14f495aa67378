import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { noModes } from '../fixtures/only-on.ts';
import type { Attack } from './attack.ts';
import { commandLines, readByOthers } from './other-user.ts';
import { withServe } from './serve-scene.ts';
import { withFolder } from './with-folder.ts';

/** The command line and environment of the system's opener; every user of the machine can read the former in /proc. */
interface Opened {
  readonly commandLine: string;
  readonly environment: string;
}

/** Runs `serve --open` with an opener that records how it was started. */
const watchOpener = <T>(
  act: (opened: Opened, data: string) => T | Promise<T>,
  given: Record<string, string> = {},
): Promise<T> =>
  withFolder(async (folder) => {
    const told = join(folder, 'told');
    for (const name of ['xdg-open', 'open']) {
      // It runs until the attack is over, since a command line can be read only while its process runs.
      const script = [
        '#!/bin/sh',
        `{ echo "$0 $*"; echo ---; env; } > ${told}.new && mv ${told}.new ${told}`,
        `while [ -e ${told} ]; do sleep 0.1; done`,
        '',
      ].join('\n');
      await writeFile(join(folder, name), script);
      await chmod(join(folder, name), 0o755);
    }
    const env = { PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}`, ...given };
    return withServe(
      async ({ data }) => {
        const [commandLine = '', environment = ''] = (await appeared(told)).split('\n---\n');
        return act({ commandLine, environment }, data);
      },
      { env, args: ['--open'] },
    );
  });

async function appeared(path: string): Promise<string> {
  const until = performance.now() + 10_000;
  for (;;) {
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text !== null) return text;
    if (performance.now() > until) throw new Error('nothing was opened');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** The browser is opened by a name that the attack can replace only in `PATH`. */
const noShell = 'Explorer opens pages on Windows, and no script can stand in for it.';

const token = /[\w-]{43}/;

export const attacks: readonly Attack[] = [
  {
    name: 'Another user reads the token of serve --open in the list of processes',
    posixOnly: noShell,
    seen: 'no token stands on a command line',
    run: () =>
      watchOpener(async ({ commandLine }, data) => {
        const read = (await commandLines()).filter((line) => line.includes(data));
        // The page that the opener received.
        if (process.platform === 'linux' && !read.some((line) => line.includes('.html'))) {
          throw new Error('no command line was read');
        }
        return [commandLine, ...read].some((line) => token.test(line)) ? 'through' : 'held';
      }),
  },
  {
    name: 'Another user reads the page by which the browser is opened',
    posixOnly: noShell,
    seen: 'the page that holds the token is private',
    run: () =>
      watchOpener(async ({ commandLine }, data) => {
        if (token.test(commandLine)) return 'through';
        const page = commandLine.split(' ').at(-1) ?? '';
        const isPrivate = ((await stat(page)).mode & 0o077) === 0 && ((await stat(data)).mode & 0o077) === 0;
        const isRead = (await readByOthers(page)).length > 0;
        return isPrivate && !isRead && token.test(await readFile(page, 'utf8')) ? 'held' : 'through';
      }),
  },
  {
    name: 'The browser inherits the API key',
    posixOnly: noShell,
    seen: 'no child process is given a key',
    run: () =>
      watchOpener(({ environment }) => (environment.includes('made-up-key') ? 'through' : 'held'), {
        CHARTDROP_API_KEY: 'made-up-key-au1',
      }),
  },
  {
    name: 'Another user reads the spool, copies, logs and demo clinic of a data directory that was open to all',
    posixOnly: noModes,
    seen: 'the data directory is private, whatever it was',
    run: () =>
      withFolder(async (outside) => {
        const data = join(outside, 'data');
        await mkdir(data);
        await chmod(data, 0o755);
        for (const name of ['demo-clinic', 'spool', 'copies', 'logs']) {
          await mkdir(join(data, name));
          await chmod(join(data, name), 0o755);
          await writeFile(join(data, name, 'letter'), 'a letter');
          await chmod(join(data, name, 'letter'), 0o644);
        }
        await writeFile(join(data, 'settings.json'), '{"settings":{"clinic":"demo"}}');
        return await withServe(async () => ((await readByOthers(data)).length === 0 ? 'held' : 'through'), {
          data,
        });
      }),
  },
];
