import { untrack } from 'svelte';
import type { ErrorDto } from '../../preload/contract/errors.ts';
import type { PractitionerId } from '../../preload/contract/ids.ts';
import type { TodaysPatient, TodayView } from '../../preload/contract/today.ts';
import { Asked } from './asked.svelte.ts';
import type { Core } from './core.svelte.ts';
import type { Drops } from './drops.svelte.ts';

/** Milliseconds without a selected patient after which the list is folded: an unattended screen names no patient. */
const foldAfterMs = 2 * 60_000;
/** A patient who is this late is still the next one. */
const lateMs = 15 * 60_000;

/** Identifies a row across refreshes: a patient may have two appointments. */
export const rowKey = ({ patient, startsAt }: TodaysPatient): string => `${patient.id}-${startsAt}`;

/** The row to begin with: the first one that is not over at `now`, else the last one. null: there is none. */
export const nextRow = (rows: readonly TodaysPatient[], now: number): TodaysPatient | null =>
  rows.find(({ startsAt }) => startsAt >= now - lateMs) ?? rows.at(-1) ?? null;

/** `idle`: folded after a time without a selected patient. `person`: folded by a person. */
type Fold = 'open' | 'idle' | 'person';

/** Today's patients, asked for only while they are shown. */
export class Today {
  readonly #core: Core;
  readonly #asked: Asked<string, TodayView>;
  #fold = $state<Fold>('open');
  #isVisible = $state(true);
  /** Derived, so that the status, which comes every few seconds, restarts no timer. */
  readonly #question = $derived.by(() => this.#questionNow());
  readonly #isSelected = $derived.by(() => (this.#core.status?.active.destination ?? null) !== null);
  readonly #isOnline = $derived.by(() => this.#core.status?.connection === 'online');
  /** The last answer said that the clinic does not allow the list. */
  #isRefused = $state(false);
  /** The last choice of practitioners until the list has it: the next one begins with it, whatever the list says by then. */
  #choice = $state.raw<PractitionerId[] | null>(null);
  /** Increases with each use, which begins the time until folding again. */
  #uses = $state(0);

  constructor(core: Core) {
    this.#core = core;
    this.#asked = new Asked<string, TodayView>(() => core.bridge.call('today:read', null), { retries: true });
  }

  get isFolded(): boolean {
    return this.#fold !== 'open';
  }

  /** False if the settings or the clinic do not allow the list. */
  get isOffered(): boolean {
    const status = this.#core.status;
    return status?.showsToday === true && status.clinic !== null && !this.#isRefused;
  }

  /** The list that is shown; null while it is folded, loading or not offered. */
  get list(): Extract<TodayView, { kind: 'list' }> | null {
    const view = this.isFolded ? null : this.#asked.current;
    return view?.kind === 'list' ? view : null;
  }

  get rows(): readonly TodaysPatient[] {
    return this.list?.rows ?? [];
  }

  /** Why there is no list, or why it is older; null: it is current. */
  get failure(): ErrorDto | null {
    return this.#asked.failure ?? this.list?.failure ?? null;
  }

  /** Shows the list, as long as somebody uses it or a patient is selected. */
  use(): void {
    this.#uses += 1;
    if (this.#fold === 'idle') this.#fold = 'open';
  }

  toggle(): void {
    this.#fold = this.isFolded ? 'open' : 'person';
    this.#uses += 1;
  }

  /** The practitioners whose patients alone are shown; empty: all. */
  get chosen(): readonly PractitionerId[] {
    return this.#choice ?? this.list?.chosen ?? [];
  }

  /** Adds a practitioner to the chosen ones, or removes one. */
  async choose(practitioner: PractitionerId, isChosen: boolean): Promise<void> {
    this.use();
    const practitioners = this.chosen.filter((one) => one !== practitioner);
    if (isChosen) practitioners.push(practitioner);
    this.#choice = practitioners;
    await this.#core.attempt('today:choose', { practitioners });
    this.tryAgain();
    await this.#asked.settled();
    if (this.#choice === practitioners) this.#choice = null;
  }

  tryAgain(): void {
    this.#asked.again({ keep: true });
  }

  /** Follows clinic, window and drags for as long as the calling component exists. Call it while one is created. */
  follow(drops: Drops): void {
    $effect(() => {
      const question = this.#question;
      untrack(() => this.#asked.put(question));
    });
    $effect(() => {
      const answer = this.#asked.shown;
      if (answer !== null) this.#isRefused = answer.value.kind === 'hidden';
    });
    $effect(() => this.#askAgainWhenDue());
    $effect(() => this.#foldWhenIdle());
    $effect(() => {
      if (this.#isOnline && untrack(() => this.#asked.failure) !== null) untrack(() => this.tryAgain());
    });
    // A refresh would move the patients during a drag.
    $effect(() => {
      if (drops.dragged === null) untrack(() => this.#asked.release());
      else untrack(() => this.#asked.hold());
    });
    $effect(() => {
      const see = (): void => void (this.#isVisible = document.visibilityState === 'visible');
      see();
      document.addEventListener('visibilitychange', see);
      return () => document.removeEventListener('visibilitychange', see);
    });
    $effect(() => () => this.#asked.stop());
  }

  /** Another clinic or user is another question, so that no answer outlives them. null: nothing is asked. */
  #questionNow(): string | null {
    const status = this.#core.status;
    if (status === null || status.clinic === null || !status.showsToday || this.isFolded) return null;
    return JSON.stringify([status.clinic, status.user]);
  }

  #askAgainWhenDue(): (() => void) | undefined {
    const answer = this.#asked.shown;
    if (answer === null || !this.#isVisible) return undefined;
    const timer = setTimeout(() => this.#asked.again({ keep: true }), answer.value.nextInMs);
    return () => clearTimeout(timer);
  }

  #foldWhenIdle(): (() => void) | undefined {
    // Read here, so that each use begins the time again.
    if (this.#uses < 0) return undefined;
    if (this.#isSelected) {
      untrack(() => this.#fold === 'idle' && (this.#fold = 'open'));
      return undefined;
    }
    if (this.#fold !== 'open' || this.#isRefused) return undefined;
    const timer = setTimeout(() => (this.#fold = 'idle'), foldAfterMs);
    return () => clearTimeout(timer);
  }
}
