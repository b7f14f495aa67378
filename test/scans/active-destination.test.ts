import { describe, expect, it } from 'vitest';
import { createActiveDestination, type ArmedChange } from '../../main/scans/route/active-destination.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { caseOf, patient } from './people.ts';

const minute = 60_000;

function setUp(disarmAfterMs = 10 * minute, eventsHandled = () => Promise.resolve()) {
  const clock = createFakeClock();
  const changes: ArmedChange[] = [];
  const active = createActiveDestination({
    clock,
    eventsHandled,
    disarmAfterMs: () => disarmAfterMs,
    onChanged: (change) => changes.push(change),
  });
  return { clock, changes, active };
}
const jane = patient('1968645883121642782', 'Jane Citizen', '1980-02-03');
const li = patient('1968645883121642783', 'Li Wei', '1975-09-09');

describe('the active destination', () => {
  it('case 15: no patient is selected at start', () => {
    const { active } = setUp();
    expect(active.current()).toBeNull();
    expect(active.remainingMs()).toBeNull();
    expect(active.snapshot(0)).toBeNull();
  });

  it('is selected by an act, counts down, and ends automatically', async () => {
    const { active, clock, changes } = setUp();
    await active.arm(jane);
    clock.advance(4 * minute);
    expect(active.remainingMs()).toBe(6 * minute);
    clock.advance(6 * minute);
    expect(active.current()).toBeNull();
    expect(changes).toEqual([
      { kind: 'armed', destination: jane },
      { kind: 'disarmed', destination: jane, reason: 'timeout' },
    ]);
    expect(clock.pending()).toBe(0);
  });

  it('stays while its own scans arrive, and not for those of another patient', async () => {
    const { active, clock } = setUp();
    await active.arm(li);
    const old = active.snapshot(clock.monotonic());
    await active.arm(jane);
    const token = active.snapshot(clock.monotonic());
    clock.advance(9 * minute);
    active.touch(token);
    expect(active.remainingMs()).toBe(10 * minute);
    clock.advance(9 * minute);
    active.touch(old);
    active.touch(null);
    expect(active.remainingMs()).toBe(minute);
  });

  it.each(['person', 'lock', 'sleep', 'exit'] as const)('ends for %s, once', async (reason) => {
    const { active, changes, clock } = setUp();
    await active.arm(jane);
    active.disarm(reason);
    active.disarm(reason);
    active.touch(null);
    expect(changes).toHaveLength(2);
    expect(changes[1]).toEqual({ kind: 'disarmed', destination: jane, reason });
    expect(clock.pending()).toBe(0);
  });

  it('gives each selection a number, but the same patient again only a new countdown', async () => {
    const { active, clock, changes } = setUp();
    await active.arm(jane);
    const first = active.snapshot(0);
    clock.advance(5 * minute);
    await active.arm({ ...jane });
    expect(active.snapshot(0)?.armId).toBe(first?.armId);
    expect(active.remainingMs()).toBe(10 * minute);
    await active.arm(caseOf(jane, '9', 'Knee'));
    expect(active.snapshot(0)?.armId).not.toBe(first?.armId);
    await active.arm(li);
    await active.arm(jane);
    expect(active.snapshot(0)?.armId).not.toBe(first?.armId);
    expect(changes.map(({ kind }) => kind)).toEqual(['armed', 'armed', 'armed', 'armed', 'armed']);
    expect(clock.pending()).toBe(1);
  });

  it('knows whether a file can have appeared before the selection', async () => {
    const { active, clock } = setUp();
    clock.advance(1_000);
    await active.arm(jane);
    clock.advance(1_000);
    expect(active.snapshot(clock.monotonic())?.certain).toBe(true);
    expect(active.snapshot(1_000)?.certain).toBe(true);
    expect(active.snapshot(999)?.certain).toBe(false);
    expect(active.snapshot(-Infinity)?.certain).toBe(false);
  });

  it('takes no file whose event was pending when the patient was selected', async () => {
    const handled = Promise.withResolvers<undefined>();
    const { active, clock, changes } = setUp(minute, () => handled.promise);
    const armed = active.arm(jane);
    clock.advance(20);
    expect(active.snapshot(clock.monotonic())).toBeNull();
    expect(changes).toEqual([]);
    handled.resolve(undefined);
    await armed;
    expect(active.snapshot(19)?.certain).toBe(false);
    expect(active.snapshot(20)).toMatchObject({ destination: jane, certain: true });
  });

  it('is the patient whose selection began last, however soon the clinic answers', async () => {
    const { active, changes } = setUp();
    const slow = Promise.withResolvers<typeof jane>();
    const first = active.arm(() => slow.promise);
    expect(await active.arm(() => Promise.resolve(li))).toEqual(li);
    slow.resolve(jane);
    expect(await first).toBeNull();
    expect(active.current()).toEqual(li);
    expect(changes).toEqual([{ kind: 'armed', destination: li }]);
  });

  it.each(['person', 'lock', 'sleep'] as const)(
    'is none if it was ended (%s) while the clinic was asked',
    async (reason) => {
      const { active, changes } = setUp();
      const slow = Promise.withResolvers<typeof jane>();
      const first = active.arm(() => slow.promise);
      active.disarm(reason);
      slow.resolve(jane);
      expect(await first).toBeNull();
      expect([active.current(), changes]).toEqual([null, []]);
    },
  );

  it('lets a finish during the selection win, and the end of the previous patient not', async () => {
    let handled = Promise.resolve();
    const { active, clock, changes } = setUp(minute, () => handled);
    await active.arm(li);
    handled = new Promise((resolve) => clock.after(2 * minute, resolve));
    const second = active.arm(jane);
    clock.advance(2 * minute);
    await second;
    expect(active.current()).toEqual(jane);
    handled = new Promise((resolve) => clock.after(1, resolve));
    const third = active.arm(li);
    active.disarm('lock');
    clock.advance(1);
    await third;
    expect(active.current()).toBeNull();
    expect(changes.map((change) => [change.kind, change.destination])).toEqual([
      ['armed', li],
      ['disarmed', li],
      ['armed', jane],
      ['disarmed', jane],
    ]);
    expect(clock.pending()).toBe(0);
  });

  it('case 30: a jump of the clock changes nothing', async () => {
    const { active, clock } = setUp();
    await active.arm(jane);
    clock.jump(-24 * 60 * minute);
    clock.advance(minute);
    clock.jump(48 * 60 * minute);
    expect(active.remainingMs()).toBe(9 * minute);
    clock.advance(9 * minute);
    expect(active.current()).toBeNull();
  });
});
