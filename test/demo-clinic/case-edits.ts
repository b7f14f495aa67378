import type { Exchange } from '../../main/demo-clinic/api/api-exchange.ts';

/** A case's list, changed by a person in the clinic. */
export interface ListedEdit {
  readonly caseId: string;
  readonly attachmentId: string;
}

/**
 * Edits that a client overwrote without having seen them. The service has no conditional write, so a client that read a
 * list before an edit and writes it afterwards undoes the edit, however short the gap. The same for edits before the fault
 * `overwriteMs`: its writer may add what a person had removed.
 */
export function createCaseEdits() {
  /** Edits of each case since its list was last read. */
  const unread = new Map<string, ListedEdit[]>();
  const all: ListedEdit[] = [];
  const overwritten: ListedEdit[] = [];

  return {
    edited(caseId: string, attachmentIds: readonly string[]): void {
      const made = attachmentIds.map((attachmentId) => ({ caseId, attachmentId }));
      all.push(...made);
      unread.set(caseId, [...(unread.get(caseId) ?? []), ...made]);
    },

    /** An answered call of a client to the API. `url`: path and query. */
    called({ method, url, status, fault }: Pick<Exchange, 'method' | 'url' | 'status' | 'fault'>): void {
      const [, caseId, list] = /\/patient_cases\/(\d+)(\/patient_attachments)?/.exec(url) ?? [];
      if (caseId === undefined || status >= 400) return;
      if (method === 'GET' && list !== undefined) unread.delete(caseId);
      if (method === 'PATCH') {
        const undone = all.filter((one) => one.caseId === caseId && fault === 'overwriteMs');
        overwritten.push(...(unread.get(caseId) ?? []), ...undone);
        unread.delete(caseId);
      }
    },

    overwritten: (): readonly ListedEdit[] => overwritten,
  };
}
