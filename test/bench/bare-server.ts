import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The least that Node needs to answer over HTTP: prints its address, as `chartdrop serve` does. */
const server = createServer((_request, response) => response.end('x'));
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}/\n`);
});
