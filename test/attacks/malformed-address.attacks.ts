import type { Attack } from './attack.ts';
import { sendTo, withServe } from './serve-scene.ts';

/** Addresses that no browser sends. The guard must refuse each with its own message and headers. */
const malformed = ['/%', '/%zz', '/content/%', '/local/%e0%a4%a', '/drop?%'];

export const attacks: readonly Attack[] = [
  {
    name: 'An address that cannot be read passes the guard of serve',
    seen: 'every request meets the guard',
    run: () =>
      withServe(async ({ address }) => {
        for (const path of malformed) {
          const { status, headers, body } = await sendTo(address, path, { host: 'evil.example' });
          const isGuarded = headers['content-security-policy'] !== undefined;
          if (!isGuarded || ![400, 401, 403].includes(status) || body.includes('FST_')) return 'through';
        }
        return 'held';
      }),
  },
];
