import { describe, expect, it } from 'vitest';
import { historyCsv } from '../../main/database/audit/history-csv.ts';
import { createCaller } from '../../main/window/caller.ts';
import { createDispatch } from '../../main/window/dispatch.ts';
import type { Handlers } from '../../main/window/handlers/handler-types.ts';
import { ChartdropError } from '../../main/base/errors.ts';
import { auditEntrySchema } from '../../preload/contract/history.ts';
import { type RequestName, requestNames, requests } from '../../preload/contract/requests.ts';
import { visible, visibleText } from '../../preload/contract/visible-text.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';

const hostile = 'invoice\u202Efdp.txt';
const shown = 'invoice⟨U+202E⟩fdp.txt';
const deceives = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/u;

describe('a name', () => {
  it.each([
    ['an override of direction', hostile, shown],
    ['an embedding', 'a\u202Ab', 'a⟨U+202A⟩b'],
    ['an isolate that is never closed', 'a\u2067b', 'a⟨U+2067⟩b'],
    ['a line', 'a.txt\nb.txt: filed', 'a.txt⟨U+000A⟩b.txt: filed'],
    ['an escape sequence', 'a\u001b[2Kb', 'a⟨U+001B⟩[2Kb'],
    ['a control character of the second set', 'a\u0085b', 'a⟨U+0085⟩b'],
    ['tags that nobody sees', 'a\u{E0041}b', 'a⟨U+E0041⟩b'],
  ])('shows %s by its number', (_what, text, expected) => {
    expect(visibleText(text)).toBe(expected);
  });

  it.each([
    ['Arabic', 'ليلى العلي'],
    ['Hebrew, with a mark of direction', 'יעל כהן\u200F'],
    ['Persian, whose letters are kept apart', 'می\u200Cخواهم'],
    ['accents', 'Zoë Ångström'],
    ['a family of emoji', '👩\u200D👧'],
  ])('of people stays as they write it: %s', (_what, name) => {
    expect(visibleText(name)).toBe(name);
  });
});

describe('data for a window', () => {
  it('is visible in every field, and returned values are unchanged', () => {
    const told = { rows: [{ name: hostile, detail: { file: hostile } }], folder: { ignore: [hostile] } };
    expect(visible(told)).toEqual({
      rows: [{ name: shown, detail: { file: shown } }],
      folder: { ignore: [hostile] },
    });
    expect(visible({ description: 'one\ntwo\u202E', name: null, at: 1 })).toEqual({
      description: 'one\ntwo⟨U+202E⟩',
      name: null,
      at: 1,
    });
  });

  it.each(requestNames)('is visible in the answer and the error of %s', async (channel) => {
    const given = samples[channel] ?? null;
    const fails = { isFailing: false };
    const answer = (): unknown => {
      if (fails.isFailing) throw new ChartdropError('record-refused', { detail: hostile });
      return { name: hostile, list: [{ path: hostile, patient: { name: hostile } }] };
    };
    const handlers = Object.fromEntries(requestNames.map((name) => [name, answer])) as unknown as Handlers;
    const dispatch = createDispatch(handlers);
    const caller = createCaller(createFakeClock());
    const input = given ?? (requests[channel].input.safeParse(null).success ? null : {});
    for (fails.isFailing of [false, true]) {
      expect(JSON.stringify(await dispatch(channel, input, caller))).not.toMatch(deceives);
    }
  });
});

/** Valid inputs of the contract. For other channels the refusal itself is checked. */
const samples: Partial<Record<RequestName, unknown>> = {
  'patients:search': { query: 'a' },
  'jobs:page': { list: 'inbox', offset: 0, limit: 10 },
  'history:page': { after: null, search: '', limit: 10 },
};

it('shows names in the exported history as the window does', () => {
  const entry = auditEntrySchema.parse({
    ...{ seq: 1, at: 0, kind: 'job-filed', jobId: null, patientId: null, caseId: null, attachmentId: null },
    ...{ apiUser: null, osUser: 'tester', station: 'pc', detail: { file: hostile, patient: 'Jane\u202E' } },
  });
  const csv = [...historyCsv({ entries: ({ afterSeq = 0 }) => (afterSeq === 0 ? [entry] : []) })].join('');
  expect(csv).toContain(`"${shown}","Jane⟨U+202E⟩"`);
});
