import { findChromium, installChromium } from './find-chromium.ts';

/** Run before the browser tests: one line instead of a stack trace for each test where no browser can be had. */
if (findChromium() === null) {
  process.stderr.write('No Chromium is installed; trying the system’s packages.\n');
  installChromium();
}
if (findChromium() === null) {
  process.stderr.write(
    'The browser tests need Chromium: install it (`apt-get install chromium`, or `npx playwright install chromium`), or name it in CHROMIUM.\n',
  );
  process.exitCode = 1;
}
