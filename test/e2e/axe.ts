import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** The rules that only colours decide: in another theme nothing else differs. */
const colourRules = ['color-contrast', 'link-in-text-block'];

/**
 * The rules of axe that a page breaks: a line `rule: elements` for each broken rule. The window has no frame of another origin,
 * so axe analyses it in one run inside the page (its "legacy mode" leaves only those out), and describes only the
 * elements that break a rule. Both make it several times as fast as by default.
 */
export async function brokenRules(page: Page, without: readonly string[] = []): Promise<string[]> {
  const rules = Object.fromEntries(without.map((rule) => [rule, { enabled: false }]));
  return await broken(page, { rules });
}

/** As `brokenRules`, of the rules about colours alone: for a page that was analysed in another theme. */
export const brokenColours = (page: Page): Promise<string[]> => broken(page, { runOnly: colourRules });

type Options = Parameters<AxeBuilder['options']>[0];

async function broken(page: Page, options: Options): Promise<string[]> {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'], ...options }).setLegacyMode();
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
}
