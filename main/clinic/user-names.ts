import type { UserId } from '../../preload/contract/ids.ts';
import { ChartdropError } from '../base/errors.ts';
import { byIds, mostIds } from './by-ids.ts';
import type { ClinicClient } from './client.ts';
import type { CallOptions } from './http.ts';

/**
 * The names of the clinic's users by id, in calls of a hundred ids. Unknown users are missing from the result; all
 * are if the key may not read users. Throws the clinic's other errors.
 */
export async function userNames(
  client: Pick<ClinicClient, 'users'>,
  ids: readonly UserId[],
  options: CallOptions,
): Promise<ReadonlyMap<UserId, string>> {
  try {
    const users = await byIds(ids, (value) =>
      client.users({ filters: [{ field: 'id', operator: '=', value }], perPage: mostIds }, options),
    );
    return new Map(users.map((user) => [user.id, `${user.first_name} ${user.last_name}`.trim()]));
  } catch (thrown) {
    if (thrown instanceof ChartdropError && thrown.code === 'permission-denied') return new Map();
    throw thrown;
  }
}
