import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import { type DemoClinic, type DemoClinicOptions, startDemoClinic } from '../../main/demo-clinic/start.ts';
import { setupSteps } from '../../preload/contract/setup-step.ts';
import { type Preferences, preferencesSchema } from '../../preload/contract/settings.ts';
import { apiMs, jittered, randomFrom } from '../fixtures/random-from.ts';
import { builtProgram } from '../fixtures/built-program.ts';
import { type ServeProcess, startServe } from './serve-process.ts';

export { expect };

/** The clinic of the window, in the test's process, so that its records can be read. */
export interface TestClinic {
  readonly apiUrl: string;
  readonly apiKey: string;
  /** The current one; `comeBack` replaces it. */
  demo(): DemoClinic;
  goAway(): Promise<void>;
  /** Restarts it on the same ports with the same records. */
  comeBack(): Promise<void>;
}

interface Options {
  /** `own`: the window uses the test's clinic. `built-in`: the program's demo clinic. */
  clinicKind: 'own' | 'built-in';
  clinicOptions: Partial<DemoClinicOptions>;
  /** The clinic's latency in milliseconds, varied by half; 0: none. */
  answerMs: number;
  preferences: Partial<Preferences>;
}

interface Fixtures {
  /** The root of the window's folder browser. */
  base: string;
  /** A new folder below it. */
  folder: (name: string) => Promise<string>;
  clinic: TestClinic;
  served: ServeProcess;
  /** The opened window, before setup. */
  opened: Page;
  /** The window on the test's clinic. */
  desk: Page;
}

/** Delays every answer of the clinic, except those that a test scripts. */
function answerLate(demo: DemoClinic, ms: number): DemoClinic {
  if (ms === 0) return demo;
  const random = randomFrom(13);
  const match = demo.faults.match.bind(demo.faults);
  demo.faults.match = (request) => {
    const isOfApi = request.step !== 'storage' && request.step !== 'download';
    return match(request) ?? (isOfApi ? { delayMs: jittered(ms, random) } : null);
  };
  return demo;
}

export const test = base.extend<Options & Fixtures>({
  clinicKind: ['own', { option: true }],
  clinicOptions: [{}, { option: true }],
  answerMs: [apiMs, { option: true }],
  preferences: [{ holdSeconds: 0 }, { option: true }],

  base: async ({ browserName }, use) => {
    const base = await mkdtemp(join(tmpdir(), `chartdrop-${browserName}-`));
    await use(base);
    await rm(base, { recursive: true, force: true });
  },

  folder: async ({ base }, use) => {
    await use((name) => mkdtemp(join(base, `${name}-`)));
  },

  clinic: async ({ folder, clinicOptions, answerMs }, use) => {
    const directory = await folder('clinic');
    const start = async (ports: { port?: number; storagePort?: number } = {}) => {
      const options = { directory, processingMs: 50, rateLimit: null, ...clinicOptions, ...ports };
      return answerLate(await startDemoClinic(options), answerMs);
    };
    let demo = await start();
    const portOf = (url: string): number => Number(new URL(url).port);
    const ports = { port: portOf(demo.apiUrl), storagePort: portOf(demo.storageUrl) };
    await use({
      apiUrl: demo.apiUrl,
      apiKey: demo.apiKey,
      demo: () => demo,
      goAway: () => demo.stop(),
      comeBack: async () => {
        demo = await start(ports);
      },
    });
    await demo.stop();
  },

  served: async ({ base, folder, clinic, clinicKind, preferences }, use) => {
    const data = await folder('data');
    const settings = { clinic: null, preferences: preferencesSchema.parse(preferences) };
    await writeFile(join(data, 'settings.json'), JSON.stringify({ settings }));
    const env: Record<string, string> = clinicKind === 'own' ? { CHARTDROP_API_URL: clinic.apiUrl } : {};
    const served = await startServe(data, env, builtProgram, ['--root', base]);
    await use(served);
    await served.stop();
  },

  /** Checked in every test: no patient data in the address, title, storage or console. */
  opened: async ({ page, context, served }, use) => {
    const said: string[] = [];
    context.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
    context.on('weberror', (error) => said.push(error.error().message));
    await page.goto(served.url);
    await use(page);
    expect(said).toEqual([]);
    for (const one of context.pages()) {
      expect(new URL(one.url()).pathname + new URL(one.url()).search + new URL(one.url()).hash).toBe('/');
      expect(await one.title()).toBe('Chartdrop');
      // For a reload, storage contains the session's secret and the step of the first run, nothing else.
      const kept = await one.evaluate(() =>
        Object.fromEntries([...Object.entries(localStorage), ...Object.entries(sessionStorage)]),
      );
      const { 'chartdrop-session': secret, ...others } = kept;
      expect(secret).toBeTruthy();
      expect(others).toEqual(stepOf(kept));
    }
  },

  desk: async ({ opened, clinic }, use) => {
    await enterKey(opened, clinic.apiKey);
    await expect(opened.getByRole('navigation', { name: 'Views' })).toBeVisible();
    await opened.getByRole('button', { name: 'Skip the set-up' }).click();
    await use(opened);
  },
});

/** The step of the first run among what a window keeps, if it is one. */
function stepOf(kept: Record<string, string>): Record<string, string> {
  const step = setupSteps.find((one) => one === kept['chartdrop-setup']);
  return step === undefined ? {} : { 'chartdrop-setup': step };
}

/** Types an API key into the key form. */
export async function enterKey(page: Page, key: string): Promise<void> {
  await page.getByLabel('API key', { exact: true }).fill(key);
  await page.getByRole('button', { name: 'Test and use' }).click();
}
