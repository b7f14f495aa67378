import type { Locator, Page } from '@playwright/test';
import { keyMs } from './steps.ts';
import { expect } from './window.ts';

/** Milliseconds that a person looks before a click. */
const lookMs = 600;

/** A person at the window, who needs time, and whose inputs are counted: each key and each click is one. */
export interface Person {
  /** A key, or keys pressed together. */
  press(...keys: readonly string[]): Promise<void>;
  /** Types key by key. */
  type(text: string): Promise<void>;
  /** Puts the clipboard's text into the focused box. */
  paste(text: string): Promise<void>;
  click(target: Locator): Promise<void>;
  /** Waits until it is on screen, and looks at it. */
  look(target: Locator): Promise<void>;
  inputs(): number;
  /** Since the first call of `begin`. */
  seconds(): number;
  /** Counts from here. */
  begin(): void;
}

export function personAt(page: Page): Person {
  let inputs = 0;
  let begunAt = Date.now();
  const press = async (key: string): Promise<void> => {
    inputs += 1;
    await page.keyboard.press(key);
    await page.waitForTimeout(keyMs);
  };
  const look = async (target: Locator): Promise<void> => {
    await expect(target).toBeVisible({ timeout: 90_000 });
    await page.waitForTimeout(lookMs);
  };
  return {
    async press(...keys) {
      for (const key of keys) await press(key);
    },
    async type(text) {
      for (const key of text) await press(key);
    },
    async paste(text) {
      inputs += 1;
      await page.keyboard.insertText(text);
      await page.waitForTimeout(keyMs);
    },
    async click(target) {
      await look(target);
      inputs += 1;
      await target.click();
    },
    look,
    inputs: () => inputs,
    seconds: () => (Date.now() - begunAt) / 1000,
    begin() {
      inputs = 0;
      begunAt = Date.now();
    },
  };
}
