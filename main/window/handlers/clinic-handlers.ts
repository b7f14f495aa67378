import { collect } from '../../clinic/pages.ts';
import { ChartdropError } from '../../base/errors.ts';
import { foundView } from '../views/found-patient.ts';
import { searchPatients } from '../../clinic/people/patient-search.ts';
import { askDestination } from './ask-destination.ts';
import { allowKey } from './allow-key.ts';
import { type HandlerDeps, type HandlersOf, windowCall } from './handler-types.ts';
import { activeOf, statusOf } from '../status.ts';

/** Program, clinic, patients and the active destination. */
export function clinicHandlers(
  deps: HandlerDeps,
): HandlersOf<'app' | 'status' | 'clinic' | 'proxy' | 'patients' | 'destination' | 'person'> {
  const { desk, clock } = deps;
  const status = () => statusOf(desk, clock.now(), deps.revision());

  return {
    'app:info': () => ({ ...deps.info, settings: desk.isLocked ? 'locked' : 'open' }),
    'app:showLog': () => {
      if (deps.showLog === null) throw new ChartdropError('request-invalid', { detail: 'app:showLog' });
      deps.showLog();
      return null;
    },
    'status:read': status,
    'clinic:useDemo': async () => {
      await desk.useDemo();
      return status();
    },
    'clinic:useKey': async ({ apiKey, sessionOnly, presentKey }) => {
      await allowKey(deps, apiKey, presentKey);
      await desk.useKey(apiKey, { sessionOnly: sessionOnly ?? false });
      return status();
    },
    'clinic:identify': async () => {
      await desk.identify();
      return status();
    },
    'clinic:diagnose': () => desk.diagnose(),
    'proxy:useCredentials': async (given) => {
      await desk.useProxyCredentials(given);
      return status();
    },
    'patients:search': async ({ query }) => {
      const app = desk.app();
      const recent = deps.recent.today().map(({ patient }) => patient.id);
      const todays = new Set([...recent, ...app.today.patientIds()]);
      const { current, unavailable } = await searchPatients(
        app.clinic.client,
        query,
        windowCall(deps),
        todays,
      );
      return [...current, ...unavailable].map(foundView);
    },
    'patients:cases': async ({ patientId }) => {
      const filter = { field: 'patient_id', operator: '=', value: patientId } as const;
      const { client } = desk.app().clinic;
      const cases = await collect(client.cases({ filters: [filter] }, windowCall(deps)));
      const now = new Date(clock.now()).toISOString().slice(0, 10);
      return cases.map(({ id, name, closed, expiry_date }) => ({
        id,
        name,
        closed,
        expired: expiry_date !== null && expiry_date < now,
      }));
    },
    'destination:arm': async (target) => {
      const destination = await desk.app().scans.active.arm(() => askDestination(desk, target, deps));
      if (destination !== null) deps.recent.remember(destination);
      return activeOf(desk);
    },
    'destination:disarm': () => {
      desk.app().scans.active.disarm('person');
      return activeOf(desk);
    },
    'person:tell': ({ name }) => {
      desk.app().person.tell(name);
      return status();
    },
    'destination:recent': () => [...deps.recent.today()],
  };
}
