import { dropConnections } from '../../main/hosts/connections.ts';
import type { Network } from '../../main/base/ports.ts';

/** No proxy, and Node's certificate authorities. */
export const directNetwork: Network = {
  routeTo: () => Promise.resolve({ agent: null }),
  useCredentials: () => Promise.resolve(),
  dropConnections,
};
