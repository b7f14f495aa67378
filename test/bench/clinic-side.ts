import { type Clinic, createClinic } from '../../main/clinic/clinic.ts';
import { collect } from '../../main/clinic/pages.ts';
import { userAgent } from '../../main/hosts/product.ts';
import { systemClock } from '../../main/hosts/system-clock.ts';
import type { PatientId } from '../../preload/contract/ids.ts';
import type { Address } from '../demo-clinic/test-clinic.ts';
import { directNetwork } from '../fakes/direct-network.ts';

export const callOptions = () => ({ priority: 'background', signal: new AbortController().signal }) as const;

/** Chartdrop's client of a clinic, with a limit that is never reached. */
export const clientOf = ({ apiUrl, apiKey }: Pick<Address, 'apiUrl' | 'apiKey'>): Clinic =>
  createClinic({
    network: directNetwork,
    apiKey: () => apiKey,
    baseUrl: apiUrl,
    userAgent,
    rateLimit: { requests: 1000, windowMs: 1000 },
    clock: systemClock,
  });

/** A patient of the clinic to file with. */
export async function somePatient(clinic: Clinic): Promise<PatientId> {
  const [patient] = await collect(clinic.client.patients({}, callOptions()), 1);
  if (patient === undefined) throw new Error('the clinic has no patient');
  return patient.id;
}
