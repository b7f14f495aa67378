import type { UserId } from '../../preload/contract/ids.ts';
import { Asked } from './asked.svelte.ts';
import type { Core } from './core.svelte.ts';
import { idText } from '../../preload/words/format.ts';

const mostAtOnce = 200;

/** The names of the users who added attachments. */
export class UserNames {
  readonly #asked: Asked<readonly UserId[], { id: UserId; name: string }[]>;

  constructor(core: Core) {
    this.#asked = new Asked((ids: readonly UserId[]) => core.bridge.call('users:names', { ids: [...ids] }));
  }

  get failure() {
    return this.#asked.failure;
  }

  readonly tryAgain = (): void => this.#asked.again({ keep: true });

  /** Requests the names of these users, once per set. */
  want(ids: readonly string[]): void {
    const known = new Set(this.#asked.shown?.value.map(({ id }) => id));
    const wanted = [...new Set(ids)].toSorted().map((id) => id as UserId);
    if (wanted.length > 0 && wanted.some((id) => !known.has(id)))
      this.#asked.put(wanted.slice(0, mostAtOnce));
  }

  /** A user's name, the id if the clinic does not return the name, or nothing without a user. */
  of(id: string | null): string {
    // Stored by id, independent of the other requested ids.
    const found = this.#asked.shown?.value.find((one) => one.id === id);
    return found?.name ?? (id === null ? '' : idText(id));
  }
}
