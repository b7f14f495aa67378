import type { FastifyInstance } from 'fastify';
import { apiUrlOf, bodyOf, findAny, listBody } from './api-lists.ts';
import { appointmentsOf, type AppointmentDeps } from '../records/appointments.ts';
import {
  bookingFields,
  businessFields,
  groupAppointmentFields,
  individualAppointmentFields,
  practitionerFields,
  userFields,
} from './fields.ts';
import { renderUser } from '../records/render.ts';
import { renderBooking, renderBusiness, renderPractitioner } from '../records/render-practice.ts';

/** The read-only resources of the practice: practitioners, places and appointments. */
export function addPracticeRoutes(api: FastifyInstance, deps: AppointmentDeps): void {
  const { records } = deps;

  api.get('/v1/users', { config: { step: 'users', takes: 'list' } }, async (request) =>
    listBody(request, records, { name: 'users', kind: 'user', fields: userFields, render: renderUser }),
  );
  api.get<{ Params: { id: string } }>('/v1/users/:id', { config: { step: 'users' } }, async (request) =>
    renderUser(findAny(records, 'user', request.params.id), apiUrlOf(request)),
  );
  api.get('/v1/practitioners', { config: { step: 'practice', takes: 'list' } }, async (request) =>
    listBody(request, records, {
      name: 'practitioners',
      kind: 'practitioner',
      fields: practitionerFields,
      render: renderPractitioner,
    }),
  );
  api.get('/v1/businesses', { config: { step: 'practice', takes: 'list' } }, async (request) =>
    listBody(request, records, {
      name: 'businesses',
      kind: 'business',
      fields: businessFields,
      render: renderBusiness,
    }),
  );

  for (const [path, types, fields] of [
    ['/v1/individual_appointments', ['individual'], individualAppointmentFields],
    ['/v1/group_appointments', ['group'], groupAppointmentFields],
    ['/v1/bookings', ['individual', 'group', 'block'], bookingFields],
  ] as const) {
    api.get(path, { config: { step: 'appointments', takes: 'list' } }, async (request) =>
      bodyOf(request, appointmentsOf(types, deps), {
        name: path.slice('/v1/'.length),
        fields,
        render: renderBooking,
      }),
    );
  }
}
