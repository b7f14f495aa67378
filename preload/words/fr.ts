import type { Words } from './en.ts';
import * as account from './fr/account.ts';
import * as byExample from './fr/by-example.ts';
import * as chart from './fr/chart.ts';
import * as desk from './fr/desk.ts';
import * as firstScan from './fr/first-scan.ts';
import * as handed from './fr/handed.ts';
import * as keys from './fr/keys.ts';
import { errors } from './fr/errors.ts';
import * as page from './fr/page.ts';
import * as pages from './fr/pages.ts';
import * as setup from './fr/setup.ts';
import * as sheets from './fr/sheets.ts';
import * as states from './fr/states.ts';
import * as today from './fr/today.ts';
import { withFrenchSpaces } from './french-spaces.ts';

export const fr: Words = withFrenchSpaces({
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
});
