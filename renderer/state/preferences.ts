import type { Preferences } from '../../preload/contract/settings.ts';

interface PreferenceField {
  readonly field: Exclude<keyof Preferences, 'theme'>;
  readonly label: string;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
}

/** The numbers that a person can set; the bounds are the contract's. */
export const preferencesFields: readonly PreferenceField[] = [
  {
    field: 'holdSeconds',
    label: 'Hold before uploading',
    unit: 'seconds, to take it back',
    min: 0,
    max: 600,
  },
  { field: 'disarmMinutes', label: 'Disarm after', unit: 'minutes without a scan', min: 1, max: 240 },
  { field: 'uploads', label: 'Uploads at a time', unit: '', min: 1, max: 16 },
  { field: 'largeUploads', label: 'Large uploads at a time', unit: '', min: 1, max: 16 },
  {
    field: 'requestsPerMinute',
    label: 'Requests a minute',
    unit: 'that the account allows',
    min: 10,
    max: 100_000,
  },
  {
    field: 'keepNamesDays',
    label: 'Keep names of filed files',
    unit: 'days; then names and paths are removed',
    min: 1,
    max: 3650,
  },
  { field: 'keepHistoryYears', label: 'Keep the history', unit: 'years', min: 1, max: 30 },
];
