import type { DatabaseSync } from 'node:sqlite';

/** The source of an attachment's bytes: an uploaded file, or the seed, which generates them on request. */
export type Bytes =
  | { from: 'upload'; blob: string; size: number }
  | { from: 'seed'; type: SeedType; number: number; size: number; sha256: string };
export type SeedType = 'pdf' | 'png' | 'jpg' | 'tif' | 'txt' | 'zip';

/** Rows use the service's field names, so that a filter reads a row directly. Times are UTC text. */
interface Common {
  id: string;
  created_at: string;
  updated_at: string;
}

export interface Patient extends Common {
  archived_at: string | null;
  deleted_at: string | null;
  merged_at: string | null;
  /** The patient that this one was merged into. */
  merged_with_patient_id?: string;
  first_name: string;
  last_name: string;
  preferred_first_name: string | null;
  /** `YYYY-MM-DD`. */
  date_of_birth: string | null;
  email: string | null;
  old_reference_id: string | null;
}

export interface PatientCase extends Common {
  archived_at: string | null;
  patient_id: string;
  name: string;
  issue_date: string | null;
  expiry_date: string | null;
  closed: boolean | null;
  notes: string | null;
  include_cancelled_attendees?: boolean | null;
  include_dna_attendees?: boolean | null;
  /** A decimal number as text. */
  max_invoiceable_amount?: string | null;
  max_sessions?: number | null;
  referral?: boolean | null;
  referral_type?: 'dva' | 'medicare' | null;
}

export interface Practitioner extends Common {
  user_id: string;
  title: string | null;
  first_name: string;
  last_name: string;
  designation: string | null;
  description: string | null;
  active: boolean;
  show_in_online_bookings: boolean;
}

export interface Business extends Common {
  archived_at: string | null;
  deleted_at: string | null;
  business_name: string;
  /** The zone's name in the service (`Sydney`) and in the IANA database (`Australia/Sydney`). */
  time_zone: string | null;
  time_zone_identifier: string | null;
  appointment_type_ids: string[];
  show_in_online_bookings: boolean;
}

export interface Appointment extends Common {
  archived_at: string | null;
  deleted_at: string | null;
  cancelled_at: string | null;
  /** During a block no appointment can be booked. */
  type: 'individual' | 'group' | 'block';
  /** The date at the clinic, `YYYY-MM-DD`. */
  day: string;
  starts_at: string;
  ends_at: string;
  practitioner_id: string;
  business_id: string;
  appointment_type_id: string | null;
  repeated_from_id: string | null;
  patient_id: string | null;
  patient_ids: string[] | null;
  patient_name: string | null;
  patient_case_id: string | null;
  /** Whether the patient will arrive. */
  comes: boolean;
  notes: string | null;
}

export interface User extends Common {
  first_name: string;
  last_name: string;
  email: string;
  active: boolean;
  role: string;
  time_zone: string;
  time_zone_identifier: string;
}

export interface Attachment extends Common {
  archived_at: string | null;
  pinned_at: string | null;
  processed_at: string | null;
  patient_id: string;
  user_id: string;
  description: string | null;
  filename: string | null;
  /** Bytes. */
  size: number | null;
  content_type: string | null;
  bytes: Bytes;
  /** An attachment that a fault made unusual. */
  odd?: 'null-completed' | 'null-attributes';
}

export interface Rows {
  patient: Patient;
  case: PatientCase;
  user: User;
  practitioner: Practitioner;
  business: Business;
  appointment: Appointment;
  attachment: Attachment;
}
export type Kind = keyof Rows;

/** Limits reading to one patient's records or to some ids. */
export type Scope = { patientId: string } | { ids: readonly string[] };

export type Records = ReturnType<typeof createRecords>;

/** The clinic's records as rows of JSON, read at each call, since another process may have written. */
export function createRecords(db: DatabaseSync) {
  const put = db.prepare('INSERT OR REPLACE INTO records (kind, id, patient_id, body) VALUES (?, ?, ?, ?)');
  const one = db.prepare('SELECT body FROM records WHERE kind = ? AND id = ?');
  const all = db.prepare('SELECT body FROM records WHERE kind = ? ORDER BY id');
  const ofPatient = db.prepare('SELECT body FROM records WHERE kind = ? AND patient_id = ? ORDER BY id');
  const byIds = db.prepare(
    'SELECT body FROM records WHERE kind = ? AND id IN (SELECT value FROM json_each(?)) ORDER BY id',
  );
  const remove = db.prepare('DELETE FROM records WHERE kind = ? AND id = ?');
  const takeId = db.prepare('UPDATE ids SET last = last + 97 RETURNING CAST(last AS TEXT) AS id');
  const rows = <K extends Kind>(found: Record<string, unknown>[]) =>
    found.map((row) => JSON.parse(String(row['body'])) as Rows[K]);

  return {
    get<K extends Kind>(kind: K, id: string): Rows[K] | null {
      const row = one.get(kind, id);
      return row === undefined ? null : (JSON.parse(String(row['body'])) as Rows[K]);
    },

    /** In order of creation. */
    list<K extends Kind>(kind: K, scope: Scope | null = null): Rows[K][] {
      if (scope === null) return rows<K>(all.all(kind));
      if ('ids' in scope) return rows<K>(byIds.all(kind, JSON.stringify(scope.ids)));
      return rows<K>(ofPatient.all(kind, scope.patientId));
    },

    put<K extends Kind>(kind: K, row: Rows[K]): void {
      put.run(kind, row.id, 'patient_id' in row ? row.patient_id : null, JSON.stringify(row));
    },

    remove(kind: Kind, id: string): void {
      remove.run(kind, id);
    },

    /** An id that no process has used before. */
    nextId(): string {
      return String(takeId.get()?.['id']);
    },
  };
}

/** A moment as the service writes it: UTC in whole seconds, truncated. `ms` are epoch milliseconds. */
export const utc = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
