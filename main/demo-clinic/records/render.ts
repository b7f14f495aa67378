import { defaultSwitches, isChosen, type Switches } from '../faults/switches.ts';
import type { Attachment, Bytes, Patient, PatientCase, User } from './records.ts';

export const link = (self: string) => ({ links: { self } });

/** A record as the API shows it: its fields, with relations as links below `apiUrl`. */
export const renderUser = (user: User, apiUrl: string) => ({
  ...user,
  ...link(`${apiUrl}/users/${user.id}`),
});

export function renderPatient({ merged_with_patient_id, ...patient }: Patient, apiUrl: string) {
  const self = `${apiUrl}/patients/${patient.id}`;
  return {
    ...patient,
    label: `${patient.first_name} ${patient.last_name}`,
    patient_attachments: link(`${self}/patient_attachments`),
    ...(merged_with_patient_id === undefined
      ? {}
      : { merged_with_patient: link(`${apiUrl}/patients/${merged_with_patient_id}`) }),
    ...link(self),
  };
}

export function renderCase({ patient_id, ...patientCase }: PatientCase, apiUrl: string) {
  const self = `${apiUrl}/patient_cases/${patientCase.id}`;
  return {
    include_cancelled_attendees: null,
    include_dna_attendees: null,
    max_invoiceable_amount: null,
    max_sessions: null,
    referral: null,
    referral_type: null,
    ...patientCase,
    patient: link(`${apiUrl}/patients/${patient_id}`),
    patient_attachments: link(`${self}/patient_attachments`),
    ...link(self),
  };
}

export function renderAttachment(
  { patient_id, user_id, bytes, odd, ...attachment }: Attachment,
  apiUrl: string,
  { nullCompleted, nullAttributes, seed }: Switches = defaultSwitches,
) {
  const self = `${apiUrl}/patient_attachments/${attachment.id}`;
  const isProcessed = attachment.processed_at !== null;
  const isFor = (share: number) => isChosen(share, attachment.id, seed);
  return {
    ...attachment,
    // A patient export has all fields except this one.
    ...(isExport(bytes) ? { archived_at: undefined } : {}),
    processing_completed: odd === 'null-completed' || isFor(nullCompleted) ? null : isProcessed,
    content: isProcessed ? link(`${self}/content`) : null,
    ...(odd === 'null-attributes' || isFor(nullAttributes) ? allNull : {}),
    patient: link(`${apiUrl}/patients/${patient_id}`),
    user: link(`${apiUrl}/users/${user_id}`),
    ...link(self),
  };
}

const isExport = (bytes: Bytes) => bytes.from === 'seed' && bytes.type === 'zip';

const allNull = {
  pinned_at: null,
  processed_at: null,
  processing_completed: null,
  content_type: null,
  description: null,
  filename: null,
  size: null,
  content: null,
};
