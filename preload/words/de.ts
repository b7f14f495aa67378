import type { Words } from './en.ts';
import * as account from './de/account.ts';
import * as byExample from './de/by-example.ts';
import * as chart from './de/chart.ts';
import * as desk from './de/desk.ts';
import * as firstScan from './de/first-scan.ts';
import * as handed from './de/handed.ts';
import * as keys from './de/keys.ts';
import { errors } from './de/errors.ts';
import * as page from './de/page.ts';
import * as pages from './de/pages.ts';
import * as setup from './de/setup.ts';
import * as sheets from './de/sheets.ts';
import * as states from './de/states.ts';
import * as today from './de/today.ts';

export const de: Words = {
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
