import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { de } from '../../preload/words/de.ts';
import { en } from '../../preload/words/en.ts';
import { fr } from '../../preload/words/fr.ts';
import { closeNotices, fillDesk } from './busy-desk.ts';
import { headerHeights, layoutFaults, sizes } from './layout-faults.ts';
import { expect, test } from './window.ts';

// `npm run looks`: every view and state at every size, in every language. One window is filled once, then
// resized and switched. The theme changes no size; `accessibility.spec.ts` measures the contrasts of both themes. A part of
// this is in `npm test`: see `languages.spec.ts`.

const catalogues = { en, de, fr };
/** A folder for a picture of every state at every size, in `LANGUAGE WIDTH STATE.png`; empty: none are made. */
const pictures = process.env['CHARTDROP_LOOKS'] ?? '';
type Language = keyof typeof catalogues;

/** Measures one state of the window after the other, and keeps every fault with its place. */
function createMeasure(page: Page, language: Language) {
  const faults: string[] = [];
  const heights = new Map<string, Set<number>>();
  return {
    faults,
    heights,
    state: async (name: string): Promise<void> => {
      await closeNotices(page, catalogues[language].shell.closeNotice);
      for (const size of sizes) {
        await page.setViewportSize(size);
        // A frame for what follows the size.
        await page.evaluate(
          () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
        );
        const where = `${language} ${size.width} ${name}`;
        if (pictures !== '') await page.screenshot({ path: join(pictures, `${where}.png`) });
        const found = (await layoutFaults(page)).map((fault) => `${where}: ${fault}`);
        faults.push(...found);
        for (const fault of found) process.stdout.write(`${fault}\n`);
        const { top, view, bar } = await headerHeights(page);
        for (const [part, height] of [
          ['top', top],
          ['view', view],
          ['bar', bar],
        ] as const) {
          if (height === null) continue;
          const key = `${language} ${size.width} ${part}`;
          heights.set(key, (heights.get(key) ?? new Set()).add(height));
        }
      }
      await page.setViewportSize({ width: 1024, height: 640 });
    },
  };
}
type Measure = ReturnType<typeof createMeasure>;

async function measureDesk(page: Page, w: typeof en, { state }: Measure): Promise<void> {
  const show = (list: keyof typeof en.deskLists) =>
    page.getByRole('group', { name: w.desk.which }).getByRole('button', { name: w.deskLists[list] }).click();
  const file = (name: string) => page.getByRole('option').filter({ hasText: name }).click();
  await page.getByRole('navigation').getByRole('button', { name: w.nav.desk }).click();
  await show('day');
  await file('fax from Dr Lim.pdf');
  await state('desk, a file without a patient');
  await page.getByRole('button', { name: w.pages.openOf('fax from Dr Lim.pdf') }).click();
  await expect(page.getByRole('dialog').getByRole('radio').first()).toBeVisible();
  await state('put pages together');
  await page.keyboard.press('Escape');
  await file('referral-hand-surgery (1).pdf');
  await state('desk, a duplicate');
  await file('knee-mri-series.zip');
  await state('desk, a file on its way');
  await file('consent form.pdf');
  await state('desk, a failed file');
  await page.keyboard.press('Control+a');
  await state('desk, all files');
  for (const list of ['needs', 'moving', 'filed', 'dismissed'] as const) {
    await show(list);
    await expect(
      page.getByRole('listbox').or(page.getByRole('heading', { name: w.deskEmpty.dismissed })),
    ).toBeVisible();
    await state(`desk, ${list}`);
  }
  await show('filed');
  await file('referral-hand-surgery.pdf');
  await state('desk, a filed file');
  await page.getByRole('button', { name: w.job.wrongPatientOf('referral-hand-surgery.pdf') }).click();
  await state('move to another patient');
  await page.keyboard.press('Escape');
  await show('day');
}

async function measureFind(page: Page, w: typeof en, { state }: Measure): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: w.nav.find }).click();
  await state('find, recent');
  const box = page.getByRole('combobox', { name: w.finder.label });
  await box.fill('smith');
  await expect(page.getByRole('option', { disabled: false }).first()).toBeVisible();
  await state('find, results');
  await page.getByRole('option', { disabled: false }).first().click();
  await expect(page.getByText(w.finder.askingCases)).toBeHidden();
  await state('find, a patient');
  await box.fill('');
}

async function measureAttachments(page: Page, w: typeof en, { state }: Measure): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: w.nav.attachments }).click();
  const list = page.getByRole('list', { name: w.nav.attachments, exact: true });
  await expect(list.getByRole('listitem').first()).toBeVisible();
  await state('attachments');
  await list.getByRole('checkbox').nth(1).check();
  await list.getByRole('checkbox').nth(2).check();
  await state('attachments, two selected');
  await page.getByRole('button', { name: w.attachments.archive(2) }).click();
  await expect(page.getByRole('dialog')).toContainText('#');
  await state('archive');
  await page.keyboard.press('Escape');
  await list.getByRole('button').first().click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await state('preview');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: w.attachments.ofPatient }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox').fill('jane citizen');
  await dialog.getByRole('option', { disabled: false }).first().click();
  await state('attachments, whose');
  await dialog.getByRole('button', { name: w.attachments.show, exact: true }).click();
  await expect(page.getByRole('button', { name: w.attachments.allRecent })).toBeVisible();
  await expect(list.getByRole('listitem').first()).toBeVisible();
  await state('attachments of a patient');
  await page.getByRole('button', { name: w.attachments.allRecent }).click();
}

async function measureRest(page: Page, w: typeof en, { state }: Measure): Promise<void> {
  const views = page.getByRole('navigation');
  await views.getByRole('button', { name: w.nav.history }).click();
  await expect(page.getByRole('row').nth(3)).toBeVisible();
  await state('history');
  await page.locator('.story').first().click();
  await state('history, one file');
  await page.locator('.story').first().click();
  await views.getByRole('button', { name: w.nav.settings }).click();
  await state('settings');
  for (const [name, button] of [
    ['check', w.check.title],
    ['proxy', w.proxy.title],
    ['demo', w.settings.useDemo],
    ['add a folder', w.settings.addFolder],
  ] as const) {
    await page.getByRole('button', { name: button, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toBeVisible();
    if (name === 'add a folder') await dialog.getByText(w.folderDetails.more, { exact: true }).click();
    await state(name);
    await page.keyboard.press('Escape');
  }
  await views.getByRole('button', { name: w.keys.title }).click();
  await state('keys');
  await page.keyboard.press('Escape');
}

/** States of the top bar, beside the selected case of all that went before. */
async function measureTopBar(page: Page, w: typeof en, { state }: Measure): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: w.nav.desk }).click();
  await page.getByRole('button', { name: w.desk.pauseAll }).click();
  await expect(page.getByRole('banner')).toContainText(w.top.paused);
  await state('paused');
  await page.getByRole('button', { name: w.desk.resumeAll }).click();
  await expect(page.getByRole('banner')).not.toContainText(w.top.paused);
}

async function chooseLanguage(page: Page, before: typeof en, language: Language): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: before.nav.settings }).click();
  await page.getByLabel(before.settings.language, { exact: true }).selectOption(language);
  await expect(page.getByRole('heading', { name: catalogues[language].settings.folders })).toBeVisible();
}

test('every view has room for its words, at every size and in every language', async ({
  desk: page,
  clinic,
  folder,
}) => {
  test.setTimeout(900_000);
  await fillDesk(page, clinic, await folder('scans'));
  const start = performance.now();
  const faults: string[] = [];
  const heights = new Map<string, Set<number>>();
  let before = en;
  for (const language of ['en', 'de', 'fr'] as const) {
    if (language !== 'en') await chooseLanguage(page, before, language);
    const w = catalogues[language];
    before = w;
    const measure = createMeasure(page, language);
    for (const part of [measureDesk, measureFind, measureAttachments, measureRest, measureTopBar])
      await part(page, w, measure);
    faults.push(...measure.faults);
    for (const [key, values] of measure.heights) heights.set(key, values);
  }
  process.stdout.write(`measured in ${Math.round((performance.now() - start) / 1000)} s\n`);
  const jumping = [...heights]
    .filter(([, values]) => values.size > 1)
    .map(([key, values]) => `${key}: ${[...values].join(', ')}`);
  expect({ faults, jumping }).toEqual({ faults: [], jumping: [] });
});
