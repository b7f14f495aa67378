import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, test as base, type ElectronApplication, expect, type Page } from '@playwright/test';

export { expect };

const binary = process.env['CHARTDROP_SHELL'] ?? '';
/** Chromium refuses to use its sandbox as root; it is switched off only then. */
const needed = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const environment = (): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  ),
  // GTK's accessibility bridge waits for a service that the test's bus lacks.
  NO_AT_BRIDGE: '1',
});

interface Shell {
  /** Whether the program waits for Playwright before it is ready. */
  held: boolean;
  /** A folder for the program's data and the test's files. */
  folder: string;
  /** Starts the program, possibly without a window. */
  start: (...args: string[]) => Promise<ElectronApplication>;
  electron: ElectronApplication;
  page: Page;
  /** Starts it a second time on the same data. Resolves with the exit code. */
  startAgain: (...args: string[]) => Promise<number | null>;
  /** Starts it without Playwright, which cannot close a native dialog. */
  startAlone: (...args: string[]) => ChildProcess;
  letter: (name: string) => Promise<string>;
}

/**
 * The same program, where Playwright attaches 3 s late, when the window is open and focused. Attached earlier, the page
 * of Electron 25 never notices the focus: `document.hasFocus()` stays false.
 */
async function comingLate(folder: string): Promise<string> {
  const script = join(folder, 'late.sh');
  await writeFile(script, `#!/bin/bash\nexec '${binary}' "$@" 2> >(sleep 3; exec cat >&2)\n`, {
    mode: 0o755,
  });
  return script;
}

/** The product's Electron side in a real Electron, with new data. */
export const test = base.extend<Shell>({
  held: [true, { option: true }],
  folder: async ({ browserName }, use) => {
    const path = await mkdtemp(join(tmpdir(), `chartdrop-shell-${browserName}-`));
    await use(path);
    await rm(path, { recursive: true, force: true, maxRetries: 5 });
  },
  start: async ({ folder, held }, use) => {
    const started: ChildProcess[] = [];
    await use(async (...args) => {
      const data = `--user-data-dir=${join(folder, 'data')}`;
      const executablePath = held ? binary : await comingLate(folder);
      const launch = (): Promise<ElectronApplication> =>
        _electron.launch({
          executablePath,
          args: [...needed, '--disable-gpu', data, ...args],
          env: { ...environment(), CHARTDROP_SHELL_HELD: held ? 'yes' : 'no' },
          timeout: held ? 30_000 : 8000,
        });
      // A program that does not wait may open its window while Playwright attaches, which then hangs.
      const electron = await (held ? launch() : launch().catch(launch));
      started.push(electron.process());
      return electron;
    });
    for (const child of started) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    }
  },
  electron: async ({ start }, use) => use(await start()),
  page: async ({ electron }, use) => use(await electron.firstWindow()),
  startAgain: async ({ folder }, use) =>
    use(async (...args) => {
      const data = `--user-data-dir=${join(folder, 'data')}`;
      const all = [...needed, '--disable-gpu', data, ...args];
      const child = spawn(binary, all, { env: environment(), stdio: 'ignore' });
      const [code] = (await once(child, 'exit')) as [number | null];
      return code;
    }),
  startAlone: async ({ folder }, use) => {
    const started: ChildProcess[] = [];
    await use((...args) => {
      const all = [...needed, '--disable-gpu', `--user-data-dir=${join(folder, 'data')}`, ...args];
      const child = spawn(binary, all, { env: environment(), stdio: ['ignore', 'ignore', 'pipe'] });
      started.push(child);
      return child;
    });
    for (const child of started) {
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    }
  },
  letter: async ({ folder }, use) =>
    use(async (name) => {
      const path = join(folder, name);
      await writeFile(path, `a letter, ${name}`);
      return path;
    }),
});

/** Completes the first step of the set-up with a made-up key, kept in memory if this system has no secure key store, and skips the others. */
export async function connect(page: Page): Promise<void> {
  await page.getByLabel('API key').fill('made-up-key-au1');
  await page.getByRole('button', { name: 'Test and use' }).click();
  const views = page.getByRole('navigation', { name: 'Views' });
  const withoutStore = page.getByRole('button', { name: 'Use it for this session only' });
  await expect(views.or(withoutStore)).toBeVisible();
  if (await withoutStore.isVisible()) await withoutStore.click();
  await expect(views).toBeVisible();
  await page.getByRole('button', { name: 'Skip the set-up' }).click();
}
