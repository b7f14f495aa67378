import type { CaseRef, Destination, PatientRef } from '../../preload/contract/destination.ts';
import type { JobListName } from '../../preload/contract/views.ts';

export type ViewName = 'find' | 'desk' | 'attachments' | 'history' | 'settings';

/** The lists of the desk. */
export type DeskListName = Exclude<JobListName, 'inbox' | 'queue'>;

/** Where the numbers of the day lead: to a list of the desk, or to the folders in the settings. */
export type DayPlace = DeskListName | 'settings';

/** The patient or case whose attachments are shown. */
export type AttachmentScope =
  | { kind: 'recent' }
  | { kind: 'patient'; patient: PatientRef }
  | { kind: 'case'; patient: PatientRef; case: CaseRef };

/** The current place in the window. Not in the address, which would name patients. */
export class Navigation {
  view = $state<ViewName>('desk');
  /** The list that the desk shows. */
  desk = $state<DeskListName>('day');
  scope = $state.raw<AttachmentScope>({ kind: 'recent' });
  /** The patient last opened in Find, offered as a drop target. */
  opened = $state.raw<Destination | null>(null);
  /** The patient whose card Find shall show; null once it does. */
  requested = $state.raw<PatientRef | null>(null);
  /** Increases to focus the search box. */
  findRequests = $state(0);

  /** Increases when the key must be entered again. */
  keyRequests = $state(0);

  /** The list of keys is open. */
  isShowingKeys = $state(false);

  go(view: ViewName): void {
    this.view = view;
  }

  showDesk(list: DeskListName): void {
    this.desk = list;
    this.view = 'desk';
  }

  showPlace(place: DayPlace): void {
    if (place === 'settings') this.go(place);
    else this.showDesk(place);
  }

  find(): void {
    this.view = 'find';
    this.findRequests += 1;
  }

  /** Shows a patient's card: cases, newest attachments, and the act. Chooses no one. */
  showPatient(patient: PatientRef | null): void {
    if (patient === null) return;
    this.requested = patient;
    this.view = 'find';
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
