import { z } from 'zod';
import { practitionerIdSchema } from './ids.ts';
import { storedFolderSchema } from './scan-folder.ts';

/** The format in which HEIC photos, which few programs can show, are filed. */
export const heicPhotosSchema = z.enum(['keep', 'jpeg']);
export type HeicPhotos = z.infer<typeof heicPhotosSchema>;

/** A description within the limits of the clinic's API. */
export const descriptionSchema = z.string().trim().min(1).max(255);

/** A language of letters. */
const pageLanguageSchema = z.enum(['en', 'de', 'fr']);
export type PageLanguage = z.infer<typeof pageLanguageSchema>;

/** A person's settings, except scan folders. Every field has a default, so that new fields need no migration. */
export const preferencesSchema = z.object({
  /** Seconds of the undo period between assignment and upload. */
  holdSeconds: z.number().int().min(0).max(600).default(10),
  /** Minutes without a scan after which the selected patient ends. */
  disarmMinutes: z.number().int().min(1).max(240).default(10),
  uploads: z.number().int().min(1).max(16).default(4),
  largeUploads: z.number().int().min(1).max(16).default(2),
  /** `jpeg`: uploads a converted copy; the file on this PC stays unchanged. */
  heicPhotos: heicPhotosSchema.default('keep'),
  /** The account's limit of API calls per minute. */
  requestsPerMinute: z.number().int().min(10).max(100_000).default(200),
  /** Years after which entries of the history are removed. */
  keepHistoryYears: z.number().int().min(1).max(30).default(7),
  /** Days after which names and paths of filed and ignored files are removed. */
  keepNamesDays: z.number().int().min(1).max(3650).default(30),
  /** Descriptions that a person can choose instead of typing one. */
  descriptionPresets: z.array(descriptionSchema).max(50).default(['Referral', 'X-ray', 'Report', 'Consent']),
  /** Asks who is at the desk, for PCs that several people use under one account of the system. */
  askPerson: z.boolean().default(false),
  /** Reads the pages of files. Off: none of the next settings has an effect. */
  readPages: z.boolean().default(true),
  /** Asks a person if a page names another patient than the chosen one. */
  guardPages: z.boolean().default(true),
  /** Proposes the patient whom the page of a file without one names. */
  suggestPatients: z.boolean().default(true),
  /** The languages in which scans without text are read. */
  pageLanguages: z.array(pageLanguageSchema).min(1).max(3).default(['en', 'de', 'fr']),
  /** Divides scans at cover sheets, on a PC that has the key of the sheets. */
  coverSheets: z.boolean().default(true),
  /** Shows today's appointments beside the search. */
  todaysPatients: z.boolean().default(true),
  /** Local time of day, `HH:MM`, of the reminder if a file is not filed; null: no reminder. */
  remindAt: z
    .string()
    .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
    .nullable()
    .default(null),
  /** When the window plays a short sound: never, when something needs a person, or also at each filed file. */
  sound: z.enum(['none', 'needs', 'all']).default('none'),
  /** Flashes the taskbar button when something needs a person and the window is not in front. Desktop only. */
  flash: z.boolean().default(false),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** The language of window, menus and notifications. */
  language: z.enum(['system', 'en', 'de', 'fr']).default('system'),
});
export type Preferences = z.infer<typeof preferencesSchema>;

type Fields = typeof preferencesSchema.shape;
/** Some preferences, without defaults: these would replace a person's choice of those that are not named. */
export const preferencesChangeSchema = z.object(
  Object.fromEntries(
    Object.entries(preferencesSchema.shape).map(([name, field]) => [name, field.unwrap().optional()]),
  ) as { [Name in keyof Fields]: z.ZodOptional<ReturnType<Fields[Name]['unwrap']>> },
);
export type PreferencesChange = z.infer<typeof preferencesChangeSchema>;
/** Settings of an older version by their present names: `pageGuard` switched all reading off. */
export function withPresentNames(given: unknown): unknown {
  if (typeof given !== 'object' || given === null || !('pageGuard' in given)) return given;
  const { pageGuard, ...others } = given;
  return { readPages: pageGuard, ...others };
}

/** The preferences that are numbers. */
export type NumberPreference = {
  [Name in keyof Preferences]: Preferences[Name] extends number ? Name : never;
}[keyof Preferences];

/** The preferences that stay a person's when an administrator manages the settings. */
export const ownPreferences = [
  'theme',
  'language',
  'sound',
  'flash',
] as const satisfies readonly (keyof Preferences)[];

/** The clinic: the built-in demo, or the one of the key in the key store. */
export const clinicChoiceSchema = z.enum(['demo', 'own']);
export type ClinicChoice = z.infer<typeof clinicChoiceSchema>;

/** The most practitioners that can be chosen. */
export const mostPractitioners = 200;

/** Everything kept between starts, without secrets. */
export const settingsSchema = z.object({
  clinic: clinicChoiceSchema.nullable().default(null),
  preferences: z.preprocess(withPresentNames, preferencesSchema).default(preferencesSchema.parse({})),
  folders: z
    .object({ demo: z.array(storedFolderSchema), own: z.array(storedFolderSchema) })
    .default({ demo: [], own: [] }),
  /** The practitioners whose patients of today are shown, by their ids; empty: all. */
  practitioners: z
    .object({
      demo: z.array(practitionerIdSchema).max(mostPractitioners),
      own: z.array(practitionerIdSchema).max(mostPractitioners),
    })
    .default({ demo: [], own: [] }),
});
export type Settings = z.infer<typeof settingsSchema>;
