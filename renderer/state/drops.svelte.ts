import type { Attachment } from 'svelte/attachments';
import type { Destination } from '../../preload/contract/destination.ts';
import { sameDestination } from '../../preload/contract/same-destination.ts';
import type { JobView } from '../../preload/contract/views.ts';
import { words } from '../../preload/words/current.ts';
import { assignJobs } from './assign-jobs.ts';
import type { Core } from './core.svelte.ts';
import { describable } from './describe-jobs.ts';
import type { Described } from './described.ts';
import { filesIn, givenFiles } from './dropped-files.ts';
import { giveFiles } from './give-files.ts';

/** The dragged items: files from outside, or rows of the inbox. */
export type Dragged = { kind: 'files' } | { kind: 'jobs'; jobs: readonly JobView[] };

/** Marks a drag of inbox rows. Other programs can see it, so it does not name the rows. */
const jobsType = 'application/x-chartdrop-jobs';

/** The current drag and the patient under it. The destination is decided in the drop event itself. */
export class Drops {
  readonly #core: Core;
  dragged = $state.raw<Dragged | null>(null);
  /** The patient that would get a drop at the current position. */
  over = $state.raw<Destination | null>(null);
  /** Rows that were dropped on a patient although their content is already in a chart. */
  doubted = $state.raw<{ destination: Destination; jobs: readonly JobView[] } | null>(null);

  /** Files that were just added and that the person is describing. */
  described = $state.raw<readonly Described[] | null>(null);

  constructor(core: Core) {
    this.#core = core;
  }

  /** The destination of files dropped anywhere else. */
  get armed(): Destination | null {
    return this.#core.status?.active.destination ?? null;
  }

  /** Starts dragging inbox rows. */
  startJobs(event: DragEvent, jobs: readonly JobView[]): void {
    if (event.dataTransfer === null) return;
    event.dataTransfer.setData(jobsType, '');
    event.dataTransfer.effectAllowed = 'copy';
    // Chromium ends a drag at once if the page changes under the pointer during this event.
    setTimeout(() => (this.dragged = { kind: 'jobs', jobs }));
  }

  end(): void {
    this.dragged = null;
    this.over = null;
  }

  #isTaken(event: DragEvent): boolean {
    const types = event.dataTransfer?.types ?? [];
    return types.includes('Files') || (types.includes(jobsType) && this.dragged?.kind === 'jobs');
  }

  /** The drag is over the window. A patient's element has handled the event before. */
  overWindow(event: DragEvent): void {
    if (!this.#isTaken(event)) return;
    if (event.dataTransfer?.types.includes('Files') === true) this.dragged ??= { kind: 'files' };
    if (event.defaultPrevented) return;
    this.over = null;
    // Inbox rows must be dropped on a patient.
    if (this.dragged?.kind === 'files') event.preventDefault();
  }

  /** Dropped anywhere: files go to the selected patient, or to the inbox. */
  dropOnWindow(event: DragEvent): void {
    if (!event.defaultPrevented && this.#isTaken(event)) this.#drop(event, this.armed);
    this.end();
  }

  paste(files: readonly File[]): void {
    if (files.length > 0) void giveFiles(this.#core, Promise.resolve(givenFiles(files)), 'paste', this.armed);
  }

  #drop(event: DragEvent, to: Destination | null): void {
    event.preventDefault();
    const { dragged } = this;
    if (dragged?.kind !== 'jobs') {
      if (event.dataTransfer !== null) void giveFiles(this.#core, filesIn(event.dataTransfer), 'drop', to);
    } else if (to !== null) void this.#assign(dragged.jobs, to);
  }

  async #assign(jobs: readonly JobView[], destination: Destination): Promise<void> {
    const doubted = await assignJobs(this.#core, jobs, destination);
    if (doubted !== null && doubted.length > 0) this.doubted = { destination, jobs: doubted };
  }

  /** Opens the dialog to describe files just added whose upload has not started. */
  async describe(jobs: readonly Described[]): Promise<void> {
    const can = await describable(this.#core, jobs);
    if (can.length < jobs.length) this.#core.notify(words().describe.tooLate(jobs.length - can.length), true);
    if (can.length > 0) this.described = can;
  }

  /** Makes an element that shows a patient accept drops. */
  onto(destination: Destination): Attachment<HTMLElement> {
    return (element) => {
      const dragover = (event: DragEvent): void => {
        if (!this.#isTaken(event)) return;
        event.preventDefault();
        this.over = destination;
      };
      const drop = (event: DragEvent): void => {
        if (this.#isTaken(event)) this.#drop(event, destination);
      };
      $effect(() => {
        const isOver = this.over !== null && sameDestination(this.over, destination);
        element.toggleAttribute('data-takes-drop', this.dragged !== null);
        element.toggleAttribute('data-drop-over', this.dragged !== null && isOver);
      });
      element.addEventListener('dragover', dragover);
      element.addEventListener('drop', drop);
      return () => {
        element.removeEventListener('dragover', dragover);
        element.removeEventListener('drop', drop);
      };
    };
  }
}
