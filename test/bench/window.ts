import { setTimeout as sleep } from 'node:timers/promises';
import { chromium, type Page } from '@playwright/test';
import type { JobId } from '../../preload/contract/ids.ts';
import { findChromium } from '../e2e/find-chromium.ts';
import { startServe } from '../e2e/serve-process.ts';
import { loadedScriptBytes } from '../window-scripts.ts';
import { type BenchResult, resultOf } from './result.ts';
import { fillServeData } from './serve-data.ts';
import { type Frames, over16, over50, recordFrames } from './window-frames.ts';
import { openWindowSocket, type WindowSocket } from './window-socket.ts';

const jobs = 100_000;
const passes = 3;
const scrollFrames = 600;
const updateFrames = 300;
const updatesPerSecond = 50;
/** Number of rows at the top of the list, all on screen. */
const shownRows = 15;

/** Opens the queue as soon as the page can be clicked, and records when its first row appears. */
const openQueue = (): void => {
  new MutationObserver((_changes, observer) => {
    if (document.querySelector('[title="scan-0.pdf"]') === null) {
      const queue = [...document.querySelectorAll('[role="group"] button')].find((it) =>
        /^\s*Queue/.test(it.textContent),
      );
      if (queue instanceof HTMLElement && queue.ariaPressed === 'false') queue.click();
      return;
    }
    performance.mark('interactive');
    observer.disconnect();
  }).observe(document, { childList: true, subtree: true });
};

/** Milliseconds from the start of the navigation. */
const moments = (page: Page): Promise<{ paintMs: number; interactiveMs: number }> =>
  page.evaluate(() => {
    const at = (name: string): number => performance.getEntriesByName(name)[0]?.startTime ?? NaN;
    return { paintMs: at('first-contentful-paint'), interactiveMs: at('interactive') };
  });

/** Moves one visible row after the other to the top until stopped. Resolves to the last one. */
async function keepMoving(core: WindowSocket, ids: readonly JobId[], end: AbortSignal): Promise<JobId> {
  const startedAt = performance.now();
  for (let at = 0; ; at += 1) {
    const id = ids[at % ids.length];
    if (id === undefined) throw new Error('no row to move');
    await core.call('jobs:moveFirst', { ids: [id] });
    if (end.aborted) return id;
    await sleep(Math.max(0, startedAt + ((at + 1) * 1000) / updatesPerSecond - performance.now()));
  }
}

const topRow = (page: Page, name: string) =>
  page.waitForFunction(
    (wanted) => document.querySelector('[role="listbox"] [title^="scan-"]')?.getAttribute('title') === wanted,
    name,
  );

/**
 * The window in Chromium with a queue of 100,000 jobs: script size, first paint, time until a click shows the first
 * rows, and frames while scrolling through the list and while 50 jobs change per second. Each pass loads a new
 * document, the first one without a cache.
 */
export async function benchWindow(place: string): Promise<BenchResult> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('window needs Chromium: set CHROMIUM to its path.');
  await fillServeData(place, jobs);
  const serve = await startServe(place, {}, 'dist/main/headless.js');
  const browser = await chromium.launch({ executablePath });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.addInitScript(openQueue);
    const devTools = await page.context().newCDPSession(page);
    const loads: Awaited<ReturnType<typeof moments>>[] = [];
    const scrolled: Frames[] = [];
    const updated: Frames[] = [];
    const heapMB: number[] = [];
    for (let pass = 0; pass < passes; pass += 1) {
      await (pass === 0 ? page.goto(serve.url) : page.reload());
      await page.getByRole('listbox').getByTitle('scan-0.pdf').waitFor();
      loads.push(await moments(page));
      const [cookie] = await page.context().cookies();
      const secret = await page.evaluate(() => sessionStorage.getItem('chartdrop-session') ?? '');
      const session = { cookie: `${cookie?.name ?? ''}=${cookie?.value ?? ''}`, secret };
      const core = await openWindowSocket(serve.url, session);
      const shown = await core.call('jobs:page', { list: 'moving', offset: 0, limit: shownRows });
      const end = new AbortController();
      const moving = keepMoving(
        core,
        shown.rows.map(({ id }) => id),
        end.signal,
      );
      updated.push(await recordFrames(page, { count: updateFrames, scrolls: false }));
      end.abort();
      const last = await moving;
      core.close();
      // All changes arrived, so the recorded frames are those of a changing list.
      await topRow(page, shown.rows.find(({ id }) => id === last)?.name ?? '');
      scrolled.push(await recordFrames(page, { count: scrollFrames, scrolls: true }));
      await devTools.send('HeapProfiler.collectGarbage');
      heapMB.push((await devTools.send('Runtime.getHeapUsage')).usedSize / 1e6);
    }
    return resultOf({
      jobs,
      gzipKB: loadedScriptBytes() / 1000,
      firstPaintMs: loads.map(({ paintMs }) => paintMs),
      interactiveMs: loads.map(({ interactiveMs }) => interactiveMs),
      heapMB,
      // Other load can only lengthen frames, so the best pass is that of the window.
      longFrames: Math.min(...scrolled.map(over50)),
      longFramesOfPass: scrolled.map(over50),
      ownLongFrames: scrolled.map(({ ownLong }) => ownLong),
      framesOver16: scrolled.map(over16),
      longestMs: scrolled.map(({ lengths }) => Math.max(...lengths)),
      updateLongFrames: updated.map(over50),
      updateFramesOver16: updated.map(over16),
      updateLongestMs: updated.map(({ lengths }) => Math.max(...lengths)),
    });
  } finally {
    await browser.close();
    await serve.stop();
  }
}
