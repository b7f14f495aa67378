import type { Attachment, Patient, PatientCase, User } from './records.ts';

const link = (self: string | null) => ({ links: { self } });

/** A record as the API shows it: the row's own fields, with relations as links below `apiUrl`. */
export const renderUser = (user: User, apiUrl: string) => ({
  ...user,
  ...link(`${apiUrl}/users/${user.id}`),
});

export function renderPatient(patient: Patient, apiUrl: string) {
  const self = `${apiUrl}/patients/${patient.id}`;
  return {
    ...patient,
    label: `${patient.first_name} ${patient.last_name}`,
    patient_attachments: link(`${self}/patient_attachments`),
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

export function renderAttachment({ patient_id, user_id, ...attachment }: Attachment, apiUrl: string) {
  const self = `${apiUrl}/patient_attachments/${attachment.id}`;
  const isProcessed = attachment.processed_at !== null;
  return {
    ...attachment,
    // Ours alone; what is undefined is left out of JSON.
    bytes: undefined,
    processing_completed: isProcessed,
    content: link(isProcessed ? `${self}/content` : null),
    patient: link(`${apiUrl}/patients/${patient_id}`),
    user: link(`${apiUrl}/users/${user_id}`),
    ...link(self),
  };
}
