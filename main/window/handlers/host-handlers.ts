import { caseDestination, patientDestination } from '../../clinic/cases/destinations.ts';
import { ChartdropError } from '../../base/errors.ts';
import { type HandlerDeps, type HandlersOf, type HostSettingsPort, windowCall } from './handler-types.ts';

/** The machine around the program: links, requests to the window, settings, the network. */
export function hostHandlers(deps: HandlerDeps): HandlersOf<'link' | 'host' | 'network'> {
  const settings = (): HostSettingsPort => {
    if (deps.hostSettings === null) throw new ChartdropError('request-invalid', { detail: 'host' });
    return deps.hostSettings;
  };
  return {
    'link:look': (target) => {
      const { client } = deps.desk.app().clinic;
      return target.kind === 'patient'
        ? patientDestination(client, target.id, windowCall(deps))
        : caseDestination(client, target.id, windowCall(deps));
    },
    'host:take': () => deps.asks.drain(),
    'host:read': () => settings().read(),
    'host:update': async (next) => {
      await settings().write(next);
      // The system's actual setting, which may differ because of a policy or the system's own list.
      return settings().read();
    },
    'network:returned': () => {
      deps.interruptions.networkReturned();
      return null;
    },
  };
}
