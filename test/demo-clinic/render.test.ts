import { expect, it } from 'vitest';
import {
  renderAttachment,
  renderCase,
  renderPatient,
  renderUser,
} from '../../main/demo-clinic/records/render.ts';
import { attachmentRow, patientRow } from './open-parts.ts';

const api = 'http://clinic/v1';
const asJson = (body: object) => JSON.parse(JSON.stringify(body)) as Record<string, unknown>;

it('shows an attachment with exactly the fields of the reference', () => {
  const shown = asJson(renderAttachment(attachmentRow('7', '5', 'blob'), api));
  expect(shown).toEqual({
    id: '7',
    created_at: '2026-11-23T04:05:06Z',
    updated_at: '2026-11-23T04:05:06Z',
    archived_at: null,
    pinned_at: null,
    processed_at: null,
    processing_completed: false,
    content_type: null,
    description: null,
    filename: null,
    size: null,
    content: null,
    links: { self: 'http://clinic/v1/patient_attachments/7' },
    patient: { links: { self: 'http://clinic/v1/patients/5' } },
    user: { links: { self: 'http://clinic/v1/users/1' } },
  });
});

it('links the bytes once they are processed', () => {
  const row = { ...attachmentRow('7', '5', 'blob'), processed_at: '2026-11-23T04:05:07Z' };
  expect(asJson(renderAttachment(row, api))).toMatchObject({
    processing_completed: true,
    content: { links: { self: 'http://clinic/v1/patient_attachments/7/content' } },
  });
});

it('shows a patient by the label that people read', () => {
  expect(asJson(renderPatient({ ...patientRow('5'), preferred_first_name: 'Janie' }, api))).toMatchObject({
    label: 'Jane Citizen',
    preferred_first_name: 'Janie',
    links: { self: 'http://clinic/v1/patients/5' },
  });
});

it('shows relations as links, never as plain ids', () => {
  const common = { id: '9', created_at: '2026-11-23T04:05:06Z', updated_at: '2026-11-23T04:05:06Z' };
  const shown = asJson(
    renderCase(
      {
        ...common,
        archived_at: null,
        patient_id: '5',
        name: 'Knee 2026',
        issue_date: '2026-01-01',
        expiry_date: null,
        closed: false,
        notes: null,
      },
      api,
    ),
  );
  expect(shown).toMatchObject({
    name: 'Knee 2026',
    patient: { links: { self: 'http://clinic/v1/patients/5' } },
  });
  expect(shown).not.toHaveProperty('patient_id');
  const user = {
    ...common,
    first_name: 'Frankie',
    last_name: 'Desk',
    role: 'receptionist',
    email: 'frankie@example.com',
    active: true,
    time_zone_identifier: 'Australia/Sydney',
    time_zone: 'UTC',
  };
  expect(asJson(renderUser(user, api))).toEqual({ ...user, links: { self: 'http://clinic/v1/users/9' } });
});
