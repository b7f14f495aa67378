import { expect, it } from 'vitest';
import { isTimeZone, placeDay } from '../../../main/clinic/today/place-day.ts';

const hourMs = 3_600_000;

it.each([
  // The evening before in UTC is the morning of the next day in Sydney.
  ['Australia/Sydney', '2026-11-23T22:30:00Z', '2026-11-23T13:00:00Z', 24],
  ['Australia/Sydney', '2026-11-23T12:59:59Z', '2026-11-22T13:00:00Z', 24],
  ['America/New_York', '2026-11-24T04:59:59Z', '2026-11-23T05:00:00Z', 24],
  ['Asia/Kolkata', '2026-11-24T12:00:00Z', '2026-11-23T18:30:00Z', 24],
  ['Pacific/Kiritimati', '2026-11-24T12:00:00Z', '2026-11-24T10:00:00Z', 24],
  ['Pacific/Pago_Pago', '2026-11-24T12:00:00Z', '2026-11-24T11:00:00Z', 24],
  // Clocks go forward, and back.
  ['Europe/Berlin', '2026-03-29T12:00:00Z', '2026-03-28T23:00:00Z', 23],
  ['Europe/Berlin', '2026-10-25T12:00:00Z', '2026-10-24T22:00:00Z', 25],
  ['Australia/Lord_Howe', '2026-10-04T12:00:00Z', '2026-10-03T13:30:00Z', 23.5],
  // The day begins at 1:00: clocks go forward at midnight.
  ['America/Sao_Paulo', '2018-11-04T12:00:00Z', '2018-11-04T03:00:00Z', 23],
  ['UTC', '2026-11-24T00:00:00Z', '2026-11-24T00:00:00Z', 24],
])('the day in %s at %s begins at %s and has %d hours', (zone, now, from, hours) => {
  const day = placeDay(Date.parse(now), zone);
  expect(new Date(day.from).toISOString()).toBe(from.replace('Z', '.000Z'));
  expect((day.to - day.from) / hourMs).toBe(hours);
});

it('takes the time zone of the PC if none is known', () => {
  const now = Date.UTC(2026, 10, 24, 12);
  const { from } = placeDay(now, null);
  expect(from).toBe(new Date(now).setHours(0, 0, 0, 0));
});

it('knows which names are time zones', () => {
  expect(['Australia/Sydney', 'Sydney', '', 'Mars/Olympus'].map(isTimeZone)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
