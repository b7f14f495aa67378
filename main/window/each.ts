import type { AttachmentId, JobId } from '../../preload/contract/ids.ts';
import type { Outcomes } from '../../preload/contract/views.ts';
import { asChartdropError } from '../base/errors.ts';

/** Applies an act to each of several records; one failure does not stop the others. */
export async function eachRecord<T extends { readonly id: JobId | AttachmentId }>(
  records: readonly T[],
  act: (record: T) => unknown,
): Promise<Outcomes> {
  const outcomes: Outcomes = [];
  for (const record of records) {
    const { id } = record;
    try {
      await act(record);
      outcomes.push({ id, error: null });
    } catch (thrown) {
      outcomes.push({ id, error: asChartdropError(thrown).toDto() });
    }
  }
  return outcomes;
}

/** The same for ids. */
export const each = <T extends JobId | AttachmentId>(
  ids: readonly T[],
  act: (id: T) => unknown,
): Promise<Outcomes> =>
  eachRecord(
    ids.map((id) => ({ id })),
    ({ id }) => act(id),
  );
