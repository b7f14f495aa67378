import * as account from './en/account.ts';
import * as byExample from './en/by-example.ts';
import * as chart from './en/chart.ts';
import * as desk from './en/desk.ts';
import * as firstScan from './en/first-scan.ts';
import * as handed from './en/handed.ts';
import * as keys from './en/keys.ts';
import { errors } from './en/errors.ts';
import * as page from './en/page.ts';
import * as pages from './en/pages.ts';
import * as setup from './en/setup.ts';
import * as sheets from './en/sheets.ts';
import * as states from './en/states.ts';
import * as today from './en/today.ts';

/**
 * The catalogue: every word that Chartdrop shows, by area and key. A sentence with a number or name is a function, so
 * that each language can place it. The other languages have the same shape.
 */
export const en = {
  errors,
  ...states,
  ...desk,
  ...chart,
  ...byExample,
  ...page,
  ...pages,
  ...setup,
  ...account,
  ...handed,
  ...keys,
  ...today,
  ...sheets,
  ...firstScan,
};
export type Words = typeof en;
