import { SvelteMap } from 'svelte/reactivity';

/**
 * The selected rows of a list. Holds the records themselves, so that the selection survives unloading a page and acts
 * apply to exactly the ticked records.
 */
export class Selection<T extends { readonly id: string }> {
  readonly #records = new SvelteMap<string, T>();

  get count(): number {
    return this.#records.size;
  }

  /** In order of selection. */
  get records(): readonly T[] {
    return [...this.#records.values()];
  }

  has(record: T): boolean {
    return this.#records.has(record.id);
  }

  toggle(record: T): void {
    if (!this.#records.delete(record.id)) this.#records.set(record.id, record);
  }

  /** Deselects records after an act. */
  without(records: readonly T[]): void {
    for (const { id } of records) this.#records.delete(id);
  }

  clear(): void {
    this.#records.clear();
  }
}
