import { describe, expect, it } from 'vitest';
import { refusedSwitches } from '../../../main/hosts/electron/start-switches.ts';
import { launchBuiltMain, startBuiltMain } from './start-built-main.ts';

const refused = (words: string[], platform: NodeJS.Platform = 'linux'): string[] =>
  refusedSwitches(['/opt/Chartdrop/chartdrop', ...words], platform);

describe('the switches of an installed program', () => {
  it.each<[string, string[], NodeJS.Platform?]>([
    ['nothing', []],
    ['a start at login', ['--hidden']],
    ['a start after an update', ['--updated']],
    ['a click on a notification of Windows', ['-Embedding'], 'win32'],
    ['a start by macOS’ Finder', ['-psn_0_12345'], 'darwin'],
    ['files and links', ['/a/letter.pdf', 'chartdrop://patient/1', 'file:///a.pdf']],
    ['help with a graphics driver', ['--disable-gpu', '--ozone-platform=x11', '--lang=de']],
    ['a file whose name looks like a switch, told apart', ['--', '--remote-debugging-port=9222']],
  ])('are accepted: %s', (_name, words, platform) => {
    expect(refused(words, platform)).toEqual([]);
  });

  it.each([
    '--remote-debugging-port=9222',
    '--remote-debugging-pipe',
    '--remote-debugging-address=0.0.0.0',
    '--inspect',
    '--inspect-brk=0',
    '--js-flags=--expose-gc',
    '--no-sandbox',
    '--disable-web-security',
    '--load-extension=/tmp/x',
    '--proxy-server=evil.example:8080',
    '--host-resolver-rules=MAP * evil.example',
    '--ignore-certificate-errors',
    '--renderer-cmd-prefix=xterm',
    '--gpu-launcher=calc',
    '--utility-cmd-prefix=sh',
    '--disable-features=SitePerProcess',
    '--log-net-log=/tmp/net.json',
    '--enable-logging=file',
    '-inspect',
    '--require=/tmp/x.js',
    '-r',
    ' --no-sandbox',
  ])('are refused: %s', (word) => {
    expect(refused(['/a/letter.pdf', word])).toHaveLength(1);
    expect(refused([word.toUpperCase()])).toHaveLength(1);
  });

  it('have a third prefix on Windows, where a path has a drive', () => {
    expect(refused(['/remote-debugging-port=9222', 'C:\\a.pdf'], 'win32')).toEqual(['remote-debugging-port']);
  });
});

describe('a start with a debugger’s switch', () => {
  it.each(['--remote-debugging-port=9222', '--inspect=0', '--no-sandbox', '--proxy-server=evil.example:1'])(
    'ends with a message before any window, lock or key: %s',
    async (word) => {
      const main = await launchBuiltMain({ args: [word] });
      expect(await main.exited).toBe(1);
      const name = word.slice(2).replace(/=.*/, '');
      expect(main.last('error-box')).toContain(`--${name}`);
      expect(main.last('error-box')).toContain('Start it without');
      expect(main.details('switch-removed')).toEqual([name]);
      for (const what of ['lock', 'window', 'key-store-read', 'handed-over', 'switch-kept']) {
        expect(main.details(what), what).toEqual([]);
      }
    },
  );

  it('is allowed in development', async () => {
    const main = await startBuiltMain({
      env: { CHARTDROP_TEST_PACKAGED: 'no' },
      args: ['.', '--remote-debugging-port=9222'],
    });
    expect(main.details('error-box')).toEqual([]);
  });
});
