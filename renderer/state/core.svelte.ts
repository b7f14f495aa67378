import type { Bridge } from '../../preload/contract/bridge.ts';
import type { Destination, PatientRef } from '../../preload/contract/destination.ts';
import type { ErrorCode, ErrorDto } from '../../preload/contract/errors.ts';
import type { RequestInput, RequestName, RequestOutput } from '../../preload/contract/requests.ts';
import type { JobId } from '../../preload/contract/ids.ts';
import { sameDestination } from '../../preload/contract/same-destination.ts';
import type { AppInfo, FolderView, Outcomes, Status } from '../../preload/contract/views.ts';
import { words } from '../../preload/words/current.ts';
import { actErrorText, stuckNewsText } from '../../preload/words/text.ts';
import type { Described } from './described.ts';

/** An error of the core, with the sentence for the person as its message. */
export class CoreError extends Error {
  readonly dto: ErrorDto;
  constructor(dto: ErrorDto) {
    super(actErrorText(dto));
    this.dto = dto;
  }
}

/** A short message about an act that succeeded or failed. */
export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly isError: boolean;
  /** The patient named after the text. */
  readonly patient: PatientRef | null;
  /** A later notice about the same topic replaces it. */
  readonly topic: string | null;
  /** The button that helps with it. */
  readonly way: Way | null;
}

/** A button in a notice: describes the files that were just added, undoes the act, or opens the key form. */
export type Way =
  | { readonly kind: 'describe'; readonly jobs: readonly Described[] }
  | { readonly kind: 'undo'; readonly run: () => Promise<void> }
  | { readonly kind: 'key' };

const noticeMs = 7000;
/** A notice with a button stays for the usual undo period. */
const noticeWithWayMs = 10_000;
/** Errors that a new key resolves. */
const keyErrors: ReadonlySet<ErrorCode> = new Set(['key-rejected', 'key-missing']);
/** Errors stay until they are closed, up to this number. */
const mostNotices = 6;

/** The window's copy of the core's state. The window never owns it. */
export class Core {
  readonly bridge: Bridge;
  info = $state.raw<AppInfo | null>(null);
  status = $state.raw<Status | null>(null);
  folders = $state.raw<FolderView[]>([]);
  /** False while the connection to the core is lost. */
  isLinked = $state(false);
  /** Set while the window asks who is at the desk; called with whether an answer was given. */
  personAsked = $state.raw<((isKnown: boolean) => void) | null>(null);
  /** When the status arrived, by this window's clock, for countdowns. */
  statusAt = $state(0);
  progress = $state.raw<ReadonlyMap<JobId, { sent: number; perSecond: number }>>(new Map());
  notices = $state.raw<readonly Notice[]>([]);
  #lastNotice = 0;

  constructor(bridge: Bridge) {
    this.bridge = bridge;
  }

  /** Follows the core's events until the returned function is called. */
  follow(): () => void {
    const stops = [
      this.bridge.on('status:changed', (status) => this.#setStatus(status)),
      this.bridge.on('folders:changed', (folders) => (this.folders = folders)),
      this.bridge.on('folders:stuck', (news) => this.notify(stuckNewsText(news), true)),
      this.bridge.on('sound:due', (sound) => {
        void import('./play-sound.ts').then(({ playSound }) => playSound(sound));
      }),
      this.bridge.on('progress:changed', (uploads) => {
        this.progress = new Map(uploads.map(({ id, ...measured }) => [id, measured]));
      }),
      this.bridge.onLink((up) => {
        this.isLinked = up;
        if (up) void this.#readAll();
      }),
    ];
    return () => stops.forEach((stop) => stop());
  }

  async #readAll(): Promise<void> {
    const [info, status, folders] = await Promise.all([
      this.bridge.call('app:info', null),
      this.bridge.call('status:read', null),
      this.bridge.call('folders:list', null),
    ]);
    if (info.ok) this.info = info.value;
    if (status.ok) this.#setStatus(status.value);
    if (folders.ok) this.folders = folders.value;
  }

  #setStatus(status: Status): void {
    const before = this.status?.active.destination ?? null;
    const { destination } = status.active;
    // The notice "Scans now go to …" is no longer true.
    if (before !== null && (destination === null || !sameDestination(before, destination))) {
      this.#retractArmed(destination);
    }
    if (this.status !== null) this.#tellRefusedArchives(this.status, status);
    this.status = status;
    this.statusAt = Date.now();
  }

  /** Tells once that a wrong document stays in a chart, until that is no longer true. */
  #tellRefusedArchives(before: Status, now: Status): void {
    const refused = ({ archives }: Status) => archives.filter(({ standing }) => standing === 'refused');
    const known = new Set(refused(before).map(({ id }) => id));
    const still = new Set(refused(now).map(({ id }) => id));
    for (const id of known) if (!still.has(id)) this.retract(`archive ${id}`);
    for (const { id, name, patient, replaced } of refused(now)) {
      if (known.has(id) || !replaced) continue;
      const text = words().pendingArchives.refused(name ?? words().attachments.processing);
      this.tell({ text, isError: true, patient, topic: `archive ${id}` });
    }
  }

  #retractArmed(destination: Destination | null): void {
    const isWrong = ({ topic, patient }: Notice): boolean =>
      topic === 'selected' && patient?.id !== destination?.patient.id;
    this.notices = this.notices.filter((notice) => !isWrong(notice));
  }

  /** True if it is known who is at the desk, or not needed. Asks the person, who may decline. */
  async knowsPerson(): Promise<boolean> {
    const atDesk = this.status?.atDesk;
    if (atDesk === undefined || !atDesk.asked || atDesk.name !== null) return true;
    return this.askPerson();
  }

  /** Asks who is at the desk. True once that was told. */
  askPerson(): Promise<boolean> {
    this.personAsked?.(false);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.personAsked = resolve;
    return promise;
  }

  /** Ends the question. `name` null: no answer. */
  async answerPerson(name: string | null): Promise<void> {
    const answer = this.personAsked;
    this.personAsked = null;
    const status = name === null ? undefined : await this.attempt('person:tell', { name });
    if (status !== undefined) this.#setStatus(status);
    answer?.(status !== undefined);
  }

  /** Sends a request. Throws a `CoreError`. */
  async ask<K extends RequestName>(name: K, input: RequestInput<K>): Promise<RequestOutput<K>> {
    const result = await this.bridge.call(name, input);
    if (!result.ok) throw new CoreError(result.error);
    return result.value;
  }

  /** Sends a request and shows a notice if it fails. Returns undefined then. */
  async attempt<K extends RequestName>(
    name: K,
    input: RequestInput<K>,
  ): Promise<RequestOutput<K> | undefined> {
    const result = await this.bridge.call(name, input);
    if (result.ok) return result.value;
    this.#tellError(result.error);
    return undefined;
  }

  /** Shows which of several acts failed; nothing if all succeeded. */
  report(outcomes: Outcomes | undefined): boolean {
    const failed = (outcomes ?? []).flatMap(({ error }) => (error === null ? [] : [error]));
    for (const error of new Map(failed.map((one) => [actErrorText(one), one])).values())
      this.#tellError(error);
    return outcomes !== undefined && failed.length === 0;
  }

  #tellError(error: ErrorDto): void {
    const way: Way | null = keyErrors.has(error.code) ? { kind: 'key' } : null;
    this.tell({ text: actErrorText(error), isError: true, way });
  }

  /** Shows a notice, which disappears after a time. An error stays until it is closed. */
  notify(text: string, isError = false): void {
    this.tell({ text, isError });
  }

  /** The same, with a patient, a topic or a button. */
  tell(given: {
    text: string;
    isError?: boolean;
    patient?: PatientRef | null;
    topic?: string;
    way?: Way | null;
    /** Milliseconds until it disappears, if its button is true only for that time. */
    ms?: number;
  }): void {
    const { text, isError = false, patient = null, topic = null, way = null } = given;
    const notice = { id: (this.#lastNotice += 1), text, isError, patient, topic, way };
    const isReplaced = (old: Notice): boolean =>
      (topic !== null && old.topic === topic) || (old.text === text && old.patient?.id === patient?.id);
    const all = [...this.notices.filter((old) => !isReplaced(old)), notice];
    // With too many notices, temporary ones are removed first.
    const first = all.find((old) => !old.isError && old !== notice) ?? all[0];
    this.notices = all.length > mostNotices ? all.filter((old) => old !== first) : all;
    const shownMs = given.ms ?? (way === null ? noticeMs : noticeWithWayMs);
    if (!isError) setTimeout(() => this.dismiss(notice.id), shownMs);
  }

  /** Removes the notice about a topic that no longer applies. */
  retract(topic: string): void {
    this.notices = this.notices.filter((notice) => notice.topic !== topic);
  }

  /** Undoes the last act that a notice still offers to undo. */
  undoLast(): void {
    const last = this.notices.findLast(({ way }) => way?.kind === 'undo');
    if (last?.way?.kind !== 'undo') return;
    this.dismiss(last.id);
    void last.way.run();
  }

  dismiss(id: number): void {
    this.notices = this.notices.filter((notice) => notice.id !== id);
  }
}
