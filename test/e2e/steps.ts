import { createHash, randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { seedFile } from '../../main/demo-clinic/seed/seed-files.ts';
import type { DemoAttachment, DemoClinic } from '../../main/demo-clinic/start.ts';
import { expect } from './window.ts';

// The acts of a person at the front desk, by the window's labels.

export type ViewLabel = 'Desk' | 'Attachments' | 'History' | 'Settings';

export async function go(page: Page, view: ViewLabel): Promise<void> {
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: view }).click();
}

/** The desk's lists. */
const deskLists: ReadonlySet<string> = new Set(['Today', 'Inbox', 'Queue', 'Filed', 'Ignored']);

/** A file's row in the list with that name. */
export const row = (page: Page, list: string, file: string): Locator =>
  deskLists.has(list)
    ? page.getByRole('listbox', { name: list, exact: true }).getByRole('option').filter({ hasText: file })
    : page.getByRole('list', { name: list, exact: true }).getByRole('listitem').filter({ hasText: file });

/** Shows one of the desk's lists. */
export async function showList(page: Page, list: string): Promise<void> {
  await page.getByRole('group', { name: 'Which files' }).getByRole('button', { name: list }).click();
}

/** Opens a file of the desk's list. Returns its pane, with the page and the decision. */
export async function opened(page: Page, file: string, list = 'Today'): Promise<Locator> {
  await row(page, list, file).click();
  return page.getByRole('region', { name: `File ${file}`, exact: true });
}

export const notices = (page: Page): Locator => page.getByRole('log', { name: 'Notices' });

/** Milliseconds between two keys of a fast typist. */
export const keyMs = 140;

/** Types key by key into the box of `place`. */
export async function typeQuery(place: Page | Locator, query: string): Promise<void> {
  const box = place.getByRole('combobox', { name: 'Find a patient' });
  await box.fill('');
  await box.pressSequentially(query, { delay: keyMs });
}

/** Finds a patient in the box of `place` and opens the one that matches `text`. */
export async function find(place: Page | Locator, query: string, text: string | RegExp): Promise<void> {
  await typeQuery(place, query);
  await place.getByRole('option', { disabled: false }).filter({ hasText: text }).click();
}

/** Selects a patient, or one of the patient's cases, for scans. */
export async function arm(
  page: Page,
  query: string,
  text: string | RegExp,
  caseName?: string,
): Promise<void> {
  await page.getByRole('button', { name: /^Find/ }).click();
  await find(page, query, text);
  const act = 'Scan for this patient';
  await page
    .getByRole('button', { name: caseName === undefined ? act : `${act}, case ${caseName}`, exact: true })
    .first()
    .click();
  await expect(page.getByRole('banner')).toContainText(caseName ?? text);
  await expect(page.getByRole('banner')).toContainText('Finish');
}

/** Finds a folder in the window's folder browser, step by step from its root. */
export async function chooseFolder(form: Page | Locator, path: string): Promise<void> {
  await form.getByRole('button', { name: 'Browse…' }).click();
  const browser = form.getByRole('group', { name: 'Choose a folder' });
  const shown = browser.locator('p[title]');
  await expect(shown).toHaveAttribute('title', /./);
  const root = (await shown.getAttribute('title')) ?? '';
  for (const name of relative(root, path).split(sep)) {
    await browser.getByRole('button', { name, exact: true }).click();
  }
  await expect(shown).toHaveAttribute('title', path);
  await browser.getByRole('button', { name: 'Choose this folder' }).click();
  await expect(form.getByLabel('Folder', { exact: true })).toHaveValue(path);
}

/** Adds a scan folder in the settings; `set` changes further fields. */
export async function addScanFolder(
  page: Page,
  path: string,
  set: (dialog: Locator) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  await go(page, 'Settings');
  await page.getByRole('button', { name: 'Add a folder' }).click();
  const dialog = page.getByRole('dialog');
  await chooseFolder(dialog, path);
  await expect(dialog.getByText('The folder works.')).toBeVisible();
  await set(dialog);
  await dialog.getByRole('button', { name: 'Watch this folder' }).click();
  await expect(page.getByText(path).first()).toBeVisible();
  await expect(page.getByText(/· watching/)).toBeVisible();
}

export interface GivenFile {
  readonly name: string;
  readonly bytes: Buffer;
  readonly sha256: string;
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

let number = 7000 + (process.pid % 1000) * 100;

/** A complete PDF that no other test has. */
export function letter(name: string): GivenFile {
  const bytes = seedFile('pdf', (number += 1));
  return { name, bytes, sha256: sha256(bytes) };
}

/** Bytes of a given size without a file format. */
export function bytesOf(name: string, size: number): GivenFile {
  const bytes = Buffer.from(
    randomUUID()
      .repeat(Math.ceil(size / 36))
      .slice(0, size),
  );
  return { name, bytes, sha256: sha256(bytes) };
}

/** Puts a finished file into the folder, like a scanner. */
export async function scan(folder: string, file: GivenFile): Promise<void> {
  await writeFile(join(folder, file.name), file.bytes);
}

/** A `DataTransfer` with these files, created in the page, since only the page can hold one. */
function transfer(page: Page, files: readonly GivenFile[]) {
  return page.evaluateHandle(
    (given) => {
      const data = new DataTransfer();
      for (const { name, type, base64 } of given) {
        const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
        data.items.add(new File([bytes], name, { type }));
      }
      return data;
    },
    files.map(({ name, bytes }) => ({
      name,
      type: name.endsWith('.png') ? 'image/png' : 'application/pdf',
      base64: bytes.toString('base64'),
    })),
  );
}

/** Holds files over the window or an element. */
export async function dragOver(
  page: Page,
  files: readonly GivenFile[],
  on: Locator = page.locator('body'),
): Promise<void> {
  await on.dispatchEvent('dragover', { dataTransfer: await transfer(page, files) });
}

/** Drops files on the window. */
export const drop = (page: Page, ...files: GivenFile[]): Promise<void> =>
  dropOn(page, page.locator('body'), ...files);

/** Drops files on an element. */
export async function dropOn(page: Page, on: Locator, ...files: GivenFile[]): Promise<void> {
  await on.dispatchEvent('drop', { dataTransfer: await transfer(page, files) });
}

/** Pastes a file from the clipboard. */
export async function paste(page: Page, file: GivenFile): Promise<void> {
  const data = await transfer(page, [file]);
  await page.evaluate(
    (clipboardData) =>
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true })),
    data,
  );
}

/** The clinic's attachments with a file's name, once there are as many as expected. */
export async function filedAs(demo: DemoClinic, file: GivenFile, count = 1): Promise<DemoAttachment[]> {
  const found = (): DemoAttachment[] =>
    demo.attachments().filter(({ sha256: digest }) => digest === file.sha256);
  await expect.poll(() => found().length, { timeout: 60_000 }).toBe(count);
  return found();
}

/** Waits until the clinic's case with that name lists the file. Files for one case are batched for a while. */
export async function listedIn(demo: DemoClinic, caseName: string, file: GivenFile): Promise<void> {
  const listed = (): (string | null)[] => {
    const ids = demo.cases().find(({ name }) => name === caseName)?.attachmentIds ?? [];
    return demo
      .attachments()
      .filter(({ id }) => ids.includes(id))
      .map(({ sha256: digest }) => digest);
  };
  await expect.poll(listed, { timeout: 40_000 }).toContain(file.sha256);
}

export const patientNamed = (demo: DemoClinic, name: string): string => {
  const patient = demo.patients().find((one) => `${one.firstName} ${one.lastName}` === name);
  if (patient === undefined) throw new Error(`the clinic has no ${name}`);
  return patient.id;
};
