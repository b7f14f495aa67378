import { describe, expect, it } from 'vitest';
import { pageSettingsOf } from '../../main/reading/page-settings.ts';
import { presetSchema } from '../../preload/contract/preset.ts';
import { preferencesSchema, settingsSchema } from '../../preload/contract/settings.ts';

const usual = preferencesSchema.parse({});

describe('the settings about pages', () => {
  it('ask, propose, and read three languages unless a person changes that', () => {
    expect(pageSettingsOf(usual, 'en-AU')).toEqual({
      ...{ isRead: true, isGuarded: true, isSuggested: true },
      languages: ['en', 'de', 'fr'],
    });
  });

  it('do nothing once reading is off', () => {
    expect(pageSettingsOf({ ...usual, readPages: false }, 'en')).toMatchObject({
      ...{ isRead: false, isGuarded: false, isSuggested: false },
    });
  });

  it.each([
    ['the system’s', 'system', 'fr-CH', ['fr', 'en', 'de']],
    ['the chosen', 'de', 'fr-CH', ['de', 'en', 'fr']],
    ['no known', 'system', 'pt-BR', ['en', 'de', 'fr']],
  ] as const)('begin with the language of the window: %s', (_what, language, locale, languages) => {
    expect(pageSettingsOf({ ...usual, language }, locale).languages).toEqual(languages);
  });

  it('read no language that a person did not choose', () => {
    const german = pageSettingsOf({ ...usual, pageLanguages: ['de', 'de'] }, 'fr');
    expect(german.languages).toEqual(['de']);
    expect(preferencesSchema.safeParse({ pageLanguages: [] }).success).toBe(false);
  });

  it('keep reading off where an older version had switched it off', () => {
    const kept = (preferences: object) => settingsSchema.parse({ preferences }).preferences;
    expect(kept({ pageGuard: false })).toEqual({ ...usual, readPages: false });
    expect(kept({ pageGuard: true })).toEqual(usual);
    // The present name counts.
    expect(kept({ pageGuard: false, readPages: true })).toEqual(usual);
    expect(presetSchema.parse({ preferences: { pageGuard: false } }).preferences).toEqual({
      readPages: false,
    });
    expect(presetSchema.safeParse({ preferences: { pageGuard: 'no' } }).success).toBe(false);
  });
});
