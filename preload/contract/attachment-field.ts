import { z } from 'zod';

/** The fields by which the clinic's API orders attachments. */
export const attachmentField = z.enum([
  'archived_at',
  'created_at',
  'content_type',
  'description',
  'filename',
  'id',
  'patient_id',
  'processed_at',
  'size',
  'updated_at',
  'user_id',
]);
export type AttachmentField = z.infer<typeof attachmentField>;
