import type { DatabaseSync } from 'node:sqlite';

export type CaseLinks = ReturnType<typeof createCaseLinks>;

/** The attachments that each case lists, as last written to the case. Ids are the service's. */
export function createCaseLinks(db: DatabaseSync) {
  const ofCase = db.prepare('SELECT attachment_id FROM case_links WHERE case_id = ? ORDER BY attachment_id');
  const clear = db.prepare('DELETE FROM case_links WHERE case_id = ?');
  const add = db.prepare('INSERT OR IGNORE INTO case_links (case_id, attachment_id) VALUES (?, ?)');
  const forget = db.prepare('DELETE FROM case_links WHERE attachment_id = ?');

  return {
    /** Archived attachments too. */
    of: (caseId: string): string[] => ofCase.all(caseId).map((row) => String(row['attachment_id'])),

    add(caseId: string, attachmentIds: readonly string[]): void {
      for (const id of attachmentIds) add.run(caseId, id);
    },

    /** Replaces the case's list, in the caller's transaction. */
    replace(caseId: string, attachmentIds: readonly string[]): void {
      clear.run(caseId);
      for (const id of attachmentIds) add.run(caseId, id);
    },

    /** Removes a deleted attachment from every case. */
    forget(attachmentId: string): void {
      forget.run(attachmentId);
    },
  };
}
