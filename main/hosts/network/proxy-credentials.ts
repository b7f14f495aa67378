import { z } from 'zod';
import type { Secrets } from '../../base/ports.ts';
import type { ProxyCredentials } from './proxy-way.ts';
import { placeOf } from './proxy-list.ts';

const keptSchema = z.object({ proxy: z.string(), user: z.string(), password: z.string() });

/**
 * A person's user name and password for one proxy, in the key store; on a system without one until the program ends.
 * They belong to the proxy that wanted them: whoever can name another one in a PAC script does not get them.
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
