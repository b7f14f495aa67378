import type { CaseLinks } from './case-links.ts';
import type { Content } from '../store/content.ts';
import type { Processing } from './processing.ts';
import type { Records } from './records.ts';

export interface DemoPatient {
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly preferredFirstName: string | null;
  readonly dateOfBirth: string | null;
  readonly email: string | null;
  readonly oldReferenceId: string | null;
  readonly archivedAt: string | null;
  readonly deletedAt: string | null;
  readonly mergedAt: string | null;
}

export interface DemoCase {
  readonly id: string;
  readonly patientId: string;
  readonly name: string;
  readonly issueDate: string | null;
  readonly expiryDate: string | null;
  readonly closed: boolean;
  readonly archivedAt: string | null;
  /** The attachments that the case lists, archived ones too. */
  readonly attachmentIds: readonly string[];
}

export interface DemoAttachment {
  readonly id: string;
  readonly patientId: string;
  readonly userId: string;
  readonly description: string | null;
  readonly createdAt: string;
  readonly archivedAt: string | null;
  readonly processed: boolean;
  /**
   * These three are null until it is processed. `size` is the service's value, `sha256` is computed from the stored
   * bytes.
   */
  readonly filename: string | null;
  readonly size: number | null;
  readonly sha256: string | null;
}

/** Changes that can happen to a patient while the patient is selected. */
type PatientChange = Partial<
  Pick<DemoPatient, 'archivedAt' | 'deletedAt' | 'mergedAt'> & { readonly mergedWith: string }
>;

/** The clinic's records, read without the API, for comparison in tests and the demo. Oldest first. */
export interface Book {
  patients(): DemoPatient[];
  cases(): DemoCase[];
  attachments(): DemoAttachment[];
  /** An attachment's bytes. Throws a `RangeError` for an unknown id. */
  readBytes(attachmentId: string): Promise<Buffer>;
  /** Applies a change to a patient that the API cannot make. Throws a `RangeError` for an unknown id. */
  changePatient(id: string, change: PatientChange): void;
  /** Edits a case like the clinic's web application. Throws a `RangeError` for an unknown id. */
  editCase(id: string, change: CaseChange): void;
}

/** Attachments to add to a case's list or to remove from it. */
export interface CaseChange {
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
}

export interface BookDeps {
  readonly records: Records;
  readonly caseLinks: CaseLinks;
  readonly processing: Processing;
  readonly content: Content;
}

export function createBook({ records, caseLinks, processing, content }: BookDeps): Book {
  return {
    patients: () =>
      records.list('patient').map((row) => ({
        id: row.id,
        firstName: row.first_name,
        lastName: row.last_name,
        preferredFirstName: row.preferred_first_name,
        dateOfBirth: row.date_of_birth,
        email: row.email,
        oldReferenceId: row.old_reference_id,
        archivedAt: row.archived_at,
        deletedAt: row.deleted_at,
        mergedAt: row.merged_at,
      })),

    cases: () =>
      records.list('case').map((row) => ({
        id: row.id,
        patientId: row.patient_id,
        name: row.name,
        issueDate: row.issue_date,
        expiryDate: row.expiry_date,
        closed: row.closed === true,
        archivedAt: row.archived_at,
        attachmentIds: caseLinks.of(row.id),
      })),

    attachments() {
      processing.settle();
      return records.list('attachment').map((row) => ({
        id: row.id,
        patientId: row.patient_id,
        userId: row.user_id,
        description: row.description,
        createdAt: row.created_at,
        archivedAt: row.archived_at,
        processed: row.processed_at !== null,
        filename: row.filename,
        size: row.size,
        sha256: row.processed_at === null ? null : content.sha256(row),
      }));
    },

    readBytes: (attachmentId) => content.read(attachmentId),

    editCase(id, { add = [], remove = [] }) {
      if (records.get('case', id) === null) throw new RangeError(`no case ${id}`);
      const kept = caseLinks.of(id).filter((one) => !remove.includes(one));
      caseLinks.replace(id, [...new Set([...kept, ...add])]);
    },

    changePatient(id, change) {
      const patient = records.get('patient', id);
      if (patient === null) throw new RangeError(`no patient ${id}`);
      records.put('patient', {
        ...patient,
        archived_at: change.archivedAt ?? patient.archived_at,
        deleted_at: change.deletedAt ?? patient.deleted_at,
        merged_at: change.mergedAt ?? patient.merged_at,
        ...(change.mergedWith === undefined ? {} : { merged_with_patient_id: change.mergedWith }),
      });
    },
  };
}
