import type { Records, User } from '../records/records.ts';

/** Creates the practitioners and the places where they work. The second place has no time zone. */
export function seedPractice(records: Records, users: readonly User[]): void {
  const common = { created_at: '2024-06-03T00:00:00Z', updated_at: '2024-06-03T00:00:00Z' };
  for (const [at, title] of [
    [1, 'Dr'],
    [2, null],
  ] as const) {
    const { first_name = '', last_name = '', id: user_id = '' } = users[at] ?? {};
    records.put('practitioner', {
      id: records.nextId(),
      ...common,
      user_id,
      title,
      first_name,
      last_name,
      designation: 'Physiotherapist',
      description: null,
      active: true,
      show_in_online_bookings: at === 1,
    });
  }
  for (const [business_name, time_zone, time_zone_identifier] of [
    ['Demo clinic', 'Sydney', 'Australia/Sydney'],
    ['Demo clinic, home visits', null, null],
  ] as const) {
    records.put('business', {
      id: records.nextId(),
      ...common,
      archived_at: null,
      deleted_at: null,
      business_name,
      time_zone,
      time_zone_identifier,
      appointment_type_ids: [],
      show_in_online_bookings: time_zone !== null,
    });
  }
}
