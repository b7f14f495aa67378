import type { DatedAppointment } from './appointments.ts';
import type { Business, Practitioner } from './records.ts';
import { link } from './render.ts';

export const renderPractitioner = ({ user_id, ...practitioner }: Practitioner, apiUrl: string) => {
  const name = `${practitioner.first_name} ${practitioner.last_name}`;
  return {
    ...practitioner,
    display_name: name,
    label: practitioner.title === null ? name : `${practitioner.title} ${name}`,
    user: link(`${apiUrl}/users/${user_id}`),
    ...link(`${apiUrl}/practitioners/${practitioner.id}`),
  };
};

export const renderBusiness = (business: Business, apiUrl: string) => ({
  ...business,
  display_name: business.business_name,
  label: business.business_name,
  ...link(`${apiUrl}/businesses/${business.id}`),
});

/** An appointment, a class or a block; the reference has other fields for each. */
export function renderBooking(row: DatedAppointment, apiUrl: string) {
  const common = {
    id: row.id,
    created_at: row.created_at,
    updated_at: row.updated_at,
    archived_at: row.archived_at,
    deleted_at: row.deleted_at,
    starts_at: row.starts_at,
    ends_at: row.ends_at,
    notes: row.notes,
    practitioner: link(`${apiUrl}/practitioners/${row.practitioner_id}`),
    business: link(`${apiUrl}/businesses/${row.business_id}`),
  };
  const type = { appointment_type: link(`${apiUrl}/appointment_types/${row.appointment_type_id ?? ''}`) };
  switch (row.type) {
    case 'block':
      return { ...common, ...link(`${apiUrl}/unavailable_blocks/${row.id}`) };
    case 'group':
      return {
        ...common,
        ...type,
        max_attendees: 8,
        patient_ids: row.patient_ids,
        ...link(`${apiUrl}/group_appointments/${row.id}`),
      };
    case 'individual':
      return {
        ...common,
        ...type,
        patient: link(`${apiUrl}/patients/${row.patient_id ?? ''}`),
        patient_name: row.patient_name,
        patient_arrived: row.patient_arrived,
        did_not_arrive: row.did_not_arrive,
        cancelled_at: row.cancelled_at,
        ...(row.patient_case_id === null
          ? {}
          : { patient_case: link(`${apiUrl}/patient_cases/${row.patient_case_id}`) }),
        ...link(`${apiUrl}/individual_appointments/${row.id}`),
      };
  }
}
