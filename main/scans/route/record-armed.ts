import type { History } from '../../jobs/history.ts';
import { patientDetail } from '../../jobs/job-writer.ts';
import type { Notes } from '../../jobs/notes.ts';
import type { ArmedChange } from './active-destination.ts';

/** Notes in the history that a destination was selected, or that its selection ended. Throws like `History.record`. */
export function recordArmed(
  { destination, ...change }: ArmedChange,
  { history, notes }: { history: Pick<History, 'record'>; notes: Pick<Notes, 'add'> },
): void {
  const { patient } = destination;
  const draft = {
    patientId: patient.id,
    ...(destination.kind === 'case' ? { caseId: destination.case.id } : {}),
    detail: { ...patientDetail(patient), ...(change.kind === 'disarmed' ? { reason: change.reason } : {}) },
  };
  // A person waits for a selection and sees its errors; timeouts have no caller to report to.
  if (change.kind === 'armed') history.record({ kind: 'destination-armed', ...draft });
  else notes.add({ kind: 'destination-disarmed', ...draft });
}
