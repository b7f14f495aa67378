import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect, expect, test } from './shell.ts';

test('starts hidden, and a second start shows it', async ({ start, startAgain }) => {
  const electron = await start('--hidden');
  const page = await electron.firstWindow();
  await expect(page.getByRole('heading', { name: 'Welcome to Chartdrop' })).toBeAttached();
  const isVisible = () =>
    electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
  expect(await isVisible()).toBe(false);
  expect(await startAgain()).toBe(0);
  await expect.poll(isVisible).toBe(true);
});

test('adds the files of a second start to its inbox, whichever patient is selected', async ({
  page,
  startAgain,
  letter,
}) => {
  await connect(page);
  expect(await startAgain(await letter('from outside.pdf'))).toBe(0);
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: /Desk/ }).click();
  await expect(page.getByText('from outside.pdf')).toBeVisible();
});

test('receives the link that it was started with', async ({ start }) => {
  const electron = await start('chartdrop://nonsense');
  const page = await electron.firstWindow();
  await expect(page.getByText('Chartdrop cannot read a patient or case from this link')).toBeVisible();
});

test('opens within the screen, wherever it was closed', async ({ start, folder }) => {
  await mkdir(join(folder, 'data'), { recursive: true });
  await writeFile(
    join(folder, 'data', 'settings.json'),
    JSON.stringify({ place: { x: 4000, y: 3000, width: 3000, height: 2000 } }),
  );
  const electron = await start();
  await electron.firstWindow();
  const inside = await electron.evaluate(({ BrowserWindow, screen }) => {
    const bounds = BrowserWindow.getAllWindows()[0]?.getBounds();
    const { workArea } = screen.getPrimaryDisplay();
    return { bounds, workArea };
  });
  // Without a window manager Chromium leaves one pixel of the screen free.
  expect(inside.bounds?.x).toBe(inside.workArea.x);
  expect(inside.bounds?.y).toBe(inside.workArea.y);
  expect(inside.workArea.width - (inside.bounds?.width ?? 0)).toBeLessThanOrEqual(1);
  expect(inside.workArea.height - (inside.bounds?.height ?? 0)).toBeLessThanOrEqual(1);
});

test('ends in a box, not in silence, when its settings are damaged', async ({ startAlone, folder }) => {
  await mkdir(join(folder, 'data'), { recursive: true });
  await writeFile(join(folder, 'data', 'settings.json'), '{"settings": ');
  const child = startAlone();
  // The box stays open, so its text is read from the log.
  await expect
    .poll(() => readFile(join(folder, 'data', 'logs', 'chartdrop.log'), 'utf8').catch(() => ''))
    .toContain('"code":"settings-invalid"');
  expect(child.exitCode).toBe(null);
});

test('stays in its tray when its window is closed, and quits in Electron’s order', async ({
  electron,
  page,
}) => {
  await expect(page.getByRole('heading', { name: 'Welcome to Chartdrop' })).toBeVisible();
  const state = () =>
    electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((one) => one.isVisible()));
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(state).toEqual([false]);
  const exit = new Promise<number | null>((resolve) => electron.process().once('exit', resolve));
  await electron.evaluate(({ app }) => app.quit()).catch(() => undefined);
  expect(await exit).toBe(0);
});

test('asks before it quits while files are not filed', async ({ electron, page }) => {
  await connect(page);
  await electron.evaluate(({ app, dialog }) => {
    dialog.showMessageBox = (...given: unknown[]) => {
      Reflect.set(app, 'asked', given.at(-1));
      return Promise.resolve({ response: 0, checkboxChecked: false });
    };
    app.quit();
  });
  const asked = () => electron.evaluate(({ app }) => Reflect.get(app, 'asked') as { message: string });
  await expect.poll(asked).toMatchObject({ message: '3 files are not filed yet.' });
  await expect(page.getByRole('navigation', { name: 'Views' })).toBeVisible();
});

test('ends by SIGTERM, as at the end of a Linux session', async ({ electron, page }) => {
  await expect(page.getByRole('heading', { name: 'Welcome to Chartdrop' })).toBeVisible();
  const exit = new Promise<number | null>((resolve) => electron.process().once('exit', resolve));
  electron.process().kill('SIGTERM');
  expect(await exit).toBe(0);
});

test('has its menu, whose keys lead to the views', async ({ electron, page }) => {
  await connect(page);
  const labels = await electron.evaluate(({ Menu }) =>
    Menu.getApplicationMenu()?.items.map(({ label }) => label),
  );
  expect(labels).toEqual(['File', 'Edit', 'View', 'Window', 'Help']);
  await electron.evaluate(({ Menu }) => {
    const view = Menu.getApplicationMenu()?.items.find(({ label }) => label === 'View');
    view?.submenu?.items.find(({ label }) => label === 'History')?.click();
  });
  await expect(page.getByRole('heading', { name: 'History', exact: true })).toBeVisible();
});

test('pauses at the system’s sleep, and resumes when it wakes', async ({ electron, page }) => {
  await connect(page);
  const paused = () =>
    page.evaluate(async () => {
      const answer = await window.chartdrop?.call('status:read', null);
      return answer?.ok === true ? answer.value.pausedBy : null;
    });
  await electron.evaluate(({ powerMonitor }) => void powerMonitor.emit('suspend'));
  await expect.poll(paused).toEqual(['sleep']);
  await electron.evaluate(({ powerMonitor }) => void powerMonitor.emit('resume'));
  await expect.poll(paused).toEqual([]);
});

test('has no developer tools, and no menu entry for them', async ({ electron, page }) => {
  await expect(page.getByRole('heading', { name: 'Welcome to Chartdrop' })).toBeVisible();
  const opened = await electron.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    contents?.openDevTools();
    return contents?.isDevToolsOpened();
  });
  expect(opened).toBe(false);
});

test('reports that a Linux without a keyring has no key store', async ({ page }) => {
  await page.getByLabel('API key').fill('made-up-key-au1');
  await page.getByRole('button', { name: 'Test and use' }).click();
  await expect(page.getByText('no key store')).toBeVisible();
});
