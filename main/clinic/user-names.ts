import type { UserId } from '../../preload/contract/ids.ts';
import { ChartdropError } from '../errors.ts';
import type { ClinicClient } from './client.ts';
import type { CallOptions } from './http.ts';
import { collect } from './pages.ts';

/** As many as the API answers with at once. */
const perCall = 100;

/**
 * The names of the clinic's users by their ids, one call for each hundred. Users whom the clinic does not tell are left
 * out: all of them, where the key may not read users. Throws the clinic's other errors.
 */
export async function userNames(
  client: Pick<ClinicClient, 'users'>,
  ids: readonly UserId[],
  options: CallOptions,
): Promise<ReadonlyMap<UserId, string>> {
  const wanted = [...new Set(ids)];
  const names = new Map<UserId, string>();
  try {
    for (let at = 0; at < wanted.length; at += perCall) {
      const value = wanted.slice(at, at + perCall);
      const query = { filters: [{ field: 'id', operator: '=', value }], perPage: perCall } as const;
      for (const user of await collect(client.users(query, options))) {
        names.set(user.id, `${user.first_name} ${user.last_name}`.trim());
      }
    }
  } catch (thrown) {
    if (!(thrown instanceof ChartdropError) || thrown.code !== 'permission-denied') throw thrown;
  }
  return names;
}
