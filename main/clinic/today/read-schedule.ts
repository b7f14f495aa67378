import type { PatientId } from '../../../preload/contract/ids.ts';
import { ChartdropError } from '../../base/errors.ts';
import type { ClinicClient } from '../client.ts';
import type { CallOptions } from '../http.ts';
import { collect, type Page } from '../pages.ts';
import { patientRecords } from '../people/patients-by-id.ts';
import type { Business, Patient, Practitioner } from '../schemas.ts';
import { dayToAsk, type Schedule } from './todays-list.ts';

/** The calls for a day, in the order in which they are needed. */
type ScheduleClient = Pick<
  ClinicClient,
  'businesses' | 'practitioners' | 'individualAppointments' | 'groupAppointments' | 'patients'
>;

/** Who works where. Changes seldom. */
export interface Practice {
  readonly businesses: readonly Business[];
  readonly practitioners: readonly Practitioner[];
}

/** More than a clinic sees in a day. */
const most = 1_000;

/** A list that the key's user may not read counts as empty. Throws the clinic's other errors. */
async function ifAllowed<T>(list: AsyncIterable<Page<T>>): Promise<T[]> {
  try {
    return await collect(list, most);
  } catch (thrown) {
    if (thrown instanceof ChartdropError && thrown.code === 'permission-denied') return [];
    throw thrown;
  }
}

/** Two calls. Without permission for one of them, its list is empty. */
export async function readPractice(client: ScheduleClient, options: CallOptions): Promise<Practice> {
  const [businesses, practitioners] = await Promise.all([
    ifAllowed(client.businesses(options)),
    ifAllowed(client.practitioners(options)),
  ]);
  return { businesses, practitioners };
}

/** A moment as the clinic's filters take it. */
const utc = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

/**
 * The appointments of the day at `now`: two calls, one for each further hundred, and one for each hundred patients that
 * `known` lacks. Throws `permission-denied` if the key's user may not read appointments or patients.
 */
export async function readSchedule(
  client: ScheduleClient,
  given: { practice: Practice; known: ReadonlyMap<PatientId, Patient>; now: number },
  options: CallOptions,
): Promise<Schedule> {
  const { practice, known, now } = given;
  const { from, to } = dayToAsk(practice.businesses, now);
  const ofDay = [
    { field: 'starts_at', operator: '>=', value: utc(from) },
    { field: 'starts_at', operator: '<', value: utc(to) },
  ] as const;
  const sort = [{ field: 'starts_at', direction: 'asc' }] as const;
  const [individual, group] = await Promise.all([
    collect(
      client.individualAppointments(
        { filters: [...ofDay, { field: 'cancelled_at', operator: '!?' }], sort },
        options,
      ),
      most,
    ),
    ifAllowed(client.groupAppointments({ filters: ofDay, sort }, options)),
  ]);
  const ids = [
    ...individual.map(({ patient }) => patient),
    ...group.flatMap(({ patient_ids }) => patient_ids),
  ];
  const unknown = ids.filter((id) => !known.has(id));
  const found = await patientRecords(client, unknown, options);
  const patients = new Map([...known, ...found]);
  return { individual, group, businesses: practice.businesses, patients };
}
