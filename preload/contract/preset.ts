import { z } from 'zod';
import { practitionerIdSchema } from './ids.ts';
import { afterFilingSchema } from './job.ts';
import { defaultIgnores, defaultTypes } from './scan-folder-defaults.ts';
import { impersonalRouteSchema, scanFolderSchema } from './scan-folder.ts';
import { mostPractitioners, type Preferences, preferencesSchema, withPresentNames } from './settings.ts';

/** The most scan folders of one file. */
const mostFolders = 50;

/**
 * A scan folder of a fleet. `path` may contain the variables of `pathVariables`. A route to one patient is missing, since
 * the file is not encrypted.
 */
const presetFolderSchema = z.strictObject({
  ...scanFolderSchema.omit({ id: true }).shape,
  subfolders: z.boolean().default(false),
  types: scanFolderSchema.shape.types.default([...defaultTypes]),
  ignore: scanFolderSchema.shape.ignore.default([...defaultIgnores]),
  route: impersonalRouteSchema,
  afterFiling: afterFilingSchema.default('move'),
  watchMethod: scanFolderSchema.shape.watchMethod.default('auto'),
  settleMs: scanFolderSchema.shape.settleMs.default(null),
});
export type PresetFolder = z.infer<typeof presetFolderSchema>;
/** The same from a folder of this PC, without the fields that belong to the PC. */
export const folderOfFileSchema = z.object(presetFolderSchema.shape);

/** The fields of an invalid file, by name: `folders.0.route.kind`, or the unknown name itself. */
export const fieldsOf = ({ issues }: z.ZodError): string[] =>
  issues.flatMap(({ path, ...issue }) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => [...path, key].join('.'))
      : [path.map(String).join('.')],
  );

const everyPreference = z.strictObject(preferencesSchema.shape);

/** Only the named preferences: a default would replace a person's choice. */
const somePreferencesSchema = z
  .preprocess(withPresentNames, z.looseObject({}))
  .transform((given, { issues }): Partial<Preferences> => {
    const parsed = everyPreference.safeParse(given);
    if (parsed.success) {
      const named = Object.entries(parsed.data).filter(([name]) => name in given);
      return Object.fromEntries(named);
    }
    for (const field of fieldsOf(parsed.error))
      issues.push({ code: 'custom', path: field.split('.'), message: field, input: given });
    return z.NEVER;
  });

/** The settings that one PC can give to another: no key, no patient, nothing about the PC. */
const portableSchema = z.strictObject({
  preferences: somePreferencesSchema.default({}),
  /** The scan folders of the clinic; missing: those of the PC stay. */
  folders: z.array(presetFolderSchema).max(mostFolders).optional(),
  /** The practitioners whose patients of today are shown; empty: all. Missing: those of the PC stay. */
  practitioners: z.array(practitionerIdSchema).max(mostPractitioners).optional(),
});
export type PortableSettings = z.infer<typeof portableSchema>;

/** The settings that an administrator gives all PCs, in one file. Unknown names are refused. */
export const presetSchema = portableSchema.extend({
  /** Whether the program checks for and installs updates automatically. */
  updates: z.enum(['on', 'off']).default('on'),
  /**
   * A file with additional trusted certificate authorities (PEM). The packaged program does not read
   * `NODE_EXTRA_CA_CERTS`, since any user could set it.
   */
  authorityFile: z.string().nullable().default(null),
  /**
   * `open`: the values are given once, at the first start, and later changes by a person stay. `locked`: they hold at
   * every start, and no person can change a setting except `ownPreferences`.
   */
  settings: z.enum(['open', 'locked']).default('open'),
});
export type Preset = z.infer<typeof presetSchema>;
