import type { DatabaseSync } from 'node:sqlite';
import { inTransaction } from '../base/database.ts';
import { utc, type Appointment, type Patient, type Records } from './records.ts';
import { createRandom } from '../base/seeded-random.ts';

export interface AppointmentDeps {
  readonly db: DatabaseSync;
  readonly records: Records;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const minuteMs = 60_000;
const timeZone = 'Australia/Sydney';
const individualCount = 14;

/** An appointment with the fields that depend on the time of day. */
export interface DatedAppointment extends Appointment {
  readonly patient_arrived: boolean | null;
  readonly did_not_arrive: boolean | null;
}

/** All appointments of one kind. Creates those of today at the first request. */
export function appointmentsOf(
  types: readonly Appointment['type'][],
  { db, records, now }: AppointmentDeps,
): DatedAppointment[] {
  const day = dayOf(now());
  inTransaction(db, () => {
    if (!records.list('appointment').some((row) => row.day === day)) makeDay(day, now(), records);
  });
  return records
    .list('appointment')
    .filter(({ type }) => types.includes(type))
    .map((row) => ({ ...row, ...arrivalOf(row, now()) }));
}

function arrivalOf({ type, comes, starts_at }: Appointment, now: number) {
  if (type !== 'individual') return { patient_arrived: null, did_not_arrive: null };
  const sinceStart = now - Date.parse(starts_at);
  // Patients arrive ten minutes early and are marked absent half an hour late.
  return {
    patient_arrived: comes && sinceStart >= -10 * minuteMs,
    did_not_arrive: !comes && sinceStart >= 30 * minuteMs,
  };
}

/** Appointments from eight o'clock, with a class before noon and a break at noon. */
function makeDay(day: string, now: number, records: Records): void {
  const random = createRandom(Number(day.replaceAll('-', '')));
  const midnight = Date.parse(`${day}T00:00:00Z`) - offsetOf(now);
  const practitioners = records.list('practitioner');
  const [business] = records.list('business');
  const [jane, ...others] = records.list('patient').filter(isCurrent);
  const [knee] = records.list('case');
  if (business === undefined || jane === undefined || practitioners.length === 0) return;
  const choose = (): Patient => others[random.below(others.length)] ?? jane;

  function add(minutes: number, length: number, more: Partial<Appointment>): void {
    const created_at = utc(midnight - 7 * 24 * 60 * minuteMs);
    records.put('appointment', {
      id: records.nextId(),
      created_at,
      updated_at: created_at,
      archived_at: null,
      deleted_at: null,
      cancelled_at: null,
      type: 'individual',
      day,
      starts_at: utc(midnight + minutes * minuteMs),
      ends_at: utc(midnight + (minutes + length) * minuteMs),
      practitioner_id: practitioners[random.below(practitioners.length)]?.id ?? '',
      business_id: business?.id ?? '',
      appointment_type_id: null,
      repeated_from_id: null,
      patient_id: null,
      patient_ids: null,
      patient_name: null,
      patient_case_id: null,
      comes: true,
      notes: null,
      ...more,
    });
  }

  for (let at = 0; at < individualCount; at += 1) {
    const patient = at === 2 ? jane : choose();
    add(8 * 60 + at * 40, 40, {
      patient_id: patient.id,
      patient_ids: [patient.id],
      // The reference allows a missing name.
      patient_name: at === 5 ? null : `${patient.first_name} ${patient.last_name}`,
      patient_case_id: at === 2 && knee?.patient_id === jane.id ? knee.id : null,
      appointment_type_id: records.nextId(),
      cancelled_at: at === 7 ? utc(midnight) : null,
      comes: at !== 4,
    });
  }
  add(11 * 60, 60, {
    type: 'group',
    patient_ids: Array.from({ length: 4 }, () => choose().id),
    appointment_type_id: records.nextId(),
  });
  add(12 * 60, 60, { type: 'block', notes: 'Lunch' });
}

const isCurrent = ({ archived_at, deleted_at, merged_at }: Patient) =>
  archived_at === null && deleted_at === null && merged_at === null;

/** The date at the clinic, `YYYY-MM-DD`. */
const dayOf = (now: number): string => new Intl.DateTimeFormat('en-CA', { timeZone }).format(now);

/** The clinic's offset from UTC, in milliseconds. */
function offsetOf(now: number): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(now);
  const text = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(text) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * minuteMs;
}
