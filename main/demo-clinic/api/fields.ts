import type { Fields } from './filters.ts';

const id = { id: 'integer' } as const;
const times = { archived_at: 'date-time', created_at: 'date-time', updated_at: 'date-time' } as const;

/** The fields that each resource can be filtered and sorted by, from the service's reference. */
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

/** The list of one patient's attachments has all of them except `patient_id`. */
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

const madeAndChanged = { created_at: 'date-time', updated_at: 'date-time' } as const;

export const userFields: Fields = { ...id, ...madeAndChanged };

export const practitionerFields: Fields = {
  ...id,
  ...madeAndChanged,
  user_id: 'integer',
  show_in_online_bookings: 'boolean',
};

export const businessFields: Fields = {
  ...id,
  ...times,
  deleted_at: 'date-time',
  appointment_type_ids: 'array',
  show_in_online_bookings: 'boolean',
};

/** The three lists of appointments differ in these fields. */
const appointmentFields = {
  ...id,
  ...times,
  deleted_at: 'date-time',
  appointment_type_id: 'integer',
  business_id: 'integer',
  ends_at: 'date-time',
  practitioner_id: 'integer',
  repeated_from_id: 'integer',
  starts_at: 'date-time',
} as const;

export const individualAppointmentFields: Fields = {
  ...appointmentFields,
  cancelled_at: 'date-time',
  patient_id: 'integer',
};

export const groupAppointmentFields: Fields = { ...appointmentFields, patient_ids: 'array' };

export const bookingFields: Fields = {
  ...appointmentFields,
  cancelled_at: 'date-time',
  did_not_arrive: 'boolean',
  patient_ids: 'array',
};

/** A request for a single record accepts only this filter, which shows archived records. */
export const singleFields: Fields = { archived_at: 'date-time' };
