import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';
import type { Attack, Outcome } from './attack.ts';
import { withFolder } from './with-folder.ts';

const toldSchema = z.object({ what: z.string() });

/** The calls to Electron by the installed program, started with this switch, until its window or its end. */
const startedWith = (word: string): Promise<Outcome> =>
  withFolder(async (folder) => {
    const child = fork('test/hosts/electron/stand-in/launch.mjs', [word], {
      execArgv: [],
      env: { ...process.env, CHARTDROP_TEST_DATA: join(folder, 'data'), CHARTDROP_TEST_PACKAGED: 'yes' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    // Only then has its last message arrived.
    const exited = Promise.all([once(child, 'exit'), once(child, 'disconnect')]);
    const told: string[] = [];
    const shown = new Promise<void>((resolve) => {
      child.on('message', (message) => {
        const { success, data } = toldSchema.safeParse(message);
        if (success) told.push(data.what);
        if (data?.what === 'ready-to-show') resolve();
      });
    });
    await Promise.race([exited, shown]);
    child.kill('SIGKILL');
    await exited;
    const gained = ['lock', 'window', 'key-store-read', 'ready-to-show'];
    return told.includes('error-box') && !told.some((what) => gained.includes(what)) ? 'held' : 'through';
  });

export const attacks: readonly Attack[] = [
  '--remote-debugging-port=9222',
  '--inspect=0',
  '--no-sandbox',
  '--proxy-server=evil.example:8080',
].map((word) => ({
  name: `Whoever starts the installed program adds ${word}`,
  seen: 'the installed program takes no switch of a developer',
  run: () => startedWith(word),
}));
