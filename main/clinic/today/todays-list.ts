import type { BusinessId, PatientId, PractitionerId } from '../../../preload/contract/ids.ts';
import type { Business, GroupAppointment, IndividualAppointment, Patient } from '../schemas.ts';
import { isTimeZone, placeDay, type PlaceDay } from './place-day.ts';

/** The clinic's answers about one day. */
export interface Schedule {
  readonly individual: readonly IndividualAppointment[];
  readonly group: readonly GroupAppointment[];
  readonly businesses: readonly Business[];
  /** The patients of the appointments, without those that the clinic did not return. */
  readonly patients: ReadonlyMap<PatientId, Patient>;
}

/** A patient who is expected today, with the record that identifies the patient. */
export interface TodayEntry {
  readonly patient: Patient;
  /** Epoch milliseconds. */
  readonly startsAt: number;
  /** In which the place of the appointment tells the time; null: as this PC. */
  readonly timeZone: string | null;
  readonly practitioner: PractitionerId | null;
  readonly kind: 'individual' | 'group';
  /** Group appointments do not tell who arrived. */
  readonly standing: 'expected' | 'arrived' | 'absent';
}

/** An appointment of one patient. Each patient of a group has one. */
type Slot = Pick<IndividualAppointment, 'starts_at' | 'practitioner' | 'business'> & {
  readonly patient: PatientId;
  readonly kind: TodayEntry['kind'];
  readonly standing: TodayEntry['standing'];
};

/** The time zone of a place; that of the first place that has one where the clinic names none. null: none is known. */
function zoneOf(businesses: readonly Business[], id: BusinessId | null): string | null {
  const zones = [...businesses.filter((one) => one.id === id), ...businesses];
  return (
    zones.map((one) => one.time_zone_identifier).find((zone) => zone !== null && isTimeZone(zone)) ?? null
  );
}

/** From the first beginning to the last end of the current day at all places, so that one request covers them. */
export function dayToAsk(businesses: readonly Business[], now: number): PlaceDay {
  const zones = new Set([null, ...businesses.map(({ id }) => id)].map((id) => zoneOf(businesses, id)));
  const days = [...zones].map((zone) => placeDay(now, zone));
  return { from: Math.min(...days.map(({ from }) => from)), to: Math.max(...days.map(({ to }) => to)) };
}

/**
 * The patients of the day that it is at each appointment's place, by time. Leaves out what is cancelled, archived or
 * deleted, and patients without a record: a name alone identifies no one. A patient with two times has two entries.
 */
export function todaysList(schedule: Schedule, now: number): TodayEntry[] {
  const entries = new Map<string, TodayEntry>();
  const days = new Map<string | null, PlaceDay>();
  const order = new Intl.Collator();
  for (const slot of [...schedule.individual.flatMap(ofOne), ...schedule.group.flatMap(ofSeveral)]) {
    const timeZone = zoneOf(schedule.businesses, slot.business);
    const day = days.get(timeZone) ?? placeDay(now, timeZone);
    days.set(timeZone, day);
    const patient = schedule.patients.get(slot.patient);
    if (patient === undefined || slot.starts_at < day.from || slot.starts_at >= day.to) continue;
    const { practitioner, kind, standing, starts_at: startsAt } = slot;
    const key = `${patient.id} ${startsAt}`;
    if (!entries.has(key)) entries.set(key, { patient, startsAt, timeZone, practitioner, kind, standing });
  }
  return [...entries.values()].sort(
    (a, b) =>
      a.startsAt - b.startsAt ||
      order.compare(a.patient.last_name, b.patient.last_name) ||
      order.compare(a.patient.first_name, b.patient.first_name),
  );
}

const isGone = ({ archived_at, deleted_at }: IndividualAppointment | GroupAppointment): boolean =>
  archived_at !== null || deleted_at !== null;

function ofOne(appointment: IndividualAppointment): Slot[] {
  if (isGone(appointment) || appointment.cancelled_at !== null) return [];
  const { patient_arrived, did_not_arrive } = appointment;
  return [
    {
      ...appointment,
      kind: 'individual',
      standing: patient_arrived ? 'arrived' : did_not_arrive ? 'absent' : 'expected',
    },
  ];
}

function ofSeveral(appointment: GroupAppointment): Slot[] {
  if (isGone(appointment)) return [];
  return appointment.patient_ids.map((patient) => ({
    ...appointment,
    patient,
    kind: 'group',
    standing: 'expected',
  }));
}
