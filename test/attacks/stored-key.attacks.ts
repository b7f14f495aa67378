import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startServe } from '../e2e/serve-process.ts';
import type { Attack, Outcome } from './attack.ts';
import { withFolder } from './with-folder.ts';

/** A foreign service that records whether a key was sent. */
async function listenForKeys() {
  let keys = 0;
  const server = createServer((request, response) => {
    if (request.headers.authorization !== undefined) keys += 1;
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"1"}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    keys: () => keys,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

const startWith = (secrets: Record<string, string>): Promise<Outcome> =>
  withFolder(async (data) => {
    const stranger = await listenForKeys();
    try {
      await writeFile(join(data, 'settings.json'), '{"settings":{"clinic":"own"}}');
      await writeFile(join(data, 'secrets.json'), JSON.stringify(secrets), { mode: 0o600 });
      const served = await startServe(data, { CHARTDROP_API_URL: stranger.url }, 'dist/main/headless.js');
      // At its start the program asks the clinic for the key's user.
      await wait(1_000);
      await served.stop();
      return stranger.keys() === 0 ? 'held' : 'through';
    } finally {
      await stranger.stop();
    }
  });
const seen = 'the environment’s address never sees a stored key';

export const attacks: readonly Attack[] = [
  {
    name: 'Whoever sets CHARTDROP_API_URL is sent the clinic’s key at the next start',
    seen,
    run: () => startWith({ 'api-key': 'MS-made-up-key-au1' }),
  },
  {
    name: 'Whoever changes CHARTDROP_API_URL is sent a key that was kept for another such address',
    seen,
    run: () => startWith({ 'api-key': 'MS-made-up-key-au1', 'api-key-address': 'https://other.example/v1' }),
  },
];
