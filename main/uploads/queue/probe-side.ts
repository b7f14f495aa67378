import type { PatientId } from '../../../preload/contract/ids.ts';
import type { JobState } from '../../../preload/contract/job.ts';
import { asChartdropError } from '../../base/errors.ts';
import type { ClinicClient } from '../../clinic/client.ts';
import type { CallOptions } from '../../clinic/http.ts';
import { reachStorage } from '../../clinic/storage/storage.ts';
import type { JobStore } from '../../jobs/store/job-store.ts';
import { saysOutage, type Side } from './outage.ts';

const waiting: readonly JobState[] = ['queued', 'stored', 'registering'];

/**
 * Asks one side for something that changes nothing: the clinic for the first step of an upload, the storage for any
 * answer. Rejects if that would stop an upload too; any other refusal is an answer.
 */
export function createProbeSide(deps: {
  client: Pick<ClinicClient, 'network' | 'presignedPost' | 'user'>;
  store: Pick<JobStore, 'ready'>;
}): (side: Side, signal: AbortSignal) => Promise<void> {
  const { client, store } = deps;

  /** A patient with a waiting job; null without jobs. */
  const somePatient = (): PatientId | null => {
    for (const state of waiting) {
      const job = store.ready(state, Number.MAX_SAFE_INTEGER, 1)[0];
      if (job !== undefined && 'destination' in job) return job.destination.patient.id;
    }
    return null;
  };

  const ask = async (side: Side, options: CallOptions): Promise<void> => {
    const patient = somePatient();
    if (patient === null) {
      await client.user(options);
      return;
    }
    const { url } = await client.presignedPost(patient, options);
    if (side === 'storage') await reachStorage(client.network, new URL(url), options.signal);
  };

  return async (side, signal) => {
    try {
      await ask(side, { priority: 'background', signal });
    } catch (thrown) {
      const error = asChartdropError(thrown);
      if (saysOutage(error) || error.code === 'aborted') throw error;
    }
  };
}
