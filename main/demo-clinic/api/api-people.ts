import type { FastifyInstance } from 'fastify';
import { findShown, listBody, apiUrlOf } from './api-lists.ts';
import { patientFields } from './fields.ts';
import type { Records } from '../records/records.ts';
import { renderPatient, renderUser } from '../records/render.ts';

type ById = { Params: { id: string } };

/** The read-only resources: the key's user, the account, and the patients. */
export function addPeopleRoutes(
  api: FastifyInstance,
  { records, userId }: { records: Records; userId: string },
): void {
  api.get('/v1/user', { config: { step: 'user' } }, async (request) => {
    const user = records.get('user', userId);
    return user === null ? null : renderUser(user, apiUrlOf(request));
  });

  api.get('/v1/settings/public', { config: { step: 'settings' } }, async () => ({
    account: { name: 'Demo clinic', subdomain: 'demo', country: 'Australia', country_code: 'AU' },
  }));

  api.get('/v1/patients', { config: { step: 'patients', takes: 'list' } }, async (request) =>
    listBody(request, records, {
      name: 'patients',
      kind: 'patient',
      fields: patientFields,
      render: renderPatient,
    }),
  );
  api.get<ById>('/v1/patients/:id', { config: { step: 'patient', takes: 'filters' } }, async (request) =>
    renderPatient(findShown(request, records, 'patient'), apiUrlOf(request)),
  );
}
