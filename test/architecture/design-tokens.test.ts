import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

// renderer/tokens.css is the only place for colours, type sizes, spaces, corners, shadows, layers and movement.

const tokens = readFileSync('renderer/tokens.css', 'utf8');
const styled = ['renderer/app.css', ...globSync('renderer/**/*.svelte')].map((file) =>
  file.replaceAll('\\', '/'),
);

/** Raw values that stay, each with its reason. */
const allowed: Record<string, string> = {
  'renderer/app.css margin: 0': 'removes the browser’s own space',
  'renderer/components/DeskLists.svelte margin-left: -1px': 'two buttons share one line between them',
  'renderer/components/DeskRow.svelte box-shadow: inset 3px 0 var(--accent)': 'a mark, not a shadow',
  'renderer/components/FoundPatients.svelte box-shadow: inset 3px 0 var(--accent)': 'a mark, not a shadow',
  'renderer/components/TodaysOptions.svelte box-shadow: inset 3px 0 var(--accent)': 'a mark, not a shadow',
};

const styleOf = (file: string): string => {
  const text = readFileSync(file, 'utf8');
  const style = file.endsWith('.css') ? text : (/<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? '');
  return style.replace(/\/\*[\s\S]*?\*\//g, '');
};

const colour =
  /#[0-9a-f]{3,8}\b|\b(rgb|hsl|hwb|lab|lch|oklch)a?\(|:\s*(white|black|red|green|blue|gr[ae]y)\b/i;
const rawLength = /(?<![\w-])-?\d*\.?\d+(px|rem|em|pt)\b/;
/** Properties whose lengths are tokens. Widths and columns belong to the one thing that they measure. */
const measured =
  /^((row-|column-)?gap|padding(-[a-z-]+)?|margin(-[a-z-]+)?|border-radius|font|font-size|line-height|box-shadow|transition|animation|z-index)$/;

/** Declarations with a value that a token should hold. */
function rawDeclarations(css: string): string[] {
  const declarations = [...css.matchAll(/(?:^|[{;])\s*([a-z-]+):\s*([^;{}]+)(?=;)/g)];
  return declarations
    .map(([, property = '', value = '']) => ({ property, value: value.replace(/\s+/g, ' ').trim() }))
    .filter(({ property, value }) => {
      if (colour.test(`: ${value}`)) return true;
      if (!measured.test(property)) return false;
      if (property === 'z-index') return !value.includes('var(') && value !== '1';
      if (property === 'transition' || property === 'animation') return /\d(ms|s)\b/.test(value);
      return rawLength.test(value);
    })
    .map(({ property, value }) => `${property}: ${value}`);
}

describe('the tokens of the design', () => {
  it.each(styled)('are all that %s uses', (file) => {
    const raw = rawDeclarations(styleOf(file)).filter((one) => allowed[`${file} ${one}`] === undefined);
    expect(raw).toEqual([]);
  });

  it('are found where a raw value is used', () => {
    expect(rawDeclarations('a { color: #fff; gap: 5px; margin: 0 var(--space-1); width: 10px; }')).toEqual([
      'color: #fff',
      'gap: 5px',
    ]);
  });

  it('exist wherever they are used, and are used', () => {
    const known = new Set([...tokens.matchAll(/^\s+(--[a-z0-9-]+):/gm)].map(([, name]) => name));
    const all = styled.map((file) => readFileSync(file, 'utf8')).join('\n');
    const own = new Set([...all.matchAll(/(--[a-z0-9-]+)[:=]/g)].map(([, name]) => name));
    const used = new Set([...all.matchAll(/var\((--[a-z0-9-]+)/g)].map(([, name]) => name));
    expect([...used].filter((name) => !known.has(name) && !own.has(name))).toEqual([]);
    expect([...known].filter((name) => !used.has(name))).toEqual([]);
  });

  it('give the dark theme every colour that the light one has', () => {
    const [light = '', dark = ''] = tokens.split("[data-theme='dark']");
    const coloured = (css: string): string[] =>
      [...css.matchAll(/^\s+(--[a-z0-9-]+): [^;]*(#|rgb)/gm)].map(([, name = '']) => name).toSorted();
    expect(coloured(dark.split('@media')[0] ?? '')).toEqual(coloured(light));
  });
});

/** Relative luminance of an sRGB colour. Source: WCAG 2.2. */
function luminance(hex: string): number {
  const parts = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const [red = 0, green = 0, blue = 0] = parts;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

describe.each(['light', 'dark'])('the colours of the %s theme', (theme) => {
  const [light = '', dark = ''] = tokens.split("[data-theme='dark']");
  const css = theme === 'light' ? light : (dark.split('@media')[0] ?? '');
  const value = (name: string): string => {
    const found = new RegExp(`${name}: (#[0-9a-f]{6});`).exec(css)?.[1];
    if (found === undefined) throw new Error(`no colour ${name}`);
    return found;
  };

  it('show the selected patient’s name at a contrast of 7:1', () => {
    expect(contrast(value('--on-armed'), value('--armed'))).toBeGreaterThanOrEqual(7);
  });

  it.each([
    ['--on-accent', '--accent'],
    ['--accent', '--surface'],
    ...['--text', '--text-soft', '--good', '--warn', '--bad'].flatMap((text) =>
      ['--surface', '--ground', '--raised', '--hover', '--selected'].map((on) => [text, on] as const),
    ),
    ['--good', '--good-ground'],
    ['--warn', '--warn-ground'],
    ['--bad', '--bad-ground'],
  ] as const)('can be read: %s on %s', (text, on) => {
    expect(contrast(value(text), value(on))).toBeGreaterThanOrEqual(4.5);
  });

  it('show the edge of a box at a contrast of 3:1', () => {
    for (const on of ['--surface', '--ground', '--raised']) {
      expect(contrast(value('--line-strong'), value(on))).toBeGreaterThanOrEqual(3);
    }
  });

  it('let the selected patient’s name have at least 24 pixels', () => {
    expect(Number(/--type-name: (\d+)px/.exec(tokens)?.[1])).toBeGreaterThanOrEqual(24);
  });
});
