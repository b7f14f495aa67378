import { asChartdropError } from '../../base/errors.ts';
import type { Clock, Log } from '../../base/ports.ts';
import type { ClinicClient } from '../../clinic/client.ts';
import type { SheetTarget } from '../../../preload/contract/sheets.ts';
import type { Placement } from '../../uploads/intake/intake.ts';
import type { ActiveDestination, ArmedToken } from './active-destination.ts';
import { askClinic } from './ask-clinic.ts';
import { decideLookup, type LookupDecision } from './lookups.ts';
import type { LookupQuery } from './pattern.ts';
import type { Router } from './routes.ts';

/** Finds the place of a scan by its folder's rule. */
export interface ScanRouting {
  /** Never rejects: while the clinic is unreachable the scan waits in the inbox, where people see it. */
  route(
    router: Router,
    scan: { readonly relativePath: string; readonly token: ArmedToken | null },
  ): Promise<Placement>;
  /** The place of the patient or case of a cover sheet. Never rejects, as above. */
  readonly placeSheet: (target: SheetTarget) => Promise<Placement>;
  /** Looks a name up in the clinic. Throws the call's error. */
  lookUp(query: LookupQuery, signal: AbortSignal): Promise<LookupDecision>;
}

/** The patient or case of a cover sheet as a query. */
export const sheetQuery = ({ patientId, caseId }: SheetTarget): LookupQuery =>
  caseId === null ? { kind: 'patient', patientId } : { kind: 'case', patientId, caseId };

export function createScanRouting(deps: {
  active: Pick<ActiveDestination, 'snapshot'>;
  client: ClinicClient;
  clock: Clock;
  log: Log;
  signal: AbortSignal;
}): ScanRouting {
  const { active, client, clock, log } = deps;

  const lookUp: ScanRouting['lookUp'] = async (query, signal) =>
    decideLookup(query, await askClinic(client, query, { priority: 'background', signal }));

  const place = async (query: LookupQuery): Promise<Placement> => {
    try {
      return await lookUp(query, deps.signal);
    } catch (thrown) {
      // The lookup is repeated later.
      log.warn('lookup-not-answered', { code: asChartdropError(thrown).code });
      return { kind: 'inbox', reason: 'lookup-pending', candidates: [] };
    }
  };

  return {
    lookUp,
    placeSheet: (target) => place(sheetQuery(target)),
    async route(router, { relativePath, token }) {
      const armed = active.snapshot(clock.monotonic());
      const decision = router({ relativePath, token, armed });
      if (decision.kind === 'inbox') return { ...decision, candidates: [] };
      if (decision.kind === 'destination') return decision;
      return place(decision.query);
    },
  };
}
