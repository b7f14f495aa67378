import type { PatientId } from '../../preload/contract/ids.ts';
import type { FoundPatientView, PatientCaseView } from '../../preload/contract/views.ts';
import { type Core, CoreError } from './core.svelte.ts';

/** Long enough to type a name on, short enough not to be waited for. */
const pauseMs = 200;
const shortest = 2;

/** Finds patients while a person types. An answer that comes after a newer question is dropped. */
export class PatientSearch {
  readonly #core: Core;
  query = $state('');
  results = $state.raw<readonly FoundPatientView[] | null>(null);
  isSearching = $state(false);
  error = $state<string | null>(null);
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(core: Core) {
    this.#core = core;
  }

  type(query: string): void {
    this.query = query;
    clearTimeout(this.#timer);
    this.#asked += 1;
    if (query.trim().length < shortest) {
      this.results = null;
      this.error = null;
      this.isSearching = false;
      return;
    }
    this.isSearching = true;
    this.#timer = setTimeout(() => void this.#search(query), pauseMs);
  }

  /** Lets the answer that is on its way go: what is shown stays where it is. */
  hold(): void {
    clearTimeout(this.#timer);
    this.#asked += 1;
    this.isSearching = false;
  }

  async #search(query: string): Promise<void> {
    const asked = this.#asked;
    try {
      const results = await this.#core.ask('patients:search', { query });
      if (asked !== this.#asked) return;
      this.results = results;
      this.error = null;
    } catch (thrown) {
      if (asked !== this.#asked) return;
      if (!(thrown instanceof CoreError)) throw thrown;
      this.results = null;
      this.error = thrown.message;
    }
    this.isSearching = false;
  }

  /** The patient's cases, open ones first. Empty where they cannot be asked; the patient can be chosen all the same. */
  async cases(patientId: PatientId): Promise<readonly PatientCaseView[]> {
    const cases = (await this.#core.attempt('patients:cases', { patientId })) ?? [];
    const isOpen = (one: PatientCaseView): boolean => !one.closed && !one.expired;
    return cases.toSorted((a, b) => Number(isOpen(b)) - Number(isOpen(a)) || a.name.localeCompare(b.name));
  }
}
