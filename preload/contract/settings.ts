import { z } from 'zod';
import { storedFolderSchema } from './scan-folder.ts';

/** How HEIC photos, which few programs but phones can show, go into the chart. */
export const heicPhotosSchema = z.enum(['keep', 'jpeg']);
export type HeicPhotos = z.infer<typeof heicPhotosSchema>;

/** A description as the clinic's API takes it. */
export const descriptionSchema = z.string().trim().min(1).max(255);

/** What a person can set, apart from the scan folders. Every field has a default, so that a new one migrates itself. */
export const preferencesSchema = z.object({
  /** Seconds between getting a destination and the start of the upload, in which it can be taken back. */
  holdSeconds: z.number().int().min(0).max(600).default(10),
  /** Minutes without a scan after which the active destination disarms. */
  disarmMinutes: z.number().int().min(1).max(240).default(10),
  uploads: z.number().int().min(1).max(16).default(4),
  largeUploads: z.number().int().min(1).max(16).default(2),
  /** `jpeg`: turned into a JPEG as they are sent; the file on this PC stays what it is. */
  heicPhotos: heicPhotosSchema.default('keep'),
  /** Calls a minute that the account allows. */
  requestsPerMinute: z.number().int().min(10).max(100_000).default(200),
  /** Years after which entries of the history are removed. */
  keepHistoryYears: z.number().int().min(1).max(30).default(7),
  /** Days after which names and paths of filed and dismissed files are removed. */
  keepNamesDays: z.number().int().min(1).max(3650).default(30),
  /** What a person can choose in place of typing a description. */
  descriptionPresets: z.array(descriptionSchema).max(50).default(['Referral', 'X-ray', 'Report', 'Consent']),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** In which language the window, the menus and the notifications speak. */
  language: z.enum(['system', 'en', 'de', 'fr']).default('system'),
});
export type Preferences = z.infer<typeof preferencesSchema>;

/** Which clinic is at the other end: the built-in one, or the one that the key in the key store belongs to. */
export const clinicChoiceSchema = z.enum(['demo', 'own']);
export type ClinicChoice = z.infer<typeof clinicChoiceSchema>;

/** All that is kept between starts, without secrets. */
export const settingsSchema = z.object({
  clinic: clinicChoiceSchema.nullable().default(null),
  preferences: preferencesSchema.default(preferencesSchema.parse({})),
  folders: z
    .object({ demo: z.array(storedFolderSchema), own: z.array(storedFolderSchema) })
    .default({ demo: [], own: [] }),
});
export type Settings = z.infer<typeof settingsSchema>;
