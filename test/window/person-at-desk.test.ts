import { expect, it } from 'vitest';
import { createPersonAtDesk } from '../../main/core/person-at-desk.ts';
import { jane } from '../fixtures/views.ts';
import { pdf, scanDesk } from '../scans/scan-desk.ts';

const destination = { kind: 'patient', patient: jane } as const;

it('is forgotten when a selection ends without a person, since another one may come', () => {
  const person = createPersonAtDesk();
  person.tell('FD');
  person.onArmedChanged({ kind: 'armed', destination });
  for (const reason of ['person', 'patient'] as const)
    person.onArmedChanged({ kind: 'disarmed', destination, reason });
  expect(person.name()).toBe('FD');
  for (const reason of ['timeout', 'lock', 'sleep', 'exit'] as const) {
    person.tell('FD');
    person.onArmedChanged({ kind: 'disarmed', destination, reason });
    expect(person.name(), reason).toBeNull();
  }
});

it('is beside each entry of the history while known, and never outside the sealed details', async () => {
  const desk = await scanDesk();
  await desk.app().scans.watch(desk.folder({ kind: 'active' }), { takeExisting: false });
  desk.app().person.tell('Zyx');
  await desk.app().scans.active.arm(await desk.destinationOf('Jane Citizen'));
  await desk.scan('letter.pdf', pdf('to Jane'));
  await desk.job('letter.pdf', ({ state }) => state === 'filed');
  const entries = desk.app().history.audit.entries({ limit: 100 });
  expect(entries.length).toBeGreaterThan(5);
  for (const { kind, detail } of entries) expect(detail?.['person'], kind).toBe('Zyx');
  expect(desk.app().history.audit.firstTampered()).toBeNull();
  desk.app().scans.active.disarm('lock');
  await desk.scan('next.pdf', pdf('to nobody'));
  await desk.job('next.pdf', ({ state }) => state === 'inbox');
  expect(desk.app().history.audit.entries({ limit: 100 }).at(-1)?.detail).not.toHaveProperty('person');
});
