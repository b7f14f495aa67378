import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Identity } from '../../fixtures/authority.ts';

/** File names of electron-builder's packages. */
const artifacts = {
  windows: ['Chartdrop-Setup-VERSION.exe'],
  mac: ['Chartdrop-VERSION-mac.zip', 'Chartdrop-VERSION.dmg'],
  linux: ['Chartdrop-VERSION.AppImage'],
} as const;
export type System = keyof typeof artifacts;

/**
 * An update server on loopback for the generic provider. `sends`: what it serves instead of the update. `identity`:
 * serves by HTTPS.
 */
export async function startUpdateServer(given: {
  system: System;
  version: string;
  update: Buffer;
  sends?: Buffer;
  identity?: Identity;
}) {
  const names = artifacts[given.system].map((name) => name.replace('VERSION', given.version));
  const sha512 = createHash('sha512').update(given.update).digest('base64');
  const index = [
    `version: ${given.version}`,
    'files:',
    ...names.flatMap((name) => [
      `  - url: ${name}`,
      `    sha512: ${sha512}`,
      `    size: ${given.update.length}`,
    ]),
    `path: ${names[0]}`,
    `sha512: ${sha512}`,
    "releaseDate: '2026-11-26T00:00:00.000Z'",
  ].join('\n');
  const downloads: string[] = [];
  const answer: RequestListener = (request, response) => {
    const name = (request.url ?? '').slice(1).replace(/\?.*$/, '');
    if (name.endsWith('.yml')) response.end(index);
    else if (names.includes(name)) {
      downloads.push(name);
      response.end(given.sends ?? given.update);
    } else response.writeHead(404).end();
  };
  const { identity } = given;
  const server = identity === undefined ? createServer(answer) : createSecureServer(identity, answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const url = identity === undefined ? `http://127.0.0.1:${port}/` : `https://localhost:${port}/`;
  return { url, downloads };
}
