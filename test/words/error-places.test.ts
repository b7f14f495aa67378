import { expect, it } from 'vitest';
import { errorCodeSchema } from '../../preload/contract/errors.ts';
import { de } from '../../preload/words/de.ts';
import { en } from '../../preload/words/en.ts';
import { fr } from '../../preload/words/fr.ts';
import { actErrorText, errorText, retriedText } from '../../preload/words/text.ts';

const promises = /by itself|automatically|goes on|von selbst|automatisch|tout seul|lui-même|automatiquement/;

it.each([
  ['en', en],
  ['de', de],
  ['fr', fr],
])('promises a retry in no error’s own words (%s), since only the place knows', (_language, { errors }) => {
  const promised = errorCodeSchema.options.filter((code) => promises.test(errors[code]));
  expect(promised).toEqual([]);
});

it('says what happens next by the place: a row of the queue, a form, or a list', () => {
  const error = { code: 'network-timeout', detail: null } as const;
  expect(retriedText(error)).toBe('Cliniko does not answer. Chartdrop retries automatically.');
  expect(actErrorText(error)).toBe('Cliniko does not answer. Try again in a moment.');
  expect(errorText(error)).toBe('Cliniko does not answer.');
});

it('promises nothing for an error that needs a person', () => {
  const error = { code: 'record-refused', detail: 'too large' } as const;
  expect(retriedText(error)).toBe(errorText(error));
  expect(actErrorText(error)).toBe(errorText(error));
});
