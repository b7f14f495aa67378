import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Markup that opens a second window, which the desktop program refuses, so that a click would have no effect. */
const opensWindow = /_blank|_new\b|\bwindow\s*\.\s*open\b|\btarget\s*=\s*["']|showModalDialog/;
const files = globSync('renderer/**/*.{ts,svelte,html}');

describe('the one window', () => {
  it('has sources to look through', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(opensWindow.test('<a href="x" target="_blank">')).toBe(true);
    expect(opensWindow.test("window.open('x')")).toBe(true);
  });

  it.each(files)('opens no other from %s', (file) => {
    expect(readFileSync(file, 'utf8').match(opensWindow)).toBeNull();
  });
});
