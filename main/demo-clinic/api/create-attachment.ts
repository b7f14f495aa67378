import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { inTransaction } from '../base/database.ts';
import { errorsOf, type FieldErrors } from '../base/field-errors.ts';
import type { Fate } from '../faults/faults.ts';
import type { Objects } from '../store/objects.ts';
import { temporaryFolder } from '../store/presigned-post.ts';
import type { Processing } from '../records/processing.ts';
import { utc, type Attachment, type Records } from '../records/records.ts';

export interface CreateDeps {
  readonly db: DatabaseSync;
  readonly records: Records;
  readonly objects: Objects;
  readonly processing: Processing;
  /** The key's user, who creates the attachment. */
  readonly userId: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const descriptionLimit = 255;
const bodySchema = z.strictObject({
  description: z
    .string('must be text')
    .refine(
      (text) => Array.from(text).length <= descriptionLimit,
      `is too long (maximum is ${descriptionLimit} characters)`,
    )
    .nullable()
    .default(null),
  patient_id: z.union([z.string(), z.number()], "can't be blank").transform(String),
  upload_url: z.string("can't be blank"),
});

/** The new record, or the errors of the body by field. */
export type Created = { attachment: Attachment } | { errors: FieldErrors };

/**
 * Makes an attachment from a temporary object. The object can be used again until it is processed; each use gives
 * another record, as with the real service.
 */
export function createAttachment(body: unknown, fate: Fate | null, deps: CreateDeps): Created {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return { errors: errorsOf(parsed.error) };
  return inTransaction(deps.db, () => insert(parsed.data, fate, deps));
}

function insert(
  { description, patient_id, upload_url }: z.infer<typeof bodySchema>,
  fate: Fate | null,
  { records, objects, processing, userId, now }: CreateDeps,
): Created {
  const folder = temporaryFolder(patient_id);
  const key = objects.keysOf(upload_url).find((one) => one.startsWith(folder)) ?? null;
  const object = key === null ? null : objects.get(key);
  const patient = records.get('patient', patient_id);
  // An unknown patient has no temporary folder, so the service reports an error of the URL (seen by integrators with
  // wrong ids).
  if (key === null || object === null || patient === null) return { errors: { upload_url: 'is invalid' } };
  const gone = (['archived', 'deleted', 'merged'] as const).find((how) => patient[`${how}_at`] !== null);
  if (gone !== undefined) return { errors: { patient_id: `is ${gone}` } };

  const at = utc(now());
  const attachment: Attachment = {
    id: records.nextId(),
    created_at: at,
    updated_at: at,
    archived_at: null,
    pinned_at: null,
    processed_at: null,
    patient_id,
    user_id: userId,
    description,
    filename: null,
    size: null,
    content_type: null,
    bytes: { from: 'upload', ...object },
    ...(fate === 'null-completed' || fate === 'null-attributes' ? { odd: fate } : {}),
  };
  records.put('attachment', attachment);
  processing.schedule(attachment.id, key, fate);
  return { attachment };
}
