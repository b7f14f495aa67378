import type { CaseRef, Destination, PatientRef } from '../../preload/contract/destination.ts';

export type ViewName = 'find' | 'inbox' | 'queue' | 'attachments' | 'history' | 'settings';

/** Whose attachments are shown. */
export type AttachmentScope =
  | { kind: 'recent' }
  | { kind: 'patient'; patient: PatientRef }
  | { kind: 'case'; patient: PatientRef; case: CaseRef };

/** Where in the window a person is. Nothing of it goes into the address: it would name patients. */
export class Navigation {
  view = $state<ViewName>('inbox');
  scope = $state.raw<AttachmentScope>({ kind: 'recent' });
  /** The patient that was last opened in Find, shown where something can be dropped on somebody. */
  opened = $state.raw<Destination | null>(null);
  /** Goes up when the search box should have the focus. */
  findRequests = $state(0);

  /** Goes up when the key has to be entered anew. */
  keyRequests = $state(0);

  go(view: ViewName): void {
    this.view = view;
  }

  find(): void {
    this.view = 'find';
    this.findRequests += 1;
  }

  enterKey(): void {
    this.view = 'settings';
    this.keyRequests += 1;
  }

  showAttachments(destination: Destination): void {
    this.scope =
      destination.kind === 'case'
        ? { kind: 'case', patient: destination.patient, case: destination.case }
        : { kind: 'patient', patient: destination.patient };
    this.view = 'attachments';
  }
}
