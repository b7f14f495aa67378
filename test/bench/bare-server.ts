import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The smallest Node server: answers over HTTP and prints its address, like `chartdrop serve`. */
const server = createServer((_request, response) => response.end('x'));
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}/\n`);
});
