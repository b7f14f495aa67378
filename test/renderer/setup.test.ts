import { describe, expect, it } from 'vitest';
import { jobStates } from '../../preload/contract/job-states.ts';
import type { JobView } from '../../preload/contract/views.ts';
import { phaseOf, Setup } from '../../renderer/state/setup.svelte.ts';
import { jobRow } from '../fixtures/views.ts';

const none = { clinic: null, problem: null } as const;
const demo = { clinic: 'demo', problem: null } as const;

/** The memory of one window. */
function memory(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

function listOf(...rows: JobView[]) {
  return {
    total: rows.length,
    row: (index: number) => rows[index],
    find: (id: string) => {
      const index = rows.findIndex((row) => row.id === id);
      const job = rows[index];
      return job === undefined ? null : { job, index };
    },
  };
}

describe('the set-up', () => {
  it('begins in a window without a clinic, and continues with the scan folder once a clinic is open', () => {
    const setup = new Setup(memory());
    setup.follow(none);
    expect(setup.step).toBe('clinic');
    setup.follow(demo);
    expect(setup.step).toBe('folder');
    setup.end();
    // A change of clinics closes one before the next is open.
    setup.follow(none);
    setup.follow(demo);
    expect(setup.step).toBeNull();
  });

  it.each([
    ['a clinic is open', demo],
    ['the clinic could not be opened', { clinic: null, problem: 'key-missing' }],
  ] as const)('does not begin where %s', (_, status) => {
    const setup = new Setup(memory());
    setup.follow(status);
    expect(setup.step).toBeNull();
  });

  it('continues after a reload of the window, and is over once it ended', () => {
    const window = memory();
    const setup = new Setup(window);
    setup.follow(none);
    setup.follow(demo);
    setup.go('scan');
    const reloaded = new Setup(window);
    reloaded.follow(demo);
    expect(reloaded.step).toBe('scan');
    reloaded.end();
    expect(new Setup(window).step).toBeNull();
    // The clinic is gone since: it is needed first.
    setup.go('scan');
    const later = new Setup(window);
    later.follow(none);
    expect(later.step).toBe('clinic');
  });

  it('stays at a step that a person went back to', () => {
    const setup = new Setup(memory());
    setup.follow(none);
    setup.follow(demo);
    setup.go('clinic');
    setup.follow(demo);
    expect(setup.step).toBe('clinic');
  });

  it('follows the newest file of the list, also after others have come', () => {
    const setup = new Setup(memory());
    setup.go('scan');
    setup.look(listOf());
    expect(phaseOf(setup.scan)).toBe('waiting');
    const older = jobRow({ id: 'a' as JobView['id'], state: 'filed', appearedAt: 1 });
    const scan = jobRow({ id: 'b' as JobView['id'], state: 'inbox', appearedAt: 2 });
    setup.look(listOf(older, scan));
    expect(setup.scan).toBe(scan);
    const later = jobRow({ id: 'c' as JobView['id'], appearedAt: 3 });
    setup.look(listOf(later, { ...scan, state: 'held' }));
    expect([setup.scan?.id, phaseOf(setup.scan)]).toEqual(['b', 'moving']);
    // The list shows other files for a while.
    setup.look(listOf(later));
    expect(setup.scan?.id).toBe('b');
  });

  it('has a sentence for every state of the scan', () => {
    const phases = jobStates.map((state) => phaseOf(jobRow({ state })));
    expect(new Set(phases)).toEqual(new Set(['arrived', 'moving', 'filed', 'failed', 'ignored']));
  });
});
