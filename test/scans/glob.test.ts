import { posix } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileGlob } from '../../main/scans/watch/glob.ts';

describe('a pattern for names', () => {
  it.each([
    ['*.tmp', 'a.tmp', true],
    ['*.tmp', 'a.tmp2', false],
    ['*', '.hidden', true],
    ['a?c', 'abc', true],
    ['a?c', 'a/c', false],
    ['[a-c]x', 'bx', true],
    ['[!a-c]x', 'bx', false],
    ['[!a]x', '/x', false],
    ['[]]', ']', true],
    ['{a,b*}.pdf', 'bcd.pdf', true],
    ['{a,{b,c}}x', 'cx', true],
    ['old/**', 'old/deep/x.pdf', true],
    ['**/x.pdf', 'x.pdf', true],
    ['**/x.pdf', 'a/b/x.pdf', true],
    ['a/**/b', 'a/b', true],
    ['\\*', '*', true],
    ['\\*', 'a', false],
    ['(a+b)$^|', '(a+b)$^|', true],
    ['[a', '[a', true],
    ['{a', '{a', true],
    ['a}', 'a}', true],
    ['a,b', 'a,b', true],
    ['[z-a]', 'm', false],
  ])('%s meets %s: %s', (pattern, name, meets) => {
    expect(compileGlob(pattern)(name)).toBe(meets);
  });

  it('agrees with Node’s own matching on patterns that both support', () => {
    const part = fc.constantFrom('a', 'b', '*', '?', '[ab]', '[!a]', '{a,b}', '{ab,b*}', '.');
    const pattern = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));
    // A name that starts with a dot is hidden, before any pattern applies.
    const name = fc
      .array(fc.constantFrom('a', 'b', 'c', '.'), { minLength: 1, maxLength: 6 })
      .map((letters) => letters.join(''))
      .filter((letters) => !letters.startsWith('.'));
    fc.assert(
      // Three stars equal two, which span folders; there are none here.
      fc.property(pattern, name, (glob, tried) => {
        fc.pre(!glob.includes('**'));
        expect(compileGlob(glob)(tried)).toBe(posix.matchesGlob(tried, glob));
      }),
      { numRuns: 3_000 },
    );
  });

  it('accepts every pattern, and always answers', () => {
    const odd = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc
        .array(fc.constantFrom(...Array.from('[]{}()!^-az,*?\\/|$+.&~')), { maxLength: 20 })
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(odd, odd, (glob, name) => {
        expect(typeof compileGlob(glob)(name)).toBe('boolean');
      }),
      { numRuns: 2_000 },
    );
  });
});
