import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { givenSchema, readArguments } from '../../../main/hosts/electron/arguments.ts';
import { onlyOn } from '../../fixtures/only-on.ts';

const packaged = { cwd: '/home/ada', isPackaged: true };

describe('a command line', onlyOn('posix', 'The paths in it are those of POSIX.'), () => {
  it.each<[string, string[], Partial<ReturnType<typeof readArguments>>]>([
    ['nothing', [], {}],
    ['a start at login', ['--hidden'], { hidden: true }],
    [
      'files, also beside where it was started',
      ['/a/b.pdf', 'c d.pdf'],
      { files: ['/a/b.pdf', '/home/ada/c d.pdf'] },
    ],
    [
      'a link among Chromium’s switches',
      ['--x=1', 'chartdrop://patient/1', '-y'],
      { links: ['chartdrop://patient/1'] },
    ],
    ['a file by URL', ['file:///a/b%20c.pdf'], { files: ['/a/b c.pdf'] }],
    // `ü` in Latin-1, as an old scanner writes it; the byte is a separate character in Chartdrop’s paths.
    ['a file whose name is not UTF-8', ['file:///a/M%FCller.pdf'], { files: ['/a/M\u{10fefc}ller.pdf'] }],
    ['a file on another machine', ['file://nas/a.pdf'], { links: ['file://nas/a.pdf'] }],
    ...['file:///a%2fb', 'file:///%', 'file:///a%00b'].map(
      (url): [string, string[], Partial<ReturnType<typeof readArguments>>] => [
        `a broken file URL, ${url}`,
        [url],
        { links: [url] },
      ],
    ),
    ['another program’s link', ['https://elsewhere.example'], { links: ['https://elsewhere.example'] }],
  ])('%s', (_name, words, expected) => {
    const given = readArguments(['/opt/chartdrop', ...words], packaged);
    expect(given).toEqual({ hidden: false, files: [], links: [], ...expected });
  });

  it('names the program’s own folder first while developing', () => {
    const argv = ['electron', '.', '--inspect', 'a.pdf'];
    expect(readArguments(argv, { cwd: '/w', isPackaged: false }).files).toEqual(['/w/a.pdf']);
  });

  it('can be anything: its result can always be handed over', () => {
    const words = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl(),
      fc.string().map((text) => `file://${text}`),
      // Any bytes, as a Linux desktop passes a name.
      fc
        .uint8Array()
        .map((bytes) => `file:///${Buffer.from(bytes).toString('hex').replaceAll(/../g, '%$&')}`),
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 40 }), fc.boolean(), (argv, isPackaged) => {
        const given = readArguments(argv, { cwd: '/home/ada', isPackaged });
        const sent: unknown = JSON.parse(JSON.stringify(given));
        expect(givenSchema.safeParse(sent).success).toBe(true);
        expect(given.files.every((path) => path.startsWith('/'))).toBe(true);
      }),
    );
  });
});
