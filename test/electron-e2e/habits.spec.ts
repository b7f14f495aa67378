import { arm, drop, go } from '../e2e/steps.ts';
import { heicPhoto } from '../fixtures/heic-photo.ts';
import { connect, expect, test } from './desktop.ts';

test('a second start shows the first, hands its file over, and ends', async ({
  page,
  electron,
  clinic,
  startAgain,
  letter,
}) => {
  await connect(page, clinic);
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  expect(await startAgain(await letter('letter.pdf'))).toBe(0);
  await expect(page.getByRole('log', { name: 'Notices' })).toContainText('1 file added to the inbox.');
  await expect(page.getByText('letter.pdf')).toBeVisible();
  expect(await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())).toBe(
    true,
  );
  expect(electron.windows()).toHaveLength(1);
});

test('a link proposes its patient, and only a click selects the patient', async ({
  page,
  clinic,
  startAgain,
}) => {
  await connect(page, clinic);
  const jane = clinic.patients().find(({ lastName }) => lastName === 'Citizen')?.id ?? '';
  expect(await startAgain(`chartdrop://open?patient_id=${jane}`)).toBe(0);
  const dialog = page.getByRole('dialog', { name: 'Scan for this patient?' });
  await expect(dialog).toContainText('Jane Citizen');
  await expect(dialog).toContainText(`#${jane}`);
  await expect(page.getByText('Scans go to the inbox.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Scan for this patient' }).click();
  await expect(page.getByText('Scans go to the inbox.')).toBeHidden();
});

test('closing hides the window to the tray, which shows the state and acts', async ({
  page,
  electron,
  clinic,
}) => {
  await connect(page, clinic);
  // Electron has no function to query a tray, so calls to it are recorded from now on.
  await electron.evaluate(({ Tray }) => {
    const told: { tip: string; press: (label: string) => void } = { tip: '', press: () => undefined };
    Reflect.set(globalThis, 'trayTold', told);
    type Method<A> = (this: Electron.Tray, given: A) => void;
    const setToolTip = Reflect.get(Tray.prototype, 'setToolTip') as Method<string>;
    const setContextMenu = Reflect.get(Tray.prototype, 'setContextMenu') as Method<Electron.Menu | null>;
    Tray.prototype.setToolTip = function (tip) {
      told.tip = tip;
      setToolTip.call(this, tip);
    };
    Tray.prototype.setContextMenu = function (menu) {
      told.press = (label) => {
        menu?.items.find((item) => item.label === label)?.click();
      };
      setContextMenu.call(this, menu);
    };
  });
  const tip = () => electron.evaluate(() => (Reflect.get(globalThis, 'trayTold') as { tip: string }).tip);
  const press = (label: string) =>
    electron.evaluate(
      (_electron, named) =>
        (Reflect.get(globalThis, 'trayTold') as { press: (label: string) => void }).press(named),
      label,
    );
  const isVisible = () =>
    electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false);

  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Queue' }).click();
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect.poll(tip).toContain('Uploads are paused.');
  await press('Resume uploads');
  await expect.poll(tip).toContain('Everything is filed.');

  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(isVisible).toBe(false);
  await press('Show Chartdrop');
  await expect.poll(isVisible).toBe(true);
});

test('a dropped file is sent completely through the program’s own protocol', async ({ page, clinic }) => {
  await connect(page, clinic);
  const data = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['x'.repeat(300_000)], 'dropped.pdf', { type: 'application/pdf' }));
    return transfer;
  });
  await page.dispatchEvent('body', 'drop', { dataTransfer: data });
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Inbox' }).click();
  await expect(page.getByText('dropped.pdf')).toBeVisible();
  await expect(page.getByText('300 kB')).toBeVisible();
});

test('the system’s sleep pauses uploads, and waking resumes them', async ({ page, electron, clinic }) => {
  await connect(page, clinic);
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

test('the menu has what a person needs, and its keys work', async ({ page, electron, clinic }) => {
  await connect(page, clinic);
  const roles = await electron.evaluate(({ Menu }) =>
    (Menu.getApplicationMenu()?.items ?? []).flatMap(
      (menu) => menu.submenu?.items.map(({ role }) => role) ?? [],
    ),
  );
  expect(roles).toEqual(expect.arrayContaining(['copy', 'paste', 'about']));
  await page.keyboard.press('ControlOrMeta+4');
  await expect(page.getByRole('heading', { name: 'History' })).toBeVisible();
});

test('a photo is converted to JPEG by a thread, whose script is in the program’s archive (case 18)', async ({
  page,
  clinic,
}) => {
  await connect(page, clinic);
  await go(page, 'Settings');
  await page.getByLabel('Undo period').fill('0');
  await page.getByLabel('Phone photos (HEIC)').selectOption('Send as JPEG');
  await arm(page, 'jane citizen', '3 Feb 1980');
  await drop(page, { name: 'IMG_2201.HEIC', bytes: heicPhoto, sha256: '' });
  await expect.poll(() => clinic.attachments().map(({ filename }) => filename)).toContain('IMG_2201.jpg');
});
