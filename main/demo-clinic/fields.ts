import type { Fields } from './filters.ts';

const id = { id: 'integer' } as const;
const times = { archived_at: 'date-time', created_at: 'date-time', updated_at: 'date-time' } as const;

/** What each resource can be filtered and sorted by, from the service's reference. */
export const patientFields: Fields = {
  ...id,
  ...times,
  date_of_birth: 'date',
  email: 'string',
  first_name: 'string',
  last_name: 'string',
  old_reference_id: 'string',
  preferred_first_name: 'string',
};

export const caseFields: Fields = { ...id, ...times, expiry_date: 'date', patient_id: 'integer' };

/** The list of one patient's attachments knows all but `patient_id`. */
export const patientAttachmentFields: Fields = {
  ...id,
  ...times,
  content_type: 'string',
  description: 'string',
  filename: 'string',
  processed_at: 'date-time',
  size: 'integer',
  user_id: 'integer',
};

export const attachmentFields: Fields = { ...patientAttachmentFields, patient_id: 'integer' };

/** A single record takes this one only: an archived record is shown to whoever asks for it with a filter. */
export const singleFields: Fields = { archived_at: 'date-time' };
