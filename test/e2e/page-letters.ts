import { createHash, randomInt } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import { sampleLetter } from '../../main/demo-clinic/seed/seed-files.ts';
import { addScanFolder, arm, go, type GivenFile, scan } from './steps.ts';
import { expect } from './window.ts';

/** `whom`: a name with its date of birth, as the letter writes it. */
export function letterAbout(whom: string, name: string): GivenFile {
  const bytes = sampleLetter(whom, randomInt(1_000_000, 1_000_000_000));
  return { name, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

export const aboutWei = (name: string): GivenFile => letterAbout('Wei Li, born 9 September 1975', name);

/** Scans a letter about Wei Li while Jane Citizen is selected, and returns the pane with the question. */
export async function scanForJane(page: Page, scans: string, file: GivenFile): Promise<Locator> {
  await addScanFolder(page, scans);
  await arm(page, 'citizen, jane', '3 Feb 1980');
  await go(page, 'Desk');
  await scan(scans, file);
  const pane = page.getByRole('region', { name: `File ${file.name}`, exact: true });
  await expect(pane).toContainText('The page names another patient.', { timeout: 90_000 });
  // No press counts before.
  await expect(pane.getByRole('img', { name: `The line of the page, ${file.name}` })).toBeVisible();
  return pane;
}
