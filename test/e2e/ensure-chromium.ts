import { canInstallChromium, findChromium, installChromium, namedChromium } from './find-chromium.ts';

/** Runs before the browser tests: prints one line if no browser is available, instead of a stack trace per test. */
function ensureChromium(): string | null {
  if (findChromium() !== null) return null;
  const named = namedChromium();
  if (named !== null) return `CHROMIUM names ${named}, where no browser is.`;
  const byHand = 'install Chromium (`sudo apt-get install chromium`, or `npx playwright install chromium`)';
  if (!canInstallChromium()) return `The browser tests need a browser: ${byHand}, or name one in CHROMIUM.`;
  process.stderr.write('No Chromium is installed; installing the system’s package. This takes a minute.\n');
  const why = installChromium();
  if (findChromium() !== null) return null;
  return `Chromium could not be installed (${why ?? 'it is not where it was looked for'}): ${byHand}, or name one in CHROMIUM.`;
}

const missing = ensureChromium();
if (missing !== null) {
  process.stderr.write(`${missing}\n`);
  process.exitCode = 1;
}
