import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './shell.ts';

/** Chromium writes its debugger's port to this file. */
const port = (folder: string): Promise<string | null> =>
  readFile(join(folder, 'data', 'DevToolsActivePort'), 'utf8').catch(() => null);
const log = (folder: string): Promise<string> =>
  readFile(join(folder, 'data', 'logs', 'chartdrop.log'), 'utf8').catch(() => '');

for (const word of ['--remote-debugging-port=0', '--disable-web-security', '-load-extension=/tmp']) {
  test(`opens no debugger, no window and no data when it is started with ${word}`, async ({
    startAlone,
    folder,
  }) => {
    const child = startAlone(word);
    let told = '';
    child.stderr?.on('data', (text: Buffer) => (told += text.toString()));
    // The message box is open: by now Chromium would have opened the port.
    await expect.poll(() => told).toContain('Start it without');
    expect(child.exitCode).toBe(null);
    expect(await port(folder)).toBeNull();
    expect(await log(folder)).toBe('');
  });
}

test('would have opened a debugger without the check', async ({ start, folder }) => {
  await start();
  await expect.poll(() => port(folder)).not.toBeNull();
  await expect.poll(() => log(folder)).toContain('"event":"started"');
});
