import { z } from 'zod';
import { destinationSchema } from './destination.ts';
import { folderIdSchema } from './ids.ts';
import { afterFilingSchema } from './job.ts';

/** An RE2 regular expression with the named groups `patientId`, `caseId`, or `lastName` + `firstName` + `dob`. */
const pattern = z.string().min(1).max(500);
/** The routes that name no patient. Unknown fields are refused. */
export const impersonalRouteSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('inbox') }),
  z.strictObject({ kind: z.literal('active') }),
  z.strictObject({ kind: z.literal('page') }),
  z.strictObject({ kind: z.literal('filename'), pattern }),
  z.strictObject({ kind: z.literal('subfolder'), pattern }),
]);

/** How a scan gets its destination. */
const routeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('inbox') }),
  z.object({ kind: z.literal('active') }),
  /** The only patient whom its page names, by name and date of birth. */
  z.object({ kind: z.literal('page') }),
  z.object({ kind: z.literal('fixed'), destination: destinationSchema }),
  z.object({ kind: z.literal('filename'), pattern }),
  z.object({ kind: z.literal('subfolder'), pattern }),
]);
export type Route = z.infer<typeof routeSchema>;

/** A scan folder with its settings. */
export const scanFolderSchema = z.object({
  id: folderIdSchema,
  path: z.string().min(1),
  subfolders: z.boolean(),
  /** Accepted extensions, lower case, without the dot. */
  types: z.array(z.string().regex(/^[a-z0-9]+$/)),
  ignore: z.array(z.string().min(1).max(255)).max(200),
  route: routeSchema,
  afterFiling: afterFilingSchema,
  /** `auto`: native events, or frequent listing if the folder is on a network drive. */
  watchMethod: z.enum(['auto', 'events', 'listing']),
  /** Milliseconds for which size and time must stay unchanged. null: 2 s on a local drive, 10 s on a network drive. */
  settleMs: z.number().int().min(100).max(600_000).nullable(),
  /**
   * Whether other PCs may watch it too, so that each file must be claimed. `auto`: if claims can be written, else this
   * PC files alone. `yes`: files nothing if claims cannot be written.
   */
  shared: z.enum(['auto', 'yes', 'no']).default('auto'),
  /** Seconds without an update from a PC after which others take over its claims. */
  takeOverSeconds: z.number().int().min(5).max(3600).default(120),
  /** The description of its scans, unless a person gives another; null: none. */
  description: z.string().trim().min(1).max(255).nullable().default(null),
  /** How its scans are named in the chart, such as `{date} {preset} {name}`; null: like the files. */
  nameTemplate: z.string().trim().min(1).max(200).nullable().default(null),
});
export type ScanFolder = z.infer<typeof scanFolderSchema>;

/** A folder in the settings file. The patient of a fixed route is encrypted with the data key, as in the database. */
export const storedFolderSchema = scanFolderSchema.extend({
  route: z.union([routeSchema, z.object({ kind: z.literal('fixed'), sealed: z.base64() })]),
});
export type StoredFolder = z.infer<typeof storedFolderSchema>;
