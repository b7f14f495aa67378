import type { DatabaseSync } from 'node:sqlite';
import type { CaseLinks } from './case-links.ts';
import { contentTypeOf } from '../base/content-types.ts';
import { inTransaction } from '../base/database.ts';
import type { Fate, Faults } from '../faults/faults.ts';
import type { Objects } from '../store/objects.ts';
import { isChosen } from '../faults/switches.ts';
import { utc, type Attachment, type Records } from './records.ts';

export interface ProcessingDeps {
  readonly db: DatabaseSync;
  readonly records: Records;
  readonly caseLinks: CaseLinks;
  readonly objects: Objects;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly processingMs: number;
  readonly faults: Pick<Faults, 'switches'>;
}

export type Processing = ReturnType<typeof createProcessing>;

/**
 * Processes attachments some time after their creation. The due time is stored, and the next request finds the work
 * done: no timer is lost in a crash.
 */
export function createProcessing({
  db,
  records,
  caseLinks,
  faults,
  objects,
  now,
  processingMs,
}: ProcessingDeps) {
  const enter = db.prepare('INSERT INTO processing (attachment_id, due, key, fate) VALUES (?, ?, ?, ?)');
  const due = db.prepare('SELECT attachment_id, key, fate FROM processing WHERE due <= ?');
  const leave = db.prepare('DELETE FROM processing WHERE attachment_id = ?');

  function complete(attachment: Attachment, key: string, fate: Fate | null): void {
    if (attachment.bytes.from !== 'upload') return;
    const { blob, size } = attachment.bytes;
    objects.remove(key, blob);
    if (fate === 'vanish') {
      records.remove('attachment', attachment.id);
      caseLinks.forget(attachment.id);
      return;
    }
    const sent = key.slice(key.lastIndexOf('/') + 1);
    const isCleaned = fate === 'clean-name' || faults.switches().fileNames === 'cleaned';
    const filename = isCleaned ? sent.replace(/[^\p{L}\p{M}\p{N}._-]/gu, '_') : sent;
    const at = utc(now());
    records.put('attachment', {
      ...attachment,
      filename,
      content_type: contentTypeOf(filename),
      size: fate === 'process-wrong-size' ? size + 1 : size,
      patient_id:
        fate === 'process-wrong-patient' ? anotherPatient(attachment.patient_id) : attachment.patient_id,
      processed_at: at,
      updated_at: at,
    });
  }

  const anotherPatient = (id: string) =>
    records.list('patient').find((patient) => patient.id !== id)?.id ?? id;

  return {
    /** Schedules a new attachment, in the caller's transaction. */
    schedule(attachmentId: string, key: string, fate: Fate | null): void {
      const { neverProcessed, seed } = faults.switches();
      const isNever = fate === 'never-process' || isChosen(neverProcessed, attachmentId, seed);
      enter.run(attachmentId, isNever ? null : now() + processingMs, key, fate);
    },

    /** Processes everything that is due. */
    settle(): void {
      const at = now();
      if (due.get(at) === undefined) return;
      inTransaction(db, () => {
        for (const row of due.all(at)) {
          const attachment = records.get('attachment', String(row['attachment_id']));
          if (attachment !== null) complete(attachment, String(row['key']), row['fate'] as Fate | null);
          leave.run(String(row['attachment_id']));
        }
      });
    },
  };
}
