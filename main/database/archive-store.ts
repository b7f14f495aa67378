import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { patientRefSchema } from '../../preload/contract/destination.ts';
import { errorDtoSchema } from '../../preload/contract/errors.ts';
import {
  type AttachmentId,
  attachmentIdSchema,
  jobIdSchema,
  patientIdSchema,
} from '../../preload/contract/ids.ts';
import type { AuditDraft, AuditLog } from './audit/audit-log.ts';
import { inTransaction } from './database.ts';
import type { Sealer } from './sealing.ts';

const archiveSchema = z.object({
  attachmentId: attachmentIdSchema,
  /** The patient in whose chart it is archived; null: the clinic did not say whose it is. */
  patientId: patientIdSchema.nullable(),
  /** The filed job that another one replaced; null if a person archives the attachment alone. */
  jobId: jobIdSchema.nullable(),
  /** Epoch milliseconds. */
  askedAt: z.number().int(),
  /** `waiting`: it is tried again. `refused`: it needs a person. `left`: a person left it in the chart. */
  standing: z.enum(['waiting', 'refused', 'left']),
  /** The attachment's file name. */
  file: z.string().nullable(),
  patient: patientRefSchema.nullable(),
  /** Why the last try failed. */
  error: errorDtoSchema.nullable(),
});
/** An attachment that is to be archived, from the decision until the clinic's answer. */
export type PendingArchive = z.infer<typeof archiveSchema>;

export interface ArchiveStore {
  get(id: AttachmentId): PendingArchive | null;
  /** Oldest first. */
  all(): PendingArchive[];
  /** Adds or replaces an act with its history entry, if there is one, in one transaction. */
  put(archive: PendingArchive, entry: AuditDraft | null): void;
  /** Removes an act that ended, with its history entry, if there is one, in one transaction. */
  end(id: AttachmentId, entry: AuditDraft | null): void;
}

/** Archive acts in SQLite: they are written before the call to the clinic, and survive a crash. */
export function createArchiveStore(
  db: DatabaseSync,
  { sealer, audit }: { sealer: Sealer; audit: AuditLog },
): ArchiveStore {
  const one = db.prepare('SELECT sealed FROM archives WHERE attachment_id = ?');
  const every = db.prepare('SELECT sealed FROM archives ORDER BY asked_at, attachment_id');
  const put = db.prepare(
    'INSERT OR REPLACE INTO archives (attachment_id, asked_at, sealed) VALUES (?, ?, ?)',
  );
  const remove = db.prepare('DELETE FROM archives WHERE attachment_id = ?');
  const read = (row: Record<string, unknown>): PendingArchive[] =>
    row['sealed'] instanceof Uint8Array ? [archiveSchema.parse(sealer.open(row['sealed']))] : [];
  const record = (entry: AuditDraft | null): void => {
    if (entry !== null) audit.append(entry);
  };
  return {
    get(id) {
      const row = one.get(id);
      return row === undefined ? null : (read(row)[0] ?? null);
    },
    all: () => every.all().flatMap(read),
    put(archive, entry) {
      inTransaction(db, () => {
        put.run(archive.attachmentId, archive.askedAt, sealer.seal(archive));
        record(entry);
      });
    },
    end(id, entry) {
      inTransaction(db, () => {
        remove.run(id);
        record(entry);
      });
    },
  };
}
