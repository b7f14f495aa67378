import { type SetupStep, setupSteps } from '../../preload/contract/setup-step.ts';
import type { JobView, Status } from '../../preload/contract/views.ts';
import type { JobPages } from './job-pages.svelte.ts';

/** How the test scan is doing. `ignored`: a person needs no patient for it. */
export type ScanPhase = 'waiting' | 'arrived' | 'moving' | 'filed' | 'failed' | 'ignored';

/** The most rows that are searched for the test scan. */
const mostRows = 50;

export function phaseOf(scan: JobView | null): ScanPhase {
  if (scan === null) return 'waiting';
  switch (scan.state) {
    case 'inbox':
      return 'arrived';
    case 'filed':
    case 'failed':
      return scan.state;
    case 'dismissed':
      return 'ignored';
    default:
      return 'moving';
  }
}

/** The step in the memory of this window, which a reload keeps. */
const kept = 'chartdrop-setup';

/**
 * The first run: clinic, scan folder, test scan. Begins in a window that is opened before there is a clinic, and ends when
 * a person says so. A reload of the window continues it.
 */
export class Setup {
  #step = $state<SetupStep | null>(null);
  /** The test scan as it was last seen; null: none yet. */
  scan = $state.raw<JobView | null>(null);
  readonly #memory: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  #isFirstStatus = true;
  #wasOpen = false;

  constructor(memory: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> = sessionStorage) {
    this.#memory = memory;
    const last = memory.getItem(kept);
    this.#step = setupSteps.find((step) => step === last) ?? null;
  }

  get step(): SetupStep | null {
    return this.#step;
  }

  /** Begins if no clinic is set up, and continues with the scan folder once a clinic is open. */
  follow({ clinic, problem }: Pick<Status, 'clinic' | 'problem'>): void {
    // A later status without a clinic is that of a change of clinics.
    if (this.#isFirstStatus && clinic === null) this.#set(problem === null ? 'clinic' : null);
    this.#isFirstStatus = false;
    if (clinic !== null && !this.#wasOpen && this.step === 'clinic') this.#set('folder');
    this.#wasOpen = clinic !== null;
  }

  /** Finds the test scan in the list of the desk: the newest file, which is then followed. */
  look(pages: Pick<JobPages, 'row' | 'find' | 'total'>): void {
    if (this.step !== 'scan') return;
    if (this.scan !== null) {
      this.scan = pages.find(this.scan.id)?.job ?? this.scan;
      return;
    }
    const rows = Array.from({ length: Math.min(pages.total, mostRows) }, (_, at) => pages.row(at));
    this.scan = rows
      .filter((row) => row !== undefined)
      .reduce<JobView | null>((a, b) => (a === null || b.appearedAt > a.appearedAt ? b : a), null);
  }

  go(step: SetupStep): void {
    this.#set(step);
  }

  end(): void {
    this.#set(null);
    this.scan = null;
  }

  #set(step: SetupStep | null): void {
    this.#step = step;
    if (step === null) this.#memory.removeItem(kept);
    else this.#memory.setItem(kept, step);
  }
}
