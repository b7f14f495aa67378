import type { AttachmentId, PatientId } from '../../preload/contract/ids.ts';
import { ChartdropError } from '../base/errors.ts';
import type { AttachmentRecord } from '../clinic/schemas.ts';

/** An attachment as the person saw it; the patient is null if the clinic did not return it. */
export interface ShownAttachment {
  readonly id: AttachmentId;
  readonly patientId: PatientId | null;
}

/**
 * The patient in whose chart an attachment is; null if the clinic never returned it. Throws `attachment-other-patient`
 * if it is in another chart than the person saw.
 */
export function patientAsShown(
  record: Pick<AttachmentRecord, 'patient'>,
  shown: ShownAttachment,
): PatientId | null {
  const patientId = record.patient ?? shown.patientId;
  if (shown.patientId !== null && patientId !== shown.patientId)
    throw new ChartdropError('attachment-other-patient');
  return patientId;
}
