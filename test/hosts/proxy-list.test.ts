import { describe, expect, it } from 'vitest';
import { isLoopback, parseProxyList, placeOf } from '../../main/hosts/network/proxy-list.ts';

const read = (text: string): string[] => parseProxyList(text).map((route) => route?.href ?? 'direct');

describe('what a PAC script answers (case 24)', () => {
  it.each<[string, string[]]>([
    ['DIRECT', ['direct']],
    ['', ['direct']],
    [' ; ', ['direct']],
    ['PROXY proxy.clinic.test:3128', ['http://proxy.clinic.test:3128/']],
    ['PROXY a:1; PROXY b:2;DIRECT', ['http://a:1/', 'http://b:2/', 'direct']],
    ['proxy a:1 ;  direct ;', ['http://a:1/', 'direct']],
    ['HTTP a:8080', ['http://a:8080/']],
    ['PROXY a', ['http://a/']],
    ['HTTPS secure:8443', ['https://secure:8443/']],
    ['HTTPS secure', ['https://secure/']],
    ['SOCKS5 s', ['socks5h://s:1080']],
    ['SOCKS s:9; SOCKS4 t', ['socks4://s:9', 'socks4://t:1080']],
    ['PROXY 10.1.2.3:80', ['http://10.1.2.3/']],
    ['PROXY [fd00::1]:3128', ['http://[fd00::1]:3128/']],
  ])('%j is %j', (text, routes) => {
    expect(read(text)).toEqual(routes);
  });

  // An unsupported route is not the same as none: connecting directly would bypass the network owner's proxy.
  it.each([
    'QUIC a:443',
    'PROXY',
    'PROXY a:port',
    'PROXY a:1 b:2',
    'PROXY user:word@a:1',
    'PROXY http://a:1',
    'PROXY a:1/path',
    'PROXY a:99999',
    'DIRECT a:1',
    'rubbish',
  ])('%j alone is no route', (text) => {
    expect(read(text)).toEqual([]);
  });

  it('ignores only unreadable entries', () => {
    expect(read('QUIC a:443; PROXY a:1; rubbish; DIRECT')).toEqual(['http://a:1/', 'direct']);
  });
});

it.each([
  ['http://a/', 'a:80'],
  ['http://a:3128/', 'a:3128'],
  ['https://a/', 'a:443'],
])('the place of %s is %s', (proxy, place) => {
  expect(placeOf(new URL(proxy))).toBe(place);
});

it.each([
  ['http://127.0.0.1:80/', true],
  ['http://127.9.9.9/', true],
  ['https://localhost/', true],
  ['https://clinic.localhost/', true],
  ['http://[::1]:9/', true],
  ['https://127.0.0.1.example/', false],
  ['https://notlocalhost/', false],
  ['https://localhost.example/', false],
  ['https://api.au1.cliniko.com/v1', false],
])('%s is this machine: %s', (url, is) => {
  expect(isLoopback(new URL(url))).toBe(is);
});
