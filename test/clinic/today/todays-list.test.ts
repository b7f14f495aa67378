import { describe, expect, it } from 'vitest';
import { dayToAsk, type Schedule, todaysList } from '../../../main/clinic/today/todays-list.ts';
import {
  businessSchema,
  type GroupAppointment,
  groupAppointmentSchema,
  type IndividualAppointment,
  individualAppointmentSchema,
  patientSchema,
} from '../../../main/clinic/schemas.ts';

const base = 'https://api.au1.cliniko.com/v1';
const linkTo = (path: string) => ({ links: { self: `${base}${path}` } });
const person = (id: string, first_name: string, more: object = {}) =>
  patientSchema.parse({ id, first_name, last_name: 'Citizen', date_of_birth: '1980-02-03', ...more });
const jane = person('11', 'Jane');
const wei = person('12', 'Wei');
const archie = person('13', 'Archie', { archived_at: '2026-01-01T00:00:00Z' });
const sydney = businessSchema.parse({ id: '1', time_zone_identifier: 'Australia/Sydney' });
const perth = businessSchema.parse({ id: '2', time_zone_identifier: 'Australia/Perth' });
const visits = businessSchema.parse({ id: '3', time_zone_identifier: null });

/** At half past nine in Sydney; half past six in Perth. */
const now = Date.parse('2026-11-23T22:30:00Z');

const one = (patient: string, starts_at: string, more: object = {}): IndividualAppointment =>
  individualAppointmentSchema.parse({
    starts_at,
    patient: linkTo(`/patients/${patient}`),
    practitioner: linkTo('/practitioners/21'),
    business: linkTo('/businesses/1'),
    ...more,
  });
const several = (patient_ids: string[] | null, starts_at: string, more: object = {}): GroupAppointment =>
  groupAppointmentSchema.parse({ starts_at, patient_ids, business: linkTo('/businesses/1'), ...more });

function list(given: Partial<Schedule>, at = now) {
  const patients = new Map([jane, wei, archie].map((patient) => [patient.id, patient]));
  const schedule = { individual: [], group: [], businesses: [sydney, perth, visits], patients, ...given };
  return todaysList(schedule, at);
}
const short = (given: Partial<Schedule>, at = now): string[] =>
  list(given, at).map(
    ({ patient, startsAt, standing, kind }) =>
      `${new Date(startsAt).toISOString().slice(11, 16)} ${patient.first_name} ${standing} ${kind}`,
  );

describe('the patients of the day', () => {
  it('come by time, with those of groups', () => {
    expect(
      short({
        individual: [one('12', '2026-11-24T03:00:00Z'), one('11', '2026-11-23T22:00:00Z')],
        group: [several(['12', '11'], '2026-11-24T00:00:00Z')],
      }),
    ).toEqual([
      '22:00 Jane expected individual',
      '00:00 Jane expected group',
      '00:00 Wei expected group',
      '03:00 Wei expected individual',
    ]);
  });

  it.each([
    ['arrived', { patient_arrived: true, did_not_arrive: null }, ['22:00 Jane arrived individual']],
    ['did not arrive', { patient_arrived: false, did_not_arrive: true }, ['22:00 Jane absent individual']],
    ['nothing known', { patient_arrived: null, did_not_arrive: null }, ['22:00 Jane expected individual']],
    ['cancelled', { cancelled_at: '2026-11-23T20:00:00Z' }, []],
    ['cancelled at an unreadable moment', { cancelled_at: 'yesterday' }, []],
    ['archived', { archived_at: '2026-11-23T20:00:00Z' }, []],
    ['deleted', { deleted_at: '2026-11-23T20:00:00Z' }, []],
  ])('an appointment: %s', (_, more, expected) => {
    expect(short({ individual: [one('11', '2026-11-23T22:00:00Z', more)] })).toEqual(expected);
  });

  it.each([
    ['archived', { archived_at: '2026-11-23T20:00:00Z' }],
    ['deleted', { deleted_at: '2026-11-23T20:00:00Z' }],
  ])('leave out a group that is %s', (_, more) => {
    expect(short({ group: [several(['11'], '2026-11-23T22:00:00Z', more)] })).toEqual([]);
  });

  it('may come twice, once for each time, but only once for the same time', () => {
    expect(
      short({
        individual: [
          one('11', '2026-11-23T22:00:00Z', { patient_arrived: true }),
          one('11', '2026-11-24T02:00:00Z'),
        ],
        group: [several(['11'], '2026-11-24T02:00:00Z')],
      }),
    ).toEqual(['22:00 Jane arrived individual', '02:00 Jane expected individual']);
  });

  it('are left out if the clinic returned no record, since a name alone identifies no one', () => {
    expect(
      short({ individual: [one('99', '2026-11-23T22:00:00Z', { patient_name: 'Jane Citizen' })] }),
    ).toEqual([]);
    expect(short({ group: [several(null, '2026-11-23T22:00:00Z')] })).toEqual([]);
  });

  it('keep an archived patient, who is refused with the reason', () => {
    expect(list({ individual: [one('13', '2026-11-23T22:00:00Z')] })[0]?.patient.archived_at).not.toBeNull();
  });

  it.each([
    ['the last minute of yesterday in Sydney', '2026-11-23T12:59:00Z', '/businesses/1', 0],
    ['midnight in Sydney', '2026-11-23T13:00:00Z', '/businesses/1', 1],
    ['the last minute of today in Sydney', '2026-11-24T12:59:00Z', '/businesses/1', 1],
    ['midnight of tomorrow in Sydney', '2026-11-24T13:00:00Z', '/businesses/1', 0],
    ['a time that is yesterday in Perth', '2026-11-23T15:59:00Z', '/businesses/2', 0],
    ['a time that is still today in Perth', '2026-11-24T15:59:00Z', '/businesses/2', 1],
    ['a place without a time zone, as the first that has one', '2026-11-24T13:00:00Z', '/businesses/3', 0],
    ['an unknown place, as the first that has a time zone', '2026-11-23T13:00:00Z', '/businesses/9', 1],
  ])('are those of the day at the place: %s', (_, starts_at, business, count) => {
    const individual = [one('11', starts_at, { business: linkTo(business) })];
    expect(list({ individual })).toHaveLength(count);
  });

  it('are those of the longer day when clocks go back', () => {
    const berlin = businessSchema.parse({ id: '1', time_zone_identifier: 'Europe/Berlin' });
    const at = Date.parse('2026-10-25T08:00:00Z');
    const times = [
      '2026-10-24T21:59:00Z',
      '2026-10-24T22:00:00Z',
      '2026-10-25T22:59:00Z',
      '2026-10-25T23:00:00Z',
    ];
    const individual = times.map((starts_at) => one('11', starts_at));
    expect(short({ individual, businesses: [berlin] }, at).map((row) => row.slice(0, 5))).toEqual([
      '22:00',
      '22:59',
    ]);
  });

  it('are told the time of the place', () => {
    const individual = [one('11', '2026-11-24T00:00:00Z', { business: linkTo('/businesses/2') })];
    expect(list({ individual })[0]?.timeZone).toBe('Australia/Perth');
    const mars = businessSchema.parse({ id: '2', time_zone_identifier: 'Mars/Olympus' });
    expect(list({ individual, businesses: [mars, sydney] })[0]?.timeZone).toBe('Australia/Sydney');
  });
});

it('asks once for the day of all places', () => {
  const { from, to } = dayToAsk([sydney, perth, visits], now);
  expect(new Date(from).toISOString()).toBe('2026-11-23T13:00:00.000Z');
  expect(new Date(to).toISOString()).toBe('2026-11-24T16:00:00.000Z');
});
