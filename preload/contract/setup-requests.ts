import { z } from 'zod';
import { define, nothing } from './define-request.ts';
import { folderNameSchema, handleSchema } from './handle.ts';
import { folderIdSchema } from './ids.ts';
import { triedPatternSchema } from './name-reading.ts';
import { scanFolderSchema } from './scan-folder.ts';
import { importPlanSchema, settingsFileSchema } from './setting-change.ts';
import { preferencesChangeSchema, preferencesSchema } from './settings.ts';
import { folderCheckSchema, folderViewSchema } from './views.ts';

/** The folder to watch: a newly chosen one, or null for the folder already watched. */
const chosen = handleSchema.nullable();
const foundFolder = z.object({ handle: handleSchema, path: z.string() });

/** The requests about settings and scan folders: a part of `requests`. */
export const setupRequests = {
  /** All preferences. */
  'settings:read': define(nothing, preferencesSchema),
  /** Changes the named preferences, and answers with all: another window may have changed others. */
  'settings:update': define(preferencesChangeSchema, preferencesSchema),
  /** Opens the native dialog for a file with settings; null if the person chose none. */
  'settings:choose': define(nothing, handleSchema.nullable()),
  /** Checks a file with settings, and answers with what an import would change. Changes nothing. */
  'settings:preview': define(settingsFileSchema, importPlanSchema),
  /** Imports a file with settings. `plan`: the changes that were shown; others are refused (`choice-expired`). */
  'settings:import': define(
    z.object({ from: settingsFileSchema, plan: z.string().regex(/^[0-9a-f]{64}$/) }),
    preferencesSchema,
  ),

  /** The scan folders with their settings and state. */
  'folders:list': define(nothing, z.array(folderViewSchema)),
  /** Adds a scan folder (`id` null) or changes one. `takeExisting`: files the files that are already in it, too. */
  'folders:save': define(
    z.object({
      folder: scanFolderSchema.omit({ id: true, path: true }).extend({ id: folderIdSchema.nullable() }),
      chosen,
      takeExisting: z.boolean(),
    }),
    z.array(folderViewSchema),
  ),
  /** Files the files that were skipped in the folder. Answers once the folder is listed. */
  'folders:takeLeft': define(z.object({ id: folderIdSchema }), z.array(folderViewSchema)),
  /** Stops watching a folder. Its files stay, and `folders:restore` puts it back. */
  'folders:remove': define(z.object({ id: folderIdSchema }), z.array(folderViewSchema)),
  /**
   * Puts a removed folder back with its settings and its known files. Scans that came in between are filed. Refused
   * with `choice-expired` if it was not removed since the clinic was opened.
   */
  'folders:restore': define(z.object({ id: folderIdSchema }), z.array(folderViewSchema)),
  /** Checks a chosen folder, or the one watched as `id`. */
  'folders:check': define(z.object({ id: folderIdSchema.nullable(), chosen }), folderCheckSchema),
  /**
   * Reads an example, and the newest names in a chosen or watched folder, by a pattern; null: only the names. Asks
   * the clinic nothing. Names of a missing folder are none.
   */
  'folders:tryPattern': define(
    z.object({
      id: folderIdSchema.nullable(),
      chosen,
      pattern: z.string().min(1).max(500).nullable(),
      example: z.string().max(255),
    }),
    triedPatternSchema,
  ),
  /**
   * Lists the folders inside a folder, for a host without a native dialog. `within` null: the root that the host
   * allows. `name`: one of the folders inside. Each answer has handles of the listed folder and the one above.
   */
  'folders:browse': define(
    z.object({ within: handleSchema.nullable(), name: folderNameSchema.nullable() }),
    foundFolder.extend({ parent: handleSchema.nullable(), folders: z.array(z.string()) }),
  ),
  /** The usual folders of scanner programs on this PC. With a native dialog, its handles are only for `from`. */
  'folders:suggest': define(nothing, z.array(foundFolder)),
  /** Opens the native dialog, at a suggested folder or anywhere; null if the person chose no folder. */
  'folders:choose': define(z.object({ from: chosen }), foundFolder.nullable()),
  /** Puts a made-up letter into a scan folder of the demo clinic. */
  'folders:sample': define(z.object({ id: folderIdSchema }), nothing),
} as const;
