import type { Attachment } from 'svelte/attachments';
import type { Destination } from '../../preload/contract/destination.ts';
import { sameDestination } from '../../preload/contract/same-destination.ts';
import type { JobView } from '../../preload/contract/views.ts';
import { words } from '../../preload/words/current.ts';
import { assignJobs } from './assign-jobs.ts';
import type { Core } from './core.svelte.ts';
import { describable } from './describe-jobs.ts';
import type { Described } from './described.ts';
import { filesIn } from './dropped-files.ts';
import { giveFiles } from './give-files.ts';

/** What is being dragged: files from outside, or rows of the inbox. */
export type Dragged = { kind: 'files' } | { kind: 'jobs'; jobs: readonly JobView[] };

/** Says that rows of the inbox are dragged; which ones stays in the window, for other programs see this. */
const jobsType = 'application/x-chartdrop-jobs';

/** What is dragged over the window, and onto whom. To whom it goes is decided in the drop event's own turn. */
export class Drops {
  readonly #core: Core;
  dragged = $state.raw<Dragged | null>(null);
  /** The shown patient that it would go to if it were let go now. */
  over = $state.raw<Destination | null>(null);
  /** Rows let go on a patient in whose chart, or another one's, their content is already. */
  doubted = $state.raw<{ destination: Destination; jobs: readonly JobView[] } | null>(null);

  /** Files just given that a person describes. */
  described = $state.raw<readonly Described[] | null>(null);

  constructor(core: Core) {
    this.#core = core;
  }

  /** To whom files go that are let go anywhere. */
  get armed(): Destination | null {
    return this.#core.status?.active.destination ?? null;
  }

  /** Begins to drag rows of the inbox. */
  startJobs(event: DragEvent, jobs: readonly JobView[]): void {
    if (event.dataTransfer === null) return;
    event.dataTransfer.setData(jobsType, '');
    event.dataTransfer.effectAllowed = 'copy';
    // Chromium ends a drag at once when the page changes under the pointer in this event's own turn.
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

  /** Over the window; a shown patient has had the event before. */
  overWindow(event: DragEvent): void {
    if (!this.#isTaken(event)) return;
    if (event.dataTransfer?.types.includes('Files') === true) this.dragged ??= { kind: 'files' };
    if (event.defaultPrevented) return;
    this.over = null;
    // Rows of the inbox must be let go on somebody.
    if (this.dragged?.kind === 'files') event.preventDefault();
  }

  /** Let go anywhere: files go to the armed destination, or to the inbox. */
  dropOnWindow(event: DragEvent): void {
    if (!event.defaultPrevented && this.#isTaken(event)) this.#drop(event, this.armed);
    this.end();
  }

  paste(files: readonly File[]): void {
    if (files.length > 0) void giveFiles(this.#core, Promise.resolve(files), 'paste', this.armed);
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

  /** Lets a person describe files just given, as far as they are not being uploaded yet. */
  async describe(jobs: readonly Described[]): Promise<void> {
    const can = await describable(this.#core, jobs);
    if (can.length < jobs.length) this.#core.notify(words().describe.tooLate(jobs.length - can.length), true);
    if (can.length > 0) this.described = can;
  }

  /** Makes an element that shows a patient take what is let go on it. */
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
