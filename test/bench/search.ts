import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { type DemoClinic, startDemoClinic } from '../../main/demo-clinic/start.ts';
import { preferencesSchema } from '../../preload/contract/settings.ts';
import { findChromium } from '../e2e/find-chromium.ts';
import { startServe } from '../e2e/serve-process.ts';
import { type BenchResult, resultOf } from './result.ts';
import { percentile } from './statistics.ts';

const searches = 20;
const apiMs = 300;
/** Milliseconds between two keys of a fast typist. */
const keyMs = 140;

/** Records each key in the box and the first matching rows on screen. */
const watchRows = (): void => {
  document.addEventListener('input', () => {
    performance.clearMarks('rows');
    performance.clearMarks('key');
    performance.mark('key');
  });
  new MutationObserver(() => {
    const isAnswered = document.querySelector('[role="listbox"][aria-busy="false"] [role="option"]') !== null;
    const isNoted = performance.getEntriesByName('rows').length > 0;
    if (isAnswered && !isNoted) requestAnimationFrame(() => performance.mark('rows'));
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['aria-busy'] });
};

/** Milliseconds from the last key to the first rows. */
const rowsAfterKey = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const at = (name: string): number => performance.getEntriesByName(name).at(-1)?.startTime ?? NaN;
    return at('rows') - at('key');
  });

/** Last names of searchable people, without duplicates. */
const namesOf = (clinic: DemoClinic): string[] => {
  const all = clinic.patients().map(({ firstName, lastName }) => `${lastName}, ${firstName}`.toLowerCase());
  return [...new Set(all)].slice(10, 10 + searches);
};

/**
 * The window's search in Chromium with a clinic that takes 300 ms per answer: types names key by key and measures the
 * time from the last key to the first rows. The rate limit is high enough not to matter.
 */
export async function benchSearch(place: string): Promise<BenchResult> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('search needs Chromium: set CHROMIUM to its path.');
  const faults = [{ times: 'always', act: { delayMs: apiMs } }] as const;
  const clinic = await startDemoClinic({ directory: join(place, 'clinic'), rateLimit: null, faults });
  const preferences = preferencesSchema.parse({ requestsPerMinute: 10_000 });
  await writeFile(join(place, 'settings.json'), JSON.stringify({ settings: { clinic: null, preferences } }));
  const serve = await startServe(place, { CHARTDROP_API_URL: clinic.apiUrl }, 'dist/main/headless.js');
  const browser = await chromium.launch({ executablePath });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.addInitScript(watchRows);
    await page.goto(serve.url);
    await page.getByLabel('API key').fill(clinic.apiKey);
    await page.getByRole('button', { name: 'Test and use' }).click();
    await page.getByRole('button', { name: /^Find/ }).click();
    const box = page.getByRole('combobox', { name: 'Find a patient' });
    const rowsMs: number[] = [];
    const calls: number[] = [];
    for (const name of namesOf(clinic)) {
      await box.fill('');
      const before = clinic.requests().api;
      await box.pressSequentially(name, { delay: keyMs });
      await page.waitForFunction(() => performance.getEntriesByName('rows').length > 0);
      rowsMs.push(await rowsAfterKey(page));
      calls.push(clinic.requests().api - before);
    }
    return resultOf({
      searches,
      apiMs,
      keyMs,
      rowsMs,
      p95ms: percentile(rowsMs, 0.95),
      callsWhileTyped: calls,
    });
  } finally {
    await browser.close();
    await serve.stop();
    await clinic.stop();
  }
}
