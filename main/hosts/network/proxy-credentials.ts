import { z } from 'zod';
import type { Secrets } from '../../base/ports.ts';
import type { ProxyCredentials } from './proxy-route.ts';
import { placeOf } from './proxy-list.ts';

const keptSchema = z.object({ proxy: z.string(), user: z.string(), password: z.string() });

/**
 * User name and password for one proxy, in the key store, or in memory on a system without one. They are sent only to
 * the proxy that asked for them, not to another one that a PAC script names.
 */
export function createProxyCredentials(secrets: Secrets) {
  const write = secrets.writeWithoutStore ?? secrets.write.bind(secrets);
  return {
    async of(proxy: URL): Promise<ProxyCredentials | null> {
      const kept = keptSchema.safeParse(JSON.parse((await secrets.read('proxy-credentials')) ?? 'null'));
      return kept.success && kept.data.proxy === placeOf(proxy) ? kept.data : null;
    },
    keep: (proxy: URL, { user, password }: ProxyCredentials): Promise<void> =>
      write('proxy-credentials', JSON.stringify({ proxy: placeOf(proxy), user, password })),
  };
}
