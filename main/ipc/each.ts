import type { AttachmentId, JobId } from '../../preload/contract/ids.ts';
import type { Outcomes } from '../../preload/contract/views.ts';
import { asChartdropError } from '../errors.ts';

/** Does something with each of several records; one that fails does not keep the others from being done. */
export async function each<T extends JobId | AttachmentId>(
  ids: readonly T[],
  act: (id: T) => unknown,
): Promise<Outcomes> {
  const outcomes: Outcomes = [];
  for (const id of ids) {
    try {
      await act(id);
      outcomes.push({ id, error: null });
    } catch (thrown) {
      outcomes.push({ id, error: asChartdropError(thrown).toDto() });
    }
  }
  return outcomes;
}
