import type { NumberPreference } from '../../preload/contract/settings.ts';

interface PreferenceField {
  readonly field: NumberPreference;
  readonly min: number;
  readonly max: number;
}

/** The number settings, with the contract's bounds. */
export const preferencesFields: readonly PreferenceField[] = [
  {
    field: 'holdSeconds',
    min: 0,
    max: 600,
  },
  { field: 'disarmMinutes', min: 1, max: 240 },
  { field: 'uploads', min: 1, max: 16 },
  { field: 'largeUploads', min: 1, max: 16 },
  {
    field: 'requestsPerMinute',
    min: 10,
    max: 100_000,
  },
  {
    field: 'keepNamesDays',
    min: 1,
    max: 3650,
  },
  { field: 'keepHistoryYears', min: 1, max: 30 },
];

/** The descriptions to choose from in a text: one per line, without duplicates. */
export const presetsIn = (text: string): string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim().slice(0, 255))
      .filter(Boolean),
  ),
];
