import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, test as base, type ElectronApplication, expect, type Page } from '@playwright/test';
import { type DemoClinic, startDemoClinic } from '../../main/demo-clinic/start.ts';

export { expect };

const binary = process.env['CHARTDROP_ELECTRON'] ?? '';

interface Desktop {
  electron: ElectronApplication;
  page: Page;
  /** The clinic, in this process, so that its records can be read. */
  clinic: DemoClinic;
  /** Starts the program a second time on the same data. The second process ends without help. */
  startAgain: (...args: string[]) => Promise<number | null>;
  /** A file to open with the program. */
  letter: (name: string) => Promise<string>;
}

/** The real program in the real Electron, with new data. */
export const test = base.extend<Desktop & { folder: string }>({
  folder: async ({ browserName }, use) => {
    const path = await mkdtemp(join(tmpdir(), `chartdrop-electron-${browserName}-`));
    await use(path);
    await rm(path, { recursive: true, force: true });
  },
  clinic: async ({ folder }, use) => {
    const clinic = await startDemoClinic({
      directory: join(folder, 'clinic'),
      processingMs: 50,
      rateLimit: null,
    });
    await use(clinic);
    await clinic.stop();
  },
  electron: async ({ folder, clinic }, use) => {
    const electron = await _electron.launch({
      executablePath: binary,
      args: ['.', `--user-data-dir=${join(folder, 'data')}`],
      env: environment(clinic),
    });
    await use(electron);
    // Closing the window only hides it, and quitting may ask a question.
    await electron.evaluate(({ app }) => app.exit(0)).catch(() => undefined);
    await electron.close();
  },
  page: async ({ electron }, use) => use(await electron.firstWindow()),
  startAgain: async ({ folder, clinic, electron }, use) => {
    const started: ChildProcess[] = [];
    await use(async (...args) => {
      await electron.firstWindow();
      const all = ['.', `--user-data-dir=${join(folder, 'data')}`, ...args];
      const child = spawn(binary, all, { env: environment(clinic), stdio: 'ignore' });
      started.push(child);
      const [code] = (await once(child, 'exit')) as [number | null];
      return code;
    });
    for (const child of started) child.kill();
  },
  letter: async ({ folder }, use) =>
    use(async (name) => {
      const path = join(folder, name);
      await writeFile(path, `a letter of ${folder}, ${name}`);
      return path;
    }),
});

const environment = (clinic: DemoClinic): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  ),
  CHARTDROP_API_URL: clinic.apiUrl,
});

/** Enters the clinic's key. On a machine without a key store (Linux without a keyring), for this session only. */
export async function connect(page: Page, clinic: DemoClinic): Promise<void> {
  await page.getByLabel('API key').fill(clinic.apiKey);
  await page.getByRole('button', { name: 'Test and use' }).click();
  const views = page.getByRole('navigation', { name: 'Views' });
  const withoutStore = page.getByRole('button', { name: 'Use it for this session only' });
  await expect(views.or(withoutStore)).toBeVisible();
  if (await withoutStore.isVisible()) await withoutStore.click();
  await expect(views).toBeVisible();
}
