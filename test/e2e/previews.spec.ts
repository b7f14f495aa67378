import type { Locator, Page } from '@playwright/test';
import { colouredPages, greyPage, onePage, tiffOf } from '../fixtures/drawable-files.ts';
import { heicPhoto } from '../fixtures/heic-photo.ts';
import { arm, drop, filedAs, go, letter, opened } from './steps.ts';
import { expect, test } from './window.ts';

const given = (name: string, bytes: Buffer) => ({ name, bytes, sha256: '' });

/** Adds a file without a selected patient, and opens it in the inbox. */
async function open(page: Page, name: string, bytes: Buffer): Promise<Locator> {
  await drop(page, given(name, bytes));
  await go(page, 'Desk');
  return opened(page, name);
}

/**
 * The colour in the middle of a picture, as red, green and blue; none until it is loaded. `decode()` would not
 * do: it rejects when another page takes the place of the picture meanwhile (HTML standard, "decode an image").
 */
const middleOf = (picture: Locator): Promise<number[]> =>
  picture.evaluate((image: HTMLImageElement) => {
    if (!image.complete || image.naturalWidth === 0) return [];
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    const context = canvas.getContext('2d');
    context?.drawImage(image, 0, 0);
    return [...(context?.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data ?? [])].slice(0, 3);
  });

test('the pages of a PDF are turned, and each is a picture', async ({ desk: page }) => {
  const dialog = await open(page, 'three.pdf', colouredPages(3));
  const colours = [
    [255, 0, 0],
    [0, 255, 0],
    [0, 0, 255],
  ];
  for (const [at, colour] of colours.entries()) {
    await expect(dialog.getByText(`Page ${at + 1} of 3`)).toBeVisible();
    const picture = dialog.getByRole('img', { name: `three.pdf, page ${at + 1}` });
    await expect.poll(() => middleOf(picture)).toEqual(colour);
    if (at < 2) await dialog.getByRole('button', { name: 'Next page' }).click();
  }
  await expect(dialog.getByRole('button', { name: 'Next page' })).toBeDisabled();
  await dialog.getByRole('button', { name: 'Previous page' }).click();
  await expect(dialog.getByRole('img', { name: 'three.pdf, page 2' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Whole page' }).click();
  await expect(dialog.getByRole('button', { name: 'Full width' })).toBeVisible();
  await expect(page.locator('iframe, object, embed')).toHaveCount(0);
});

test('a page is enlarged, moved and turned, by keys and mouse', async ({ desk: page }) => {
  const pane = await open(page, 'three.pdf', colouredPages(3));
  const picture = pane.getByRole('img', { name: 'three.pdf, page 1' });
  await expect(picture).toBeVisible();
  const paper = pane.getByRole('region', { name: 'three.pdf' });
  const boxOf = async (place: Locator) => (await place.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const [room, before] = [await boxOf(paper), await boxOf(picture)];
  expect(Math.abs(room.width - before.width)).toBeLessThan(24);
  await paper.focus();
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await expect(pane.getByText('200%')).toBeVisible();
  await expect.poll(async () => Math.round((await boxOf(picture)).width / before.width)).toBe(2);
  const scrolled = () => paper.evaluate(({ scrollLeft, scrollTop }) => [scrollLeft > 20, scrollTop > 20]);
  await page.mouse.move(room.x + room.width - 40, room.y + room.height - 40);
  await page.mouse.down();
  await page.mouse.move(room.x + 60, room.y + 60, { steps: 5 });
  await page.mouse.up();
  expect(await scrolled()).toEqual([true, true]);
  await page.keyboard.press('0');
  await page.keyboard.press('r');
  // On its side it is as wide as before, and lower.
  await expect.poll(async () => Math.abs((await boxOf(picture)).width - before.width)).toBeLessThan(24);
  await expect.poll(async () => (await boxOf(picture)).height).toBeLessThan(before.height);
  await page.keyboard.press('n');
  await expect(pane.getByText('Page 2 of 3')).toBeVisible();
});

test('faxes and photos of phones are shown as well', async ({ desk: page }) => {
  const fax = await open(page, 'fax.tif', tiffOf([greyPage(200, 100), greyPage(200, 100, 40)]));
  await expect.poll(() => middleOf(fax.getByRole('img'))).toEqual([128, 128, 128]);
  await fax.getByRole('button', { name: 'Next page' }).click();
  await expect.poll(() => middleOf(fax.getByRole('img'))).toEqual([40, 40, 40]);
  await page.keyboard.press('Escape');
  const photo = await open(page, 'IMG_1.heic', heicPhoto);
  await expect(photo.getByRole('img', { name: 'IMG_1.heic, page 1' })).toBeVisible();
});

test('text is read in its own charset', async ({ desk: page }) => {
  const old = await open(page, 'old.txt', Buffer.from('Grüße an Zoë', 'latin1'));
  await expect(old.getByRole('region', { name: 'old.txt' })).toHaveText('Grüße an Zoë');
  await page.keyboard.press('Escape');
  const wide = await open(page, 'wide.txt', Buffer.from('\ufeffGrüße an Zoë', 'utf16le'));
  await expect(wide.getByRole('region', { name: 'wide.txt' })).toHaveText('Grüße an Zoë');
});

test('a file without a preview says so, with advice', async ({ desk: page }) => {
  for (const [name, bytes] of [
    ['broken.pdf', Buffer.from('%PDF-1.7 and nothing more')],
    ['photo.heic', heicPhoto.subarray(0, 300)],
    ['picture.png', Buffer.from('no picture')],
  ] as const) {
    const dialog = await open(page, name, bytes);
    const said = dialog.getByRole('alert');
    await expect(said).toContainText('The file is damaged, or its name has the wrong type.');
    await expect(said).toContainText('Open it from its folder, with its own program.');
    await expect(dialog).not.toContainText('{');
    await page.keyboard.press('Escape');
  }
  // Logged by Chromium about the picture, and by fetch about each refusal.
});

test('an attachment is shown page by page, and a failed page can be tried again', async ({
  desk: page,
  clinic,
}) => {
  await arm(page, 'jane citizen', '3 Feb 1980');
  const file = letter('referral.pdf');
  await go(page, 'Attachments');
  await drop(page, file);
  await filedAs(clinic.demo(), file);
  await go(page, 'Settings');
  await go(page, 'Attachments');
  clinic.demo().faults.add({ step: 'download', act: { status: 503 } });
  await page
    .getByRole('list', { name: 'Attachments', exact: true })
    .getByText('referral.pdf')
    .first()
    .click();
  const dialog = page.getByRole('dialog', { name: 'referral.pdf' });
  await expect(dialog.getByRole('alert')).toContainText('Save a copy to open it with its own program.');
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await expect(dialog.getByRole('img', { name: 'referral.pdf, page 1' })).toBeVisible();
});

test('script, links and forms of a PDF do nothing', async ({ desk: page }) => {
  const dialogs: string[] = [];
  page.on('dialog', (one) => {
    dialogs.push(one.message());
    void one.dismiss();
  });
  const asked: string[] = [];
  page.context().on('request', (request) => asked.push(request.url()));
  const script =
    "app.alert('gotcha'); var key = app.response('Your API key?'); this.submitForm('http://127.0.0.1:9/');";
  const dialog = await open(
    page,
    'script.pdf',
    onePage({
      catalog: `/OpenAction << /S /JavaScript /JS (${script.replace(/[()]/g, '\\$&')}) >>`,
      page: '/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /A << /S /URI /URI (http://127.0.0.1:9/lure) >> >>]',
    }),
  );
  const picture = dialog.getByRole('img', { name: 'script.pdf, page 1' });
  await expect(picture).toBeVisible();
  await picture.click();
  await expect(dialog).toBeVisible();
  expect(dialogs).toEqual([]);
  expect(asked.filter((url) => url.includes(':9/'))).toEqual([]);
  expect(page.context().pages()).toHaveLength(1);
});
