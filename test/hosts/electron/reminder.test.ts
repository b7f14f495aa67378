import { describe, expect, it } from 'vitest';
import { startReminder, unfiledIn } from '../../../main/hosts/electron/tray/reminder.ts';
import { jobStates } from '../../../preload/contract/job.ts';
import { preferencesSchema } from '../../../preload/contract/settings.ts';
import type { ShownView } from '../../../preload/contract/host.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { statusOf } from '../../fixtures/views.ts';

const minute = 60_000;
const none = statusOf({}).counts;

/** A reminder at 18:00 in the local time zone; `start` is the program's start. */
function scene(start: Date, given: { at?: string | null; unfiled?: number } = {}) {
  const clock = createFakeClock(start.getTime());
  let { at = '18:00', unfiled = 2 } = given;
  const told: string[] = [];
  const opened: ShownView[] = [];
  let press: () => void = () => undefined;
  const stop = startReminder({
    clock,
    desk: { preferences: () => preferencesSchema.parse({ remindAt: at }) },
    status: () => statusOf({ counts: { ...none, queued: unfiled } }),
    notify({ body, onClick }) {
      told.push(body);
      press = onClick;
      return { close: () => undefined };
    },
    onOpen: (view) => opened.push(view),
  });
  return {
    clock,
    told,
    opened,
    press: () => press(),
    set: (change: { at?: string | null; unfiled?: number }) => ({ at = at, unfiled = unfiled } = change),
    stop,
  };
}
const at = (hours: number, minutes: number, day = 23): Date => new Date(2026, 10, day, hours, minutes);

describe('the evening’s reminder', () => {
  it('counts the files that are not filed, once a day, and opens the desk', () => {
    const { clock, told, opened, press } = scene(at(17, 58));
    clock.advance(minute);
    expect(told).toEqual([]);
    clock.advance(2 * minute);
    expect(told).toEqual(['2 files are not filed yet.']);
    clock.advance(5 * 60 * minute);
    expect(told).toHaveLength(1);
    press();
    expect(opened).toEqual(['desk']);
    clock.advance(24 * 60 * minute);
    expect(told).toHaveLength(2);
  });

  it.each([
    ['everything is filed', { unfiled: 0 }],
    ['no time is set', { at: null }],
  ])('says nothing if %s', (_case, given) => {
    const { clock, told } = scene(at(17, 59), given);
    clock.advance(10 * minute);
    expect(told).toEqual([]);
  });

  it('says nothing if the program starts after that time, or a passed time is set', () => {
    const { clock, told, set } = scene(at(18, 5));
    clock.advance(10 * minute);
    set({ at: '18:01' });
    clock.advance(10 * minute);
    expect(told).toEqual([]);
  });

  it('comes at the wake-up after a sleep over that time, but not on the next day', () => {
    const evening = scene(at(17, 0));
    evening.clock.jump(2 * 60 * minute);
    evening.clock.advance(minute);
    expect(evening.told).toHaveLength(1);
    const night = scene(at(17, 0));
    night.clock.jump(14 * 60 * minute);
    night.clock.advance(minute);
    expect(night.told).toEqual([]);
  });

  it('comes at the local time on the days when the clocks change', () => {
    for (const day of [new Date(2026, 9, 25, 17, 59), new Date(2026, 2, 29, 17, 59)]) {
      const { clock, told } = scene(day);
      clock.advance(30_000);
      expect(told).toEqual([]);
      clock.advance(minute);
      expect(told).toHaveLength(1);
    }
  });

  it('ends with the program', () => {
    const { clock, told, stop } = scene(at(17, 59));
    stop();
    clock.advance(10 * minute);
    expect(told).toEqual([]);
  });
});

it.each(jobStates)('a file that is %s counts unless it is filed or ignored', (state) => {
  const counted = unfiledIn({ counts: { ...none, [state]: 3 }, stuck: 1 });
  expect(counted).toBe(state === 'filed' || state === 'dismissed' ? 1 : 4);
});
