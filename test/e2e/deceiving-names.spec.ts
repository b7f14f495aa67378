import { drop, go, letter, row } from './steps.ts';
import { expect, test } from './window.ts';

test('a text whose name is reversed at its end is not shown as a PDF anywhere', async ({ desk: page }) => {
  await drop(page, letter('invoice\u202Efdp.txt'));
  for (const view of ['Desk', 'History'] as const) {
    await go(page, view);
    await expect(page.getByText('invoice⟨U+202E⟩fdp.txt').first()).toBeVisible();
    // No text, tooltip or label contains reordering characters.
    const markup = await page.content();
    expect(markup).not.toMatch(/[\u202a-\u202e\u2066-\u2069]|&#x202e;|&#8238;/i);
  }
  await go(page, 'Desk');
  await expect(row(page, 'Today', 'invoice⟨U+202E⟩fdp.txt')).toBeVisible();
});
