import type { Destination, PatientRef } from '../../preload/contract/destination.ts';
import type { PatientId } from '../../preload/contract/ids.ts';
import type { FoundPatientView, PatientCaseView } from '../../preload/contract/views.ts';
import type { TodaysPatient } from '../../preload/contract/today.ts';
import { Asked } from './asked.svelte.ts';
import type { Core } from './core.svelte.ts';
import { nextRow, rowKey } from './today.svelte.ts';

/** Short enough to feel immediate: results appear 450 ms after the last key if the clinic takes 300 ms. */
const pauseMs = 100;
const shortest = 2;
/** In these scripts a single character may be a complete name. */
const wholeName = /[\p{Script=Han}\p{Script=Hangul}]/u;

type Search = Asked<string, FoundPatientView[]>;

const patientSearch = (core: Core): Search =>
  new Asked((query: string) => core.bridge.call('patients:search', { query }), { pauseMs, retries: true });

const refOf = ({ id, name, dateOfBirth }: FoundPatientView): PatientRef => ({ id, name, dateOfBirth });

/** The destination for choosing this patient or case. */
export const destinationOf = (patient: FoundPatientView, ofCase: PatientCaseView | null): Destination =>
  ofCase === null
    ? { kind: 'patient', patient: refOf(patient) }
    : { kind: 'case', patient: refOf(patient), case: { id: ofCase.id, name: ofCase.name } };

/** False for an archived, deleted or merged patient, which is shown with the reason. */
const isCurrent = ({ unavailable }: FoundPatientView): boolean => unavailable === null;

/**
 * Choosing a patient: type, move the highlight, open a patient, then choose it or a case. Only a result for the text in
 * the box can be opened.
 */
export class PatientChoice {
  readonly search: Search;
  readonly cases: Asked<PatientId, PatientCaseView[]>;
  /** The text in the box. */
  text = $state('');
  /** The highlighted row. */
  at = $state(0);
  /** The opened patient, not chosen yet. */
  opened = $state.raw<FoundPatientView | null>(null);
  /** The key of the highlighted one of today's patients, since a refresh may move the rows; null: none. */
  #todayAt = $state<string | null>(null);
  readonly #todays: () => readonly TodaysPatient[];
  #isEnterWaiting = false;

  /** `todays`: the patients to offer under the empty box. */
  constructor(
    core: Core,
    search: Search = patientSearch(core),
    todays: () => readonly TodaysPatient[] = () => [],
  ) {
    this.search = search;
    this.#todays = todays;
    this.cases = new Asked((patientId: PatientId) => core.bridge.call('patients:cases', { patientId }), {
      retries: true,
    });
  }

  /** The rows on screen. Rows of an earlier search are dimmed and cannot be acted on. */
  get rows(): readonly FoundPatientView[] {
    return this.search.current ?? this.search.shown?.value ?? [];
  }

  /** Today's patients, as long as nothing is typed. */
  get offered(): readonly TodaysPatient[] {
    return this.text.trim() === '' ? this.#todays() : [];
  }

  /** The one of them that Enter opens, or null. */
  get highlightedToday(): TodaysPatient | null {
    return this.offered.find((row) => rowKey(row) === this.#todayAt) ?? null;
  }

  /** The row of the search that Enter opens, or null. */
  get highlighted(): FoundPatientView | null {
    const row = this.search.current?.[this.at];
    return row !== undefined && isCurrent(row) ? row : null;
  }

  /** The opened patient's cases, open ones first; null while they load or if that failed. */
  get openedCases(): readonly PatientCaseView[] | null {
    const isOpen = (one: PatientCaseView): boolean => !one.closed && !one.expired;
    return (
      this.cases.current?.toSorted(
        (a, b) => Number(isOpen(b)) - Number(isOpen(a)) || a.name.localeCompare(b.name),
      ) ?? null
    );
  }

  type(text: string): void {
    this.text = text;
    this.at = 0;
    this.#todayAt = null;
    this.back();
    const query = text.trim();
    this.search.put(query.length < shortest && !wholeName.test(query) ? null : query);
  }

  move(by: 1 | -1): void {
    if (this.offered.length > 0) {
      this.#moveToday(by);
      return;
    }
    // Patients that cannot be chosen come last.
    const rows = this.search.current?.filter(isCurrent).length ?? 0;
    this.at = Math.max(0, Math.min(rows - 1, this.at + by));
  }

  /**
   * Opens the highlighted row. If the search is still running, waits for it and opens the patient only if it is the
   * only match: the person has not seen the results yet.
   */
  async enter(): Promise<void> {
    if (this.opened !== null) return;
    if (this.highlightedToday !== null) {
      this.show(this.highlightedToday.patient);
      return;
    }
    if (this.search.current !== null) {
      if (this.highlighted !== null) this.open(this.highlighted);
      return;
    }
    if (this.#isEnterWaiting) return;
    this.#isEnterWaiting = true;
    if (this.search.failure !== null) this.search.again({ keep: false });
    const answer = await this.search.settled();
    this.#isEnterWaiting = false;
    const [only, ...others] = (answer ?? []).filter(isCurrent);
    if (only !== undefined && others.length === 0) this.open(only);
  }

  /** Opens a patient from the current results, and no other. */
  open(patient: FoundPatientView): void {
    if (this.search.current?.includes(patient) === true) this.show(patient);
  }

  /** Opens one of today's patients, or a selected one, who was not searched for. The choice goes by the id. */
  show(patient: FoundPatientView): void {
    if (!isCurrent(patient)) return;
    this.opened = patient;
    this.cases.put(patient.id);
  }

  /** The first move goes to the next appointment. */
  #moveToday(by: 1 | -1): void {
    const rows = this.offered.filter(({ patient }) => isCurrent(patient));
    const at = rows.findIndex((row) => rowKey(row) === this.#todayAt);
    const to = at < 0 ? nextRow(rows, Date.now()) : rows[Math.max(0, Math.min(rows.length - 1, at + by))];
    if (to) this.#todayAt = rowKey(to);
  }

  back(): void {
    this.opened = null;
    this.cases.put(null);
  }

  /** The destination of the choice; null if neither patient nor case is on screen. */
  choose(ofCase: PatientCaseView | null): Destination | null {
    const patient = this.opened;
    if (patient === null) return null;
    if (ofCase !== null && this.cases.current?.includes(ofCase) !== true) return null;
    return destinationOf(patient, ofCase);
  }

  /** Retries immediately what failed: the connection has returned. */
  resume(): void {
    this.search.resume();
    this.cases.resume();
  }

  stop(): void {
    this.search.stop();
    this.cases.stop();
  }
}
