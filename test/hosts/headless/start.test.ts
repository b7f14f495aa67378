import { spawn } from 'node:child_process';
import { onTestFinished, expect, it } from 'vitest';
import { tempFolder } from '../../fixtures/temp-folder.ts';

/** `npm start` without its build, and without a network. */
async function started(env: Record<string, string>) {
  const child = spawn(process.execPath, ['main/hosts/dev/start.ts', '--data', await tempFolder()], {
    env: {
      ...process.env,
      ELECTRON_MIRROR: 'http://127.0.0.1:9/',
      ELECTRON_OVERRIDE_DIST_PATH: '/nowhere',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => (said += text.toString()));
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await exited;
  });
  return { said: () => said, exited };
}

it('says that it downloads Electron, and continues in the browser with the reason', async () => {
  const { said } = await started({});
  await expect.poll(said).toContain('http://127.0.0.1:');
  expect(said()).toContain('Fetching Electron once');
  expect(said()).toMatch(/Electron could not be fetched/);
  expect(said()).toContain('The same window opens in the browser.');
});

it('opens the browser at once if CHARTDROP_WINDOW says so', async () => {
  const { said } = await started({ CHARTDROP_WINDOW: 'browser' });
  await expect.poll(said).toContain('http://127.0.0.1:');
  expect(said()).not.toContain('Fetching');
});

it('opens nothing else if CHARTDROP_WINDOW wants Electron, and that is missing', async () => {
  const { said, exited } = await started({ CHARTDROP_WINDOW: 'electron' });
  expect(await exited).toBe(1);
  expect(said()).not.toContain('http://127.0.0.1:');
});
