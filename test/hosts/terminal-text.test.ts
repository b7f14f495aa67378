import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readableName } from '../../preload/contract/readable-name.ts';
import { terminalLine } from '../../main/hosts/cli/terminal-text.ts';

describe('a line for a terminal', () => {
  it.each([
    ['plan\u001b[2K.pdf', 'plan\\u001b[2K.pdf'],
    ['a\nletter.pdf: filed', 'a\\u000aletter.pdf: filed'],
    ['a\rb', 'a\\u000db'],
    ['a row of CSV\r', 'a row of CSV\r'],
    ['a\u009b31m', 'a\\u009b31m'],
    ['scan\u202efdp.txt', 'scan\\u202efdp.txt'],
    ['a\u2028b', 'a\\u2028b'],
    ['a\u{e0041}b', 'a\\udb40\\udc41b'],
    ['Entwürfe\tJane Citizen 😀 李伟', 'Entwürfe\tJane Citizen 😀 李伟'],
  ])('%j is shown as %s', (text, shown) => {
    expect(terminalLine(text)).toBe(shown);
  });

  it('is the same JSON to a program that reads it, with bytes that are not UTF-8 as letters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const line = terminalLine(JSON.stringify({ file: text }));
        expect(JSON.parse(line)).toEqual({ file: readableName(text) });
        for (const obeyed of ['\n', '\r', '\u001b', '\u202e']) expect(line).not.toContain(obeyed);
      }),
      { examples: [['M\u{10fefc}ller.pdf']] },
    );
  });
});
