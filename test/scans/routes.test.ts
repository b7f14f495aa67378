import { describe, expect, it } from 'vitest';
import type { ArmedToken } from '../../main/scans/route/active-destination.ts';
import { createRouter } from '../../main/scans/route/routes.ts';
import type { Destination } from '../../preload/contract/destination.ts';
import { caseOf, patient } from './people.ts';

const jane = patient('1968645883121642782', 'Jane Citizen', '1980-02-03');
const li = patient('1968645883121642783', 'Li Wei', '1975-09-09');
const knee = caseOf(jane, '9', 'Knee');
const token = (destination: Destination, certain = true, armId = 1): ArmedToken => ({
  armId,
  destination,
  certain,
});
const relativePath = 'Citizen/42.pdf';
const inbox = (reason: string) => ({ kind: 'inbox', reason });
const to = (destination: Destination) => ({ kind: 'destination', destination });

describe('where a scan goes', () => {
  it('to the inbox, or to the fixed destination, whichever patient is selected', () => {
    const input = { relativePath, token: token(li), armed: token(li) };
    expect(createRouter({ kind: 'inbox' })(input)).toEqual(inbox('route-inbox'));
    expect(createRouter({ kind: 'fixed', destination: jane })(input)).toEqual(to(jane));
  });

  it.each([
    ['nobody armed', null, null, inbox('nobody-armed')],
    ['armed only after it appeared', null, token(jane), inbox('nobody-armed')],
    ['armed all along', token(jane), token(jane), to(jane)],
    ['armed anew after somebody else', token(jane), token(jane, true, 3), inbox('destination-changed')],
    ['disarmed before it was finished', token(jane), null, inbox('destination-changed')],
    [
      'another one armed before it was finished',
      token(jane),
      token(li, true, 2),
      inbox('destination-changed'),
    ],
    [
      'the case of that patient armed meanwhile',
      token(jane),
      token(knee, true, 2),
      inbox('destination-changed'),
    ],
    ['from the case to the patient', token(knee), token(jane, true, 2), inbox('destination-changed')],
    ['it may have appeared before the arming', token(jane, false), token(jane), inbox('destination-changed')],
  ])('active: %s', (_what, first, armed, expected) => {
    expect(createRouter({ kind: 'active' })({ relativePath, token: first, armed })).toEqual(expected);
  });

  it('by the file name alone, or the folders alone', () => {
    const input = { relativePath, token: null, armed: null };
    const pattern = '(?<patientId>\\d+)';
    expect(createRouter({ kind: 'filename', pattern })(input)).toEqual({
      kind: 'lookup',
      query: { kind: 'patient', patientId: '42' },
    });
    const bySubfolder = createRouter({ kind: 'subfolder', pattern });
    expect(bySubfolder(input)).toEqual(inbox('name-without-match'));
    expect(bySubfolder({ ...input, relativePath: 'Letters/42 Citizen/7.pdf' })).toEqual({
      kind: 'lookup',
      query: { kind: 'patient', patientId: '42' },
    });
    expect(bySubfolder({ ...input, relativePath: '42.pdf' })).toEqual(inbox('name-without-match'));
  });

  it('refuses a broken pattern when the route is made, not at the first scan', () => {
    expect(() => createRouter({ kind: 'filename', pattern: '(' })).toThrow('pattern-invalid');
  });
});
